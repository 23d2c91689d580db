internal import Addressing

/// `/etc/services`, as far as the ports of common services go (services(5)).
enum ServiceNames {
    private static let tcp: [(port: UInt16, name: String)] = [
        (7, "echo"), (20, "ftp-data"), (21, "ftp"), (22, "ssh"), (23, "telnet"), (25, "smtp"), (37, "time"),
        (53, "domain"), (70, "gopher"), (79, "finger"), (80, "http"), (88, "kerberos"), (110, "pop3"),
        (111, "sunrpc"), (119, "nntp"), (143, "imap2"), (179, "bgp"), (194, "irc"), (389, "ldap"), (443, "https"),
        (445, "microsoft-ds"), (465, "submissions"), (514, "shell"), (515, "printer"), (587, "submission"),
        (636, "ldaps"), (853, "domain-s"), (873, "rsync"), (990, "ftps"), (993, "imaps"), (995, "pop3s"),
        (1080, "socks"), (1433, "ms-sql-s"), (1883, "mqtt"), (2049, "nfs"), (2379, "etcd-client"),
        (2380, "etcd-server"), (3128, "squid"), (3306, "mysql"), (3389, "ms-wbt-server"), (5060, "sip"),
        (5432, "postgresql"), (5672, "amqp"), (6379, "redis"), (8080, "http-alt"), (8883, "secure-mqtt"),
    ]
    private static let udp: [(port: UInt16, name: String)] = [
        (7, "echo"), (53, "domain"), (67, "bootps"), (68, "bootpc"), (69, "tftp"), (88, "kerberos"),
        (111, "sunrpc"), (123, "ntp"), (161, "snmp"), (162, "snmp-trap"), (389, "ldap"), (443, "https"),
        (500, "isakmp"), (514, "syslog"), (546, "dhcpv6-client"), (547, "dhcpv6-server"), (853, "domain-s"),
        (1194, "openvpn"), (2049, "nfs"), (3478, "stun"), (4500, "ipsec-nat-t"), (4789, "vxlan"), (5060, "sip"),
        (5353, "mdns"), (51820, "wireguard"),
    ]

    static func name(of port: UInt16, _ transport: TransportProtocol) -> String? {
        (transport == .udp ? udp : tcp).first { $0.port == port }?.name
    }

    static func port(named name: String, _ transport: TransportProtocol) -> UInt16? {
        (transport == .udp ? udp : tcp).first { $0.name == name }?.port
    }
}
