extension ARP {
    static let usage = """
        Usage:
          arp [-vn]  [<HW>] [-i <if>] [-a] [<hostname>]             <-Display ARP cache
          arp [-v]          [-i <if>] -d  <host> [pub]               <-Delete ARP entry
          arp [-vnD] [<HW>] [-i <if>] -f  [<filename>]            <-Add entry from file
          arp [-v]   [<HW>] [-i <if>] -s  <host> <hwaddr> [temp]            <-Add entry
          arp [-v]   [<HW>] [-i <if>] -Ds <host> <if> [netmask <nm>] pub          <-''-

                -a                       display (all) hosts in alternative (BSD) style
                -e                       display (all) hosts in default (Linux) style
                -s, --set                set a new ARP entry
                -d, --delete             delete a specified entry
                -v, --verbose            be verbose
                -n, --numeric            don't resolve names
                -i, --device             specify network interface (e.g. eth0)
                -D, --use-device         read <hwaddr> from given device
                -A, -p, --protocol       specify protocol family
                -f, --file               read new entries from file or from /etc/ethers

          <HW>=Use '-H <hw>' to specify hardware address type. Default: ether
          List of possible hardware types (which support ARP):
            ash (Ash) ether (Ethernet) ax25 (AMPR AX.25)\u{20}
            netrom (AMPR NET/ROM) rose (AMPR ROSE) arcnet (ARCnet)\u{20}
            dlci (Frame Relay DLCI) fddi (Fiber Distributed Data Interface) hippi (HIPPI)\u{20}
            irda (IrLAP) x25 (generic X.25) eui64 (Generic EUI-64) 

        """

    static let busyboxUsage = """
        arp
        [-vn]\t[-H HWTYPE] [-i IF] -a [HOSTNAME]
        [-v]\t\t    [-i IF] -d HOSTNAME [pub]
        [-v]\t[-H HWTYPE] [-i IF] -s HOSTNAME HWADDR [temp]
        [-v]\t[-H HWTYPE] [-i IF] -s HOSTNAME HWADDR [netmask MASK] pub
        [-v]\t[-H HWTYPE] [-i IF] -Ds HOSTNAME IFACE [netmask MASK] pub

        Manipulate ARP cache

        \t-a\t\tDisplay (all) hosts
        \t-d\t\tDelete ARP entry
        \t-s\t\tSet new entry
        \t-v\t\tVerbose
        \t-n\t\tDon't resolve names
        \t-i IF\t\tNetwork interface
        \t-D\t\tRead HWADDR from IFACE
        \t-A,-p AF\tProtocol family
        \t-H HWTYPE\tHardware address type
        """
}
