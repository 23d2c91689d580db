import Addressing
import Lab
import TestSupport
import Testing

/// Labs that the kernel here can hold.
enum Labs {
    static let all: [(name: String, make: @Sendable () throws -> Lab)] = [
        ("fresh", { Lab.fresh() }),
        ("two networks", twoNetworks),
        ("both families", bothFamilies),
        ("every mode", everyMode),
        ("options", options),
        ("rules", rules),
    ]

    static func make(_ name: String) throws -> Lab {
        try #require(all.first { $0.name == name }).make()
    }

    @Sendable static func twoNetworks() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "10.1.0.0/24")
        try lab.network("back", subnet: "10.2.0.0/24") { $0.isInternal = true }
        try lab.run("web", on: "front", "back", publish: [binding(80, host: 8080)])
        try lab.run("db", on: "back")
        try lab.run("other", on: "bridge")
        return lab
    }

    @Sendable static func bothFamilies() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("six", subnet: "fd12::/64") { $0.enableIPv6 = true }
        try lab.network("four")
        try lab.run("aa", on: "six", publish: [binding(80, host: 8080)])
        try lab.run("bb", on: "six", "four")
        return lab
    }

    @Sendable static func everyMode() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("net")
        try lab.run("own", on: "net")
        try lab.run("joiner") { $0.config.networkMode = .container("own") }
        try lab.run("hosted") { $0.config.networkMode = .host }
        try lab.run("alone") { $0.config.networkMode = .none }
        try lab.run("gone", on: "net")
        try lab.run("orphan") { $0.config.networkMode = .container("gone") }
        try lab.stopContainer(matching: "gone", at: noon)
        try lab.create("never", on: ["net"])
        return lab
    }

    @Sendable static func options() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("small", options: [BridgeOptions.Key.mtu: "1300", BridgeOptions.Key.deviceName: "mybridge"])
        try lab.network("quiet", options: [BridgeOptions.Key.enableICC: "false"])
        try lab.network("routed", options: [BridgeOptions.Key.gatewayMode4: "routed"])
        try lab.network("bare", options: [BridgeOptions.Key.inhibitIPv4: "true"])
        for network in ["small", "quiet", "routed", "bare"] {
            try lab.run("\(network)1", on: network, publish: [binding(80)])
            try lab.run("\(network)2", on: network)
        }
        try lab.setLink(of: "small2", isUp: false)
        try lab.partition("quiet1", "quiet2")
        var slow = Impairment()
        slow.rate = 8_000_000
        try lab.impair(network: "routed", slow)
        return lab
    }

    @Sendable static func rules() throws -> Lab {
        var lab = try twoNetworks()
        for (words, isIPv6) in [
            ("-i eth0 -s 10.0.0.0/8 -p tcp -m tcp ! --dport 80:90 -j REJECT --reject-with tcp-reset", false),
            ("-p udp -m multiport --dports 53,5353 -m comment --comment it's -j RETURN", false),
            ("-p tcp -m multiport ! --ports 53,60:70 -j RETURN", false),
            ("-p tcp -m multiport --ports 53,60:70 -j RETURN", false),
            ("-p tcp -m conntrack --ctorigdst 192.0.2.10 --ctorigdstport 8080 -j ACCEPT", false),
            ("-m conntrack ! --ctstate NEW,INVALID -j RETURN", false),
            ("-i wg+ -j REJECT --reject-with icmp-host-prohibited", false),
            ("! -s fd00::/8 -p icmpv6 -j REJECT", true),
        ] {
            lab.appendUserRule(UserRule(words: words.split(separator: " ").map(String.init), isIPv6: isIPv6))
        }
        return lab
    }
}
