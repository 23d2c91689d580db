import DockerValues
import Lab
import Testing

@testable import Commands

/// Values of the flags about names and networks; refusals were taken from Docker's own command line, version 28.2.2.
struct NameValueTests {
    private static func reason(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let error as FlagValueError {
            return error.reason
        } catch let error as ValueError {
            return error.message
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        ("a:1.2.3.4", "a:1.2.3.4"), ("a=1.2.3.4", "a:1.2.3.4"), ("a:[::1]", "a:::1"), ("a=::1", "a:::1"),
        ("a:host-gateway", "a:host-gateway"), ("a:1.2.3.4 ", "a:1.2.3.4 "), ("a b:1.2.3.4", "a b:1.2.3.4"),
    ])
    func `extra hosts take the engine's form`(text: String, entry: String) throws {
        #expect(try HostValue.extraHost(text) == entry)
    }

    @Test(arguments: [
        ("noip", "bad format for add-host: \"noip\""),
        (":1.2.3.4", "bad format for add-host: \":1.2.3.4\""),
        ("a:b=1.2.3.4", "bad format for add-host: \"a:b=1.2.3.4\""),
        ("a:xx", "invalid IP address in add-host: \"xx\""),
        ("a:b:c", "invalid IP address in add-host: \"b:c\""),
        ("a::1", "invalid IP address in add-host: \":1\""),
    ])
    func `other extra hosts are refused`(text: String, reason: String) {
        #expect(Self.reason { _ = try HostValue.extraHost(text) } == reason)
    }

    @Test(
        arguments: [
            ("1.2.3.4", nil), (" 1.2.3.4", nil), ("::1", nil),
            ("1.2.3", "IP address is not correctly formatted: 1.2.3"),
            ("", "IP address is not correctly formatted: "),
            ("01.2.3.4", "IP address is not correctly formatted: 01.2.3.4"),
            ("fe80::1%eth0", "IP address is not correctly formatted: fe80::1%eth0"),
        ] as [(String, String?)]
    )
    func `name servers are addresses`(text: String, reason: String?) {
        #expect(Self.reason { _ = try HostValue.nameServer(text) } == reason)
    }

    @Test(arguments: [
        (".", "."), ("a.b", "a.b"), ("a.b.", "a.b"), (" a", "a"), ("A-1.x2", "A-1.x2"), ("3com", "3com"),
    ])
    func `search domains lose their last dot`(text: String, domain: String) throws {
        #expect(try HostValue.searchDomain(text) == domain)
    }

    @Test(arguments: ["a..b", "_", "", "1", "1.2", "a b", "-a", "a-"])
    func `other search domains are refused`(text: String) {
        #expect(Self.reason { _ = try HostValue.searchDomain(text) } == "\(text) is not a valid domain")
    }

    @Test(
        arguments: [
            ("a", nil), ("a:b", nil), (":", nil), ("a:", nil), (":b", nil), ("", "empty string specified for links"),
            ("a:b:c", "bad format for links: a:b:c"),
        ] as [(String, String?)]
    )
    func `links have at most two parts`(text: String, reason: String?) {
        #expect(Self.reason { _ = try HostValue.link(text) } == reason)
    }

    @Test(
        arguments: [
            ("a", nil), ("a=b", nil), (" a=c", nil), ("=x", "invalid label '=x': empty name"),
            ("", "invalid label '': empty name"), (" =c", "invalid label ' =c': empty name"),
            ("a b=c", "label 'a b' contains whitespaces"), ("a\tb=c", "label 'a\tb' contains whitespaces"),
        ] as [(String, String?)]
    )
    func `labels have a name without blanks`(text: String, reason: String?) {
        #expect(Self.reason { _ = try KeyValue.label(text) } == reason)
    }

    @Test(
        arguments: [
            ("kernel.sem=1", nil), ("net.ipv4.ip_forward=1", nil), ("fs.mqueue.msg_max=1", nil),
            ("foo=bar", "sysctl 'foo=bar' is not allowed"),
            ("net.core.somaxconn", "sysctl 'net.core.somaxconn' is not allowed"),
        ] as [(String, String?)]
    )
    func `kernel parameters are those of a namespace`(text: String, reason: String?) {
        #expect(Self.reason { _ = try KeyValue.sysctl(text) } == reason)
    }

    @Test func `environment files are read line by line`() throws {
        let text = "\u{feff}A=1\n# comment\n\nHOME\nGONE\n  C=3 \nD=a=b\r\n"
        let lines = try KeyValue.lines(of: Array(text.utf8), file: "f") { ["HOME": "/root"][$0] }
        #expect(lines == ["A=1", "HOME=/root", "C=3 ", "D=a=b"])
    }

    @Test(arguments: [
        ([UInt8]("=x\n".utf8), "no variable name on line '=x'"),
        ([UInt8]("a b=x\n".utf8), "variable 'a b' contains whitespaces"),
        ([UInt8]("x\ty=1".utf8), "variable 'x\ty' contains whitespaces"),
        ([UInt8]("A=1\n".utf8) + [255, 61, 49], "invalid utf8 bytes at line 2: [255 61 49]"),
    ])
    func `other environment files are refused`(bytes: [UInt8], reason: String) {
        #expect(
            Self.reason { _ = try KeyValue.lines(of: bytes, file: "f") { _ in nil } }
                == "invalid env file (f): \(reason)"
        )
    }

    @Test(arguments: [
        ("no", "no", 0), ("always", "always", 0), ("on-failure", "on-failure", 0), ("on-failure:3", "on-failure", 3),
        ("on-failure:", "on-failure", 0), ("on-failure:+3", "on-failure", 3), ("on-failure:-1", "on-failure", -1),
        ("foo", "foo", 0),
    ])
    func `restart policies are read`(text: String, name: String, count: Int) throws {
        let policy = try RestartPolicySpec(parsing: text)
        #expect(policy.name == name)
        #expect(policy.maximumRetries == count)
    }

    @Test(arguments: [
        ("foo:x", "maximum retry count must be an integer"), ("a:b:c", "maximum retry count must be an integer"),
        ("on-failure:0x3", "maximum retry count must be an integer"), (":3", "no policy provided before colon"),
    ])
    func `other restart policies are refused`(text: String, reason: String) {
        #expect(throws: ValueError("invalid restart policy format: \(reason)")) { try RestartPolicySpec(parsing: text) }
    }
}
