/// Packets of other implementations: queries as dig 9.18 sent them, responses as dnspython 2.9 wrote them.
enum GoldenPackets {
    /// `dig alicek106 +subnet=172.18.0.5/32`
    static let subnetQuery = octets(
        """
        4d82 0120 0001 0000 0000 0001               # ID, RD AD, one question, one additional
        09 616c6963656b313036 00 0001 0001          # alicek106. A IN
        00 0029 04d0 00 00 0000 0018                # OPT: 1232 octets, version 0, no flags, 24 octets of options
        0008 0008 0001 20 00 ac120005               # client subnet: IPv4, 172.18.0.5/32, scope 0
        000a 0008 5d156a0158fa01ba                  # cookie
        """
    )

    /// `dig ALPHA.net1 AAAA +noedns +norecurse`
    static let plainQuery = octets(
        """
        d296 0020 0001 0000 0000 0000               # ID, AD
        05 414c504841 04 6e657431 00 001c 0001      # ALPHA.net1. AAAA IN
        """
    )

    /// `dig -x 10.111.0.2 +dnssec +nocookie`
    static let reverseQuery = octets(
        """
        097b 0120 0001 0000 0000 0001
        01 32 01 30 03 313131 02 3130 07 696e2d61646472 04 61727061 00 000c 0001
        00 0029 04d0 00 00 8000 0000                # OPT with DO
        """
    )

    /// `dig alpha +subnet=2001:db8::/56 +nocookie`
    static let subnet6Query = octets(
        """
        b939 0120 0001 0000 0000 0001
        05 616c706861 00 0001 0001
        00 0029 04d0 00 00 0000 000f
        0008 000b 0002 38 00 20010db8000000         # client subnet: IPv6, seven octets for 56 bits
        """
    )

    /// `dig alpha +subnet=0 +nocookie +edns=1`
    static let version1Query = octets(
        """
        cfb8 0120 0001 0000 0000 0001
        05 616c706861 00 0001 0001
        00 0029 04d0 00 01 0000 0008                # OPT of version 1
        0008 0004 0001 00 00
        """
    )

    /// `dig alpha +opcode=notify +nocookie`
    static let notifyQuery = octets(
        """
        ae2f 2120 0001 0000 0000 0001               # opcode 4
        05 616c706861 00 0001 0001
        00 0029 04d0 00 00 0000 0000
        """
    )

    static let queries = [subnetQuery, plainQuery, reverseQuery, subnet6Query, version1Query, notifyQuery]

    /// One record of each type that has a case of its own, but DNAME and SVCB, and one unknown; names compressed.
    static let manyTypes = octets(
        """
        1234 8180 0001 0003 0002 0008               # ID, QR RD RA, counts
        03 777777 07 4578616d706c65 03 6f7267 00 0001 0001      # 12: www.Example.org. A; 16: Example.org.
        c00c 0005 0001 0000012c 0006 03 776562 c010             # CNAME web.Example.org., at 45
        c02d 0001 0001 0000003c 0004 c0000201                   # A 192.0.2.1
        c02d 0001 0001 0000003c 0004 c0000202                   # A 192.0.2.2
        c010 0002 0001 00000e10 0006 03 6e7331 c010             # NS ns1.Example.org., at 95
        c010 0006 0001 00000e10 0024 c05f                       # SOA ns1.Example.org.
          0b 686f73742e6d6173746572 c010                        #   host\\.master.Example.org.
          78c275f5 00001c20 00000e10 00127500 0000012c          #   serial, refresh, retry, expire, minimum
        c05f 001c 0001 00000e10 0010 20010db8000000000000000000000053   # AAAA 2001:db8::53
        c010 000f 0001 00000e10 0009 000a 04 6d61696c c010      # MX 10 mail.Example.org.
        04 5f736970 04 5f756470 c010 0021 0001 0000003c 0017    # SRV, its target uncompressed (RFC 2782)
          0000 0005 13c4 03 776562 07 4578616d706c65 03 6f7267 00
        c010 0010 0001 0000003c 0010 0b 763d73706631202d616c6c 03 74776f    # TXT "v=spf1 -all" "two"
        c010 0101 0001 0000003c 0011 00 05 6973737565 63612e6578616d706c65  # CAA 0 issue "ca.example"
        c010 000d 0001 0000003c 000a 03 783836 05 4c696e7578                # HINFO "x86" "Linux"
        c010 0041 0001 0000003c 0010 0001 00 0001 0003 02 6832 0003 0002 01bb   # HTTPS 1 . alpn="h2" port=443
        c010 ff00 0001 0000003c 0004 0a000001                               # TYPE65280
        """
    )

    /// A response with two answers and a scoped client-subnet option.
    static let subnetResponse = octets(
        """
        0001 8180 0001 0002 0000 0001
        09 616c6963656b313036 00 0001 0001
        c00c 0001 0001 00000258 0004 ac120002
        c00c 0001 0001 00000258 0004 ac120003
        00 0029 04d0 00 00 8000 000c                # OPT with DO
        0008 0008 0001 20 20 ac120005               # client subnet with scope 32
        """
    )

    /// BADVERS: RCODE 16 is 0 in the header and 1 in the OPT record.
    static let badVersion = octets(
        """
        0002 8100 0001 0000 0000 0001
        01 61 00 0001 0001
        00 0029 04d0 01 00 0000 0000
        """
    )

    static let responses = [manyTypes, subnetResponse, badVersion]
}
