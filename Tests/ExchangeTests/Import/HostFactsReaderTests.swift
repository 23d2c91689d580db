import Addressing
import Lab
import TestSupport
import Testing

@testable import Exchange

@Suite struct HostFactsReaderTests {
    static let addresses = """
        [{"ifname":"lo","mtu":65536,"link_type":"loopback","address":"00:00:00:00:00:00",
          "addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8,"scope":"host"}]},
         {"ifname":"enp3s0","mtu":1400,"link_type":"ether","address":"52:54:00:aa:bb:cc",
          "addr_info":[{"family":"inet","local":"192.168.1.20","prefixlen":24,"scope":"global"},
                       {"family":"inet6","local":"fe80::1","prefixlen":64,"scope":"link"}]},
         {"ifname":"docker0","mtu":1500,"link_type":"ether","address":"02:42:00:00:00:01",
          "addr_info":[{"family":"inet","local":"172.17.0.1","prefixlen":16,"scope":"global"}]}]
        """
    static let routes = """
        [{"dst":"default","gateway":"192.168.1.1","dev":"enp3s0","metric":100},
         {"dst":"192.168.1.0/24","dev":"enp3s0","scope":"link","prefsrc":"192.168.1.20"},
         {"dst":"172.17.0.0/16","dev":"docker0","scope":"link"},
         {"dst":"10.8.0.0/24","dev":"wg0","scope":"link"},
         {"dst":"10.50.0.0/16","gateway":"10.8.0.1","dev":"wg0"}]
        """

    @Test func `what ip and ss print becomes a host`() throws {
        let sockets = """
            Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port
            udp   UNCONN 0      0      127.0.0.53%lo:53        0.0.0.0:*
            tcp   LISTEN 0      128          0.0.0.0:22        0.0.0.0:*
            tcp   LISTEN 0      128             [::]:22           [::]:*
            """
        let host = try HostFactsReader.read([
            ("addr.json", Array(Self.addresses.utf8)), ("route.json", Array(Self.routes.utf8)),
            ("ss.txt", Array(sockets.utf8)),
        ])
        #expect(host.facts.uplinkName == "enp3s0")
        #expect(host.facts.uplinkAddresses == [IPPrefix("192.168.1.20/24")])
        #expect(host.facts.uplinkMAC == MACAddress("52:54:00:aa:bb:cc"))
        #expect(host.facts.gateways == [IPAddress("192.168.1.1")])
        #expect(host.facts.onLinkRoutes == [IPPrefix("10.8.0.0/24")])
        #expect(
            host.reserved.map { "\($0.prefix) \($0.purpose)" } == [
                "10.8.0.0/24 route by wg0", "10.50.0.0/16 route by wg0",
            ]
        )
        #expect(host.uplinkMTU == 1400)
        #expect(
            host.facts.listeners.map { "\($0.address) \($0.port)/\($0.transport)" } == [
                "127.0.0.53 53/udp", "0.0.0.0 22/tcp", ":: 22/tcp",
            ]
        )
    }

    @Test func `one object has it all`() throws {
        let text = """
            {"addr": \(Self.addresses), "route": \(Self.routes), "hostname": "box", "nameservers": ["192.168.1.1"],
             "daemon": {"icc": false, "bip": "10.200.0.1/24", "default-address-pools": [{"base": "10.201.0.0/16", "size": 24}]},
             "listeners": ["0.0.0.0:22", {"address": "::", "port": 53, "transport": "udp"}],
             "vpn": ["10.9.0.0/16"], "reserved": [{"prefix": "10.10.0.0/16", "name": "lab"}], "networks": ["proxy"]}
            """
        let host = try HostFactsReader.read([("facts.json", Array(text.utf8))])
        #expect(host.facts.hostname == "box")
        #expect(host.facts.nameservers == [IPAddress("192.168.1.1")])
        #expect(host.engine.interContainerCommunication == false)
        #expect(host.engine.defaultBridge.address == IPPrefix("10.200.0.1/24"))
        #expect(host.engine.addressPools.map { "\($0.base) \($0.size)" } == ["10.201.0.0/16 24"])
        #expect(host.facts.listeners.map(\.port) == [22, 53])
        #expect(host.networks == ["proxy"])
        #expect(
            host.reserved.prefix(2).map { "\($0.prefix) \($0.purpose)" } == ["10.9.0.0/16 vpn", "10.10.0.0/16 lab"]
        )
        var lab = Lab(host: host.facts, engine: host.engine, created: noon)
        let network = try lab.network("first")
        #expect(network.subnets.map(\.prefix) == [IPPrefix("10.201.0.0/24")])
    }

    @Test(
        arguments: [
            ("[{]", #"facts: line 1, column 3: expected a key or "}", found "]""#),
            ("[{\"dst\": \"x\"}]", "facts: [0].dst: \"x\" is no prefix"),
            ("[{\"what\": 1}]", "facts: [0]: this is neither an interface of ip -j addr nor a route of ip -j route"),
            (
                "{\"addr\": [], \"adr\": 1}",
                "facts: adr: there is no such member; there are addr, route, route6, daemon, listeners, vpn, reserved, hostname, nameservers, networks"
            ),
            ("{\"bip\": \"x\"}", "facts: bip: \"x\" is no prefix such as 10.0.0.0/24"),
            ("{\"icc\": 1}", "facts: icc: expected a boolean, found an integer"),
            ("{\"listeners\": [\"22\"]}", "facts: listeners[0]: \"22\" is no listener such as 0.0.0.0:22/tcp"),
            ("{\"vpn\": [\"10.0.0.0\"]}", "facts: vpn[0]: \"10.0.0.0\" is no prefix such as 10.0.0.0/24"),
            ("hello", "facts: 1: this is neither JSON nor a line of ss -ltun"), ("", "facts: the file says nothing"),
        ]
    )
    func `what cannot be read is named with its place`(text: String, error: String) {
        #expect(message(text) == error)
    }

    private func message(_ text: String) -> String {
        do {
            _ = try HostFactsReader.read([("facts", Array(text.utf8))])
            return ""
        } catch {
            return error.description
        }
    }
}
