import Addressing
import DockerValues
import Lab
import Testing

@testable import Commands

/// Values of `--network` and of `network create`; refusals were taken from Docker's own command line, version 28.2.2.
struct NetworkValueTests {
    @Test(arguments: ["a", "a,b", "name=", " ", "", "a=", "=b", "a =b"])
    func `a plain network name is taken as it is`(text: String) throws {
        #expect(try NetworkAttachmentSpec(parsing: text) == NetworkAttachmentSpec(target: text))
    }

    @Test func `the long form of a network has fields`() throws {
        let text = """
            name=back,alias=db,alias=store,ip=10.0.0.5,ip6=fd00::5,mac-address=02:42:0a:00:00:05,gw-priority=-3,\
            link-local-ip=169.254.1.1,driver-opt=a=b,driver-opt=c=d
            """
        let spec = try NetworkAttachmentSpec(parsing: text)
        #expect(spec.target == "back")
        #expect(spec.aliases == ["db", "store"])
        #expect(spec.ipv4 == "10.0.0.5")
        #expect(spec.ipv6 == "fd00::5")
        #expect(spec.mac == "02:42:0a:00:00:05")
        #expect(spec.gatewayPriority == -3)
        #expect(spec.linkLocal == ["169.254.1.1"])
        #expect(spec.driverOptions == ["a": "b", "c": "d"])
    }

    @Test(arguments: [
        ("name=a, alias=b", "a"), ("NAME=a,IP=1.2.3.4", "a"), ("\"name=a,b\",ip=x", "a,b"), ("name=a b", "a b"),
    ])
    func `blanks and case of field names do not matter`(text: String, target: String) throws {
        #expect(try NetworkAttachmentSpec(parsing: text).target == target)
    }

    @Test(arguments: [
        ("name=a,foo=b", "invalid field key foo"), ("a=b", "invalid field key a"),
        ("name=a,link=b:c", "invalid field key link"),
        ("name=a,ip", "invalid field ip"), ("ip=1.2.3.4", "network name/id is not specified"),
        ("name=a,gw-priority=x", "invalid gw-priority (x): invalid syntax"),
        ("name=a,gw-priority=", "invalid gw-priority (): invalid syntax"),
        ("name=a,gw-priority=99999999999999999999", "invalid gw-priority (99999999999999999999): value out of range"),
        ("name=a,driver-opt=x", "invalid key value pair format in driver options"),
        ("name=a\"b", "parse error on line 1, column 7: bare \" in non-quoted-field"),
        ("name= a ,foo=x", "invalid field key foo"),
    ])
    func `other fields are refused`(text: String, reason: String) {
        #expect(throws: FlagValueError(reason)) { try NetworkAttachmentSpec(parsing: text) }
    }

    // MARK: - Subnets

    struct Subnets: Sendable {
        var subnets: [String] = []
        var ranges: [String] = []
        var gateways: [String] = []
        var auxiliary: [String: String] = [:]

        func consolidated() throws(ValueError) -> [SubnetRequest] {
            try SubnetRequest.consolidated(subnets: subnets, ranges: ranges, gateways: gateways, auxiliary: auxiliary)
        }
    }

    @Test(arguments: [
        (Subnets(ranges: ["10.0.0.0/25"]), "every ip-range or gateway must have a corresponding subnet"),
        (Subnets(gateways: ["10.0.0.1"]), "every ip-range or gateway must have a corresponding subnet"),
        (Subnets(subnets: ["apple", "10.0.0.0/8"]), "invalid subnet: invalid CIDR address: apple"),
        (
            Subnets(subnets: ["10.0.0.0/8", "10.1.0.0/16"]),
            "multiple overlapping subnet configuration is not supported"
        ),
        (Subnets(subnets: ["a", "a"]), "invalid subnet: invalid CIDR address: a"),
        (Subnets(subnets: ["10.1.0.0/24"], ranges: ["banana"]), "invalid CIDR address: banana"),
        (Subnets(subnets: ["banana"], ranges: ["x"]), "invalid CIDR address: x"),
        (Subnets(subnets: ["10.1.0.0/24"], ranges: ["10.1.0.5"]), "invalid CIDR address: 10.1.0.5"),
        (Subnets(subnets: ["10.1.0.0/24"], ranges: ["banana/3"]), "invalid CIDR address: banana/3"),
        (Subnets(subnets: ["banana"], ranges: ["10.1.0.0/25"]), "invalid subnet: invalid CIDR address: banana"),
        (Subnets(subnets: ["172.72.0.0/16"], ranges: ["172.82.0.0/24"]), "no matching subnet for range 172.82.0.0/24"),
        (
            Subnets(subnets: ["10.1.0.0/24", "10.2.0.0/24"], ranges: ["10.1.0.0/25", "10.1.0.128/25"]),
            "cannot configure multiple ranges (10.1.0.128/25, 10.1.0.0/25) on the same subnet (10.1.0.0/24)"
        ),
        (Subnets(subnets: ["10.1.0.0/24"], gateways: ["x"]), "no matching subnet for gateway x"),
        (Subnets(subnets: ["10.1.0.0/24"], gateways: ["10.2.0.1"]), "no matching subnet for gateway 10.2.0.1"),
        (
            Subnets(subnets: ["10.1.0.0/24", "10.2.0.0/24"], gateways: ["10.1.0.1", "10.1.0.2"]),
            "cannot configure multiple gateways (10.1.0.2, 10.1.0.1) for the same subnet (10.1.0.0/24)"
        ),
        (Subnets(subnets: ["10.1.0.0/24"], auxiliary: ["foo": ""]), "no matching subnet for aux-address "),
        (
            Subnets(subnets: ["10.1.0.0/24"], auxiliary: ["a": "10.2.0.9"]),
            "no matching subnet for aux-address 10.2.0.9"
        ),
    ])
    func `ranges, gateways and auxiliary addresses belong to a subnet`(request: Subnets, message: String) {
        #expect(throws: ValueError(message)) { try request.consolidated() }
    }

    @Test func `what belongs together is sent together`() throws {
        let requests = try Subnets(
            subnets: ["10.1.0.0/24", "fd00::/64"],
            ranges: ["10.1.0.128/25"],
            gateways: ["fd00::1", "10.1.0.1"],
            auxiliary: ["a": "10.1.0.5"]
        ).consolidated()
        #expect(requests.map(\.subnet) == ["10.1.0.0/24", "fd00::/64"])
        #expect(requests.map(\.range) == ["10.1.0.128/25", ""])
        #expect(requests.map(\.gateway) == ["10.1.0.1", "fd00::1"])
        #expect(requests.map(\.auxiliary) == [["a": "10.1.0.5"], [:]])
    }

    @Test(arguments: [
        ("banana", "netip.ParsePrefix(\"banana\"): no '/'"),
        ("10.131.0.0/33", "netip.ParsePrefix(\"10.131.0.0/33\"): prefix length out of range"),
        ("300.1.0.0/16", "netip.ParsePrefix(\"300.1.0.0/16\"): ParseAddr(\"300.1.0.0\"): IPv4 field has value >255"),
    ])
    func `a single subnet is read by the engine`(text: String, reason: String) throws {
        let request = try #require(try Subnets(subnets: [text]).consolidated().first)
        #expect(throws: LabError(.invalidParameter, "invalid JSON: \(reason)")) { try request.decoded(by: .head) }
    }

    @Test(arguments: [
        ("172.72.0.0/16", true), ("172.31.0.0/16", false), ("172.16.0.0/12", false), ("172.0.0.0/8", true),
        ("10.0.0.0/8", false), ("192.168.7.0/24", false), ("8.8.8.0/24", true), ("100.64.0.0/10", false),
        ("0.0.0.0/24", false), ("fd00::/64", false), ("2a00::/32", true), ("2001:db8::/32", false),
        ("224.0.0.0/4", false),
    ])
    func `public address space is warned of`(text: String, isPublic: Bool) throws {
        let prefix = try #require(IPPrefix(text))
        #expect((PublicAddressSpace.warning(for: prefix) != nil) == isPublic)
    }

    @Test func `the common slip is explained`() throws {
        let prefix = try #require(IPPrefix("172.72.0.0/16"))
        let expected = """
            subnet 172.72.0.0/16 is public address space: private 172.* space ends at 172.31.255.255; \
            containers cannot reach its real hosts
            """
        #expect(PublicAddressSpace.warning(for: prefix) == expected)
    }
}
