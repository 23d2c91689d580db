import Addressing
import DockerValues
import Lab
import Testing

@testable import Commands

/// `-p` and `--expose`; refusals were taken from Docker's own command line, version 28.2.2.
struct PortValueTests {
    /// `host:hostPorts:port/protocol`, empty parts where nothing was said.
    private static func text(_ binding: PortBinding) -> String {
        let host = binding.hostAddress.map(\.description) ?? ""
        return "\(host)|\(binding.hostPorts.map(\.description) ?? "")|\(binding.port)"
    }

    @Test(arguments: [
        ("80", ["||80/tcp"]),
        ("80/udp", ["||80/udp"]),
        ("80/", ["||80/tcp"]),
        ("80/TCP", ["||80/tcp"]),
        ("80/tcp/x", ["||80/tcp"]),
        ("8080:80", ["|8080|80/tcp"]),
        ("080:80", ["|80|80/tcp"]),
        (":80", ["||80/tcp"]),
        ("0:80", ["||80/tcp"]),
        ("::80", ["||80/tcp"]),
        ("127.0.0.1::80", ["127.0.0.1||80/tcp"]),
        ("127.0.0.1:7777:80/sctp", ["127.0.0.1|7777|80/sctp"]),
        ("[::1]:8080:80", ["::1|8080|80/tcp"]),
        ("::1:8080:80", ["::1|8080|80/tcp"]),
        ("[1.2.3.4]:8080:80", ["1.2.3.4|8080|80/tcp"]),
        ("9000-9002:8000-8002", ["|9000|8000/tcp", "|9001|8001/tcp", "|9002|8002/tcp"]),
        ("8000-8001", ["||8000/tcp", "||8001/tcp"]),
        ("8000-8010:80", ["|8000-8010|80/tcp"]),
        ("8000-8002-9:1-3", ["|8000|1/tcp", "|8001|2/tcp", "|8002|3/tcp"]),
        ("80:0", ["|80|0/tcp"]),
        ("target=80", ["||80/tcp"]),
        ("target=80,published=8080,protocol=udp", ["|8080|80/udp"]),
        ("published=8000-8001,target=80-81", ["|8000|80/tcp", "|8001|81/tcp"]),
        ("mode=host,target=80", ["||80/tcp"]),
    ])
    func `published ports are read`(text: String, bindings: [String]) throws {
        #expect(try PortSpec.bindings(of: text).map(Self.text) == bindings)
    }

    @Test(arguments: [
        ("", "no port specified: <empty>"),
        (":", "no port specified: :<empty>"),
        ("80:", "no port specified: 80:<empty>"),
        ("80:/tcp", "no port specified: 80:/tcp<empty>"),
        ("published=8080", "no port specified: 8080:/tcp<empty>"),
        ("[::1:80:80", "invalid IP address [::1: address [::1:: missing ']' in address"),
        ("[::1]x:80:80", "invalid IP address [::1]x: address [::1]x:: missing port in address"),
        ("fe80::1%eth0:80:80", "invalid IP address: fe80::1%eth0"),
        ("[fe80::1%eth0]:80:80", "invalid IP address: fe80::1%eth0"),
        ("1.2.3:80:80", "invalid IP address: 1.2.3"),
        ("80:80:80", "invalid IP address: 80"),
        ("80:80:", "invalid IP address: 80"),
        ("a:b:c:d", "invalid IP address: a:b"),
        ("host:80:80", "invalid IP address: host"),
        ("abc", "invalid containerPort: abc"),
        ("65536", "invalid containerPort: 65536"),
        ("90-80", "invalid containerPort: 90-80"),
        ("80-:80", "invalid hostPort: 80-"),
        ("-80:80", "invalid hostPort: -80"),
        ("+80:80", "invalid hostPort: +80"),
        ("70000:80", "invalid hostPort: 70000"),
        ("web:80", "invalid hostPort: web"),
        ("2000-2002:1000-1001", "invalid ranges specified for container and host Ports: 1000-1001 and 2000-2002"),
        ("9100-9101:80-85", "invalid ranges specified for container and host Ports: 80-85 and 9100-9101"),
        ("80:80/foo", "invalid proto: foo"),
        ("target=80,foo", "invalid publish opts format (should be name=value but got 'foo')"),
        ("=80", "invalid publish opts format (should be name=value but got '=80')"),
    ])
    func `other texts are refused in Docker's words`(text: String, message: String) {
        #expect(throws: ValueError(message)) { try PortSpec.bindings(of: text) }
    }

    @Test(
        arguments: [
            ("80", ["80/tcp"]), ("80/", ["80/tcp"]), ("53/udp", ["53/udp"]), ("53/UDP", ["53/udp"]),
            ("80-82/udp", ["80/udp", "81/udp", "82/udp"]), ("80/foo", nil),
        ] as [(String, [String]?)]
    )
    func `exposed ports are read`(text: String, ports: [String]?) throws {
        #expect(try ExposeSpec.ports(of: text)?.map(\.description) == ports)
    }

    @Test(arguments: [
        ("80:80", "invalid port format for --expose: 80:80"),
        ("abc", "invalid range format for --expose: abc, error: strconv.ParseUint: parsing \"abc\": invalid syntax"),
        ("", "invalid range format for --expose: , error: empty string specified for ports"),
        ("/tcp", "invalid range format for --expose: /tcp, error: empty string specified for ports"),
        ("82-80", "invalid range format for --expose: 82-80, error: invalid range specified for port: 82-80"),
        (
            "70000",
            "invalid range format for --expose: 70000, error: strconv.ParseUint: parsing \"70000\": value out of range"
        ),
        ("80-", "invalid range format for --expose: 80-, error: strconv.ParseUint: parsing \"\": invalid syntax"),
    ])
    func `other exposures are refused in Docker's words`(text: String, message: String) {
        #expect(throws: ValueError(message)) { try ExposeSpec.ports(of: text) }
    }
}
