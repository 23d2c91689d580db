import Addressing
import DockerViews
import Lab
import Rendering
import TestSupport
import Testing

@Suite struct `docker network inspect` {
    private func inspect(_ name: String, _ lab: Lab) throws -> JSONValue {
        NetworkView.inspect(try lab.network(matching: name), in: lab)
    }

    @Test func `the whole object, in the engine's order`() throws {
        var lab = Lab.fresh()
        try lab.network(
            "front",
            subnet: "10.60.0.0/16",
            range: "10.60.7.0/29",
            aux: ["router": "10.60.7.1", "nas": "10.60.7.3"],
            options: ["com.docker.network.driver.mtu": "1400", "com.docker.network.bridge.enable_icc": "false"]
        ) {
            $0.labels = ["tier": "front", "owner": "me"]
            $0.isAttachable = true
        }
        try lab.run("web", on: "front")
        try lab.create("idle", on: ["front"])
        #expect(
            readable(try inspect("front", lab), lab, style: .indented) == """
                {
                    "Name": "front",
                    "Id": "<net front>",
                    "Created": "2026-05-28T20:26:40Z",
                    "Scope": "local",
                    "Driver": "bridge",
                    "EnableIPv4": true,
                    "EnableIPv6": false,
                    "IPAM": {
                        "Driver": "default",
                        "Options": {},
                        "Config": [
                            {
                                "Subnet": "10.60.0.0/16",
                                "IPRange": "10.60.7.0/29",
                                "Gateway": "10.60.7.0",
                                "AuxiliaryAddresses": {
                                    "nas": "10.60.7.3",
                                    "router": "10.60.7.1"
                                }
                            }
                        ]
                    },
                    "Internal": false,
                    "Attachable": true,
                    "Ingress": false,
                    "ConfigFrom": {
                        "Network": ""
                    },
                    "ConfigOnly": false,
                    "Options": {
                        "com.docker.network.bridge.enable_icc": "false",
                        "com.docker.network.driver.mtu": "1400"
                    },
                    "Labels": {
                        "owner": "me",
                        "tier": "front"
                    },
                    "Containers": {
                        "<web>": {
                            "Name": "web",
                            "EndpointID": "<endpoint web front>",
                            "MacAddress": "<mac web front>",
                            "IPv4Address": "10.60.7.2/16",
                            "IPv6Address": ""
                        }
                    },
                    "Status": {
                        "IPAM": {
                            "Subnets": {
                                "10.60.0.0/16": {
                                    "IPsInUse": 6,
                                    "DynamicIPsAvailable": 4
                                }
                            }
                        }
                    }
                }
                """
        )
    }

    @Test(arguments: [
        ("host", #"{"Driver":"default","Options":null,"Config":null}"#, #"{"IPAM":{}}"#),
        ("none", #"{"Driver":"default","Options":null,"Config":null}"#, #"{"IPAM":{}}"#),
        (
            "bridge",
            #"{"Driver":"default","Options":null,"Config":[{"Subnet":"172.17.0.0/16","Gateway":"172.17.0.1"}]}"#,
            #"{"IPAM":{"Subnets":{"172.17.0.0/16":{"IPsInUse":3,"DynamicIPsAvailable":65533}}}}"#
        ),
        (
            "plan", #"{"Driver":"default","Options":{},"Config":null}"#, #"{"IPAM":{}}"#
        ),
        ("empty", #"{"Driver":"default","Options":{},"Config":null}"#, #"{"IPAM":{}}"#),
    ])
    func `address management of special networks`(name: String, ipam: String, status: String) throws {
        var lab = Lab.fresh()
        try lab.network("plan", subnet: "10.9.0.0/24") { $0.isConfigOnly = true }
        try lab.network("empty") { $0.isConfigOnly = true }
        let json = try inspect(name, lab)
        #expect(json["IPAM"]?.json() == ipam)
        #expect(json["Status"]?.json() == status)
    }

    @Test func `a network made from a configuration names it, and shows its settings as its own`() throws {
        var lab = Lab.fresh()
        try lab.network("plan", subnet: "10.9.0.0/24", options: ["x": "y"]) {
            $0.isConfigOnly = true
            $0.labels = ["a": "b"]
        }
        try lab.network("real") { $0.configFrom = "plan" }
        let plan = try inspect("plan", lab)
        #expect(plan["Driver"] == "null" && plan["ConfigOnly"] == true)
        let real = try inspect("real", lab)
        #expect(real["Driver"] == "bridge" && real["ConfigOnly"] == false)
        #expect(real["ConfigFrom"] == ["Network": "plan"])
        #expect(real["Options"] == ["x": "y"] && real["Labels"] == ["a": "b"])
        #expect(real["IPAM"]?["Config"]?[0]?["Gateway"] == "10.9.0.1")
    }

    @Test func `members of the host network have no addresses, and are listed by identifier`() throws {
        var lab = Lab.fresh()
        try lab.run("one", on: "host")
        try lab.run("two", on: "host")
        let containers = try #require(try inspect("host", lab)["Containers"]?.objectValue)
        #expect(containers.memberNames == lab.allContainers.map(\.id.description).sorted())
        #expect(
            containers.memberValues.allSatisfy {
                $0["IPv4Address"] == "" && $0["IPv6Address"] == "" && $0["MacAddress"] == "" && $0["EndpointID"] != ""
            }
        )
    }

    @Test func `an IPv6 subnet alone comes before the IPv4 one from the pools`() throws {
        var lab = Lab.fresh()
        try lab.network("half", subnet: "fd00:163::/64") { $0.enableIPv6 = true }
        #expect(
            try inspect("half", lab)["IPAM"]?["Config"]?.json() == """
                [{"Subnet":"fd00:163::/64","Gateway":"fd00:163::1"},{"Subnet":"172.18.0.0/16","Gateway":"172.18.0.1"}]
                """
        )
    }

    @Test func `networks that share a subnet count their own ranges`() throws {
        var lab = Lab.fresh()
        for range in ["10.0.0.0/29", "10.0.0.8/29"] {
            try lab.network(
                "net-\(range.dropLast(3))",
                subnet: "10.0.0.0/24",
                range: range,
                options: ["parent": "eth0"]
            ) {
                $0.driver = "macvlan"
            }
        }
        try lab.run("one", on: "net-10.0.0.8")
        // The first address and the broadcast address are never given.
        for (name, free) in [("net-10.0.0.0", 7), ("net-10.0.0.8", 7)] as [(String, Int64)] {
            let status = try inspect(name, lab)["Status"]?["IPAM"]?["Subnets"]?["10.0.0.0/24"]
            #expect(status?["IPsInUse"] == 3)
            #expect(status?["DynamicIPsAvailable"] == .int(free), "\(name)")
        }
    }
}
