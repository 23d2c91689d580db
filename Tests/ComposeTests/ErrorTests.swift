import Compose
import Testing
import YAML

/// What is wrong with a file, as it is said: the place, Compose's sentence where it has one, and a help.
struct ErrorTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let file: String
        let errors: [String]
        var testDescription: String { name }

        init(_ name: String, _ file: String, _ errors: String...) {
            self.name = name
            self.file = file
            self.errors = errors
        }
    }

    private static func service(_ lines: String) -> String { "services:\n  web:\n    image: nginx\n    \(lines)\n" }
    private static func network(_ lines: String) -> String {
        "services:\n  web: {image: nginx}\nnetworks:\n  default:\n    \(lines)\n"
    }

    static let yaml = [
        Case("nothing", "", "compose.yaml:1:1: empty compose file"),
        Case("a comment alone", "# nothing\n", "compose.yaml:1:1: empty compose file"),
        Case("null", "~\n", "compose.yaml:1:1: top-level object must be a mapping | it is null"),
        Case("a list", "- a\n", "compose.yaml:1:1: top-level object must be a mapping | it is a list"),
        Case("a text", "hello\n", "compose.yaml:1:1: top-level object must be a mapping | it is a string"),
        Case(
            "a tab",
            "services:\n\tweb: {}\n",
            "compose.yaml:2:1: not valid YAML: found character that cannot start any token"
                + " | YAML indents with spaces, not tabs; texts that begin with @ or ` need quotes"
        ),
        Case(
            "a key twice",
            "services:\n  web: {image: a}\n  web: {image: b}\n",
            "compose.yaml:3:3: the key \"web\" is already defined in this mapping"
                + " | remove one of the two, or join their values"
        ),
    ]

    static let schema = [
        Case(
            "an unknown key at the top",
            "service:\n  web: {image: nginx}\n",
            "compose.yaml:1:1: additional properties 'service' not allowed | did you mean services?"
        ),
        Case(
            "an unknown key of a service",
            service("imgae: x"),
            "compose.yaml:4:5: services.web additional properties 'imgae' not allowed | did you mean image?"
        ),
        Case(
            "an unknown key of a service's network",
            service("networks: {default: {ipv4_adress: 10.0.0.1}}"),
            "compose.yaml:4:26: services.web.networks.default additional properties 'ipv4_adress' not allowed"
                + " | did you mean ipv4_address?"
        ),
        Case(
            "an unknown key of a network",
            network("subnet: 10.0.0.0/24"),
            "compose.yaml:5:5: networks.default additional properties 'subnet' not allowed"
        ),
        Case(
            "an unknown key of a port",
            service("ports: [{target: 80, publish: 80}]"),
            "compose.yaml:4:26: services.web.ports.0 additional properties 'publish' not allowed | did you mean published?"
        ),
        Case("services as a list", "services: [web]\n", "compose.yaml:1:11: services must be a mapping"),
        Case("a service without anything", "services:\n  web:\n", "compose.yaml:2:7: services.web must be a mapping"),
        Case(
            "networks without anything",
            "services:\n  web: {image: nginx}\nnetworks:\n",
            "compose.yaml:3:10: networks must be a mapping"
        ),
        Case(
            "an image that is a number",
            "services:\n  web: {image: 5}\n",
            "compose.yaml:2:16: services.web.image must be a string | 5 is a number here; put it into quotes"
        ),
        Case("ports as a text", service("ports: \"80:80\""), "compose.yaml:4:12: services.web.ports must be a list"),
        Case(
            "a port that is a truth value",
            service("ports: [true]"),
            "compose.yaml:4:13: services.web.ports.0 must be a string or a number | true is a boolean here; put it into quotes"
        ),
        Case(
            "networks as a text",
            service("networks: front"),
            "compose.yaml:4:15: services.web.networks must be a list or a mapping"
        ),
        Case(
            "a priority that is a text",
            service("networks: {default: {priority: \"5\"}}"),
            "compose.yaml:4:36: services.web.networks.default.priority must be a number"
        ),
        Case(
            "a name that is none",
            "services:\n  \"web server\": {image: nginx}\n",
            "compose.yaml:2:3: services additional properties 'web server' not allowed"
                + " | names are made of letters, digits, \".\", \"_\" and \"-\""
        ),
        Case(
            "depends_on without a condition",
            service("depends_on: {db: {restart: true}}"),
            "compose.yaml:4:22: services.web.depends_on.db missing property 'condition'"
        ),
        Case(
            "depends_on twice",
            service("depends_on: [db, db]"),
            "compose.yaml:4:22: services.web.depends_on items at 0 and 1 are equal"
        ),
        Case(
            "env_file's path is missing",
            service("env_file: [{required: false}]"),
            "compose.yaml:4:16: services.web.env_file.0 missing property 'path'"
        ),
        Case(
            "three mistakes, in the file's order",
            "services:\n  web: {image: 1, port: []}\nvolumes: [data]\n",
            "compose.yaml:2:16: services.web.image must be a string | 1 is a number here; put it into quotes",
            "compose.yaml:2:19: services.web additional properties 'port' not allowed | did you mean ports?",
            "compose.yaml:3:10: volumes must be a mapping"
        ),
    ]

    static let values = [
        Case(
            "a container port",
            service("ports: [\"x\"]"),
            "compose.yaml:4:13: services.web.ports: invalid containerPort: x"
        ),
        Case("a host port", service("ports: [\"x:80\"]"), "compose.yaml:4:13: services.web.ports: invalid hostPort: x"),
        Case(
            "a port that is too large",
            service("ports: [\"70000:80\"]"),
            "compose.yaml:4:13: services.web.ports: invalid hostPort: 70000"
        ),
        Case(
            "ranges that do not match",
            service("ports: [\"1-3:80-81\"]"),
            "compose.yaml:4:13: services.web.ports: invalid ranges specified for container and host Ports: 80-81 and 1-3"
        ),
        Case(
            "a protocol",
            service("ports: [\"80/icmp\"]"),
            "compose.yaml:4:13: services.web.ports: invalid proto: icmp"
        ),
        Case(
            "a host address",
            service("ports: [\"1.2.3:1:80\"]"),
            "compose.yaml:4:13: services.web.ports: invalid IP address: 1.2.3"
        ),
        Case(
            "the docker command's long form",
            service("ports: [\"target=80\"]"),
            "compose.yaml:4:13: services.web.ports: invalid containerPort: target=80"
        ),
        Case(
            "a long port without a target",
            service("ports: [{published: 80}]"),
            "compose.yaml:4:13: service ports services.web.ports.[0] is missing a target port"
        ),
        Case(
            "a long port's target",
            service("ports: [{target: 80-81}]"),
            "compose.yaml:4:22: error while interpolating services.web.ports.[].target: failed to cast to expected type: strconv.Atoi: parsing \"80-81\": invalid syntax"
        ),
        Case(
            "a long port's address",
            service("ports: [{target: 80, host_ip: localhost}]"),
            "compose.yaml:4:35: services.web.ports.[]: invalid ip address: localhost"
        ),
        Case(
            "an extra host without an address",
            service("extra_hosts: [host]"),
            "compose.yaml:4:19: services.web.extra_hosts: invalid additional host, missing IP: host"
        ),
        Case(
            "a link",
            service("links: [a:b:c]"),
            "compose.yaml:4:13: service \"web\" depends on undefined service \"a:b:c\": invalid compose project"
        ),
        Case(
            "an auxiliary address",
            network("ipam: {config: [{aux_addresses: {a: 1}}]}"),
            "compose.yaml:5:41: networks.default.ipam.config.0.aux_addresses.a must be a string | 1 is a number here; put it into quotes"
        ),
        Case(
            "a truth value",
            network("internal: maybe"),
            "compose.yaml:5:15: error while interpolating networks.default.internal: failed to cast to expected type: invalid boolean: maybe"
        ),
        Case(
            "scale",
            service("scale: many"),
            "compose.yaml:4:12: error while interpolating services.web.scale: failed to cast to expected type: strconv.Atoi: parsing \"many\": invalid syntax"
        ),
        Case(
            "a scale below nothing",
            service("scale: -1"),
            "compose.yaml:4:12: services.web.scale: must be greater than or equal to 0"
        ),
        Case(
            "a scale beyond all hosts",
            service("scale: 1000000"),
            "compose.yaml:4:12: services.web.scale: 1000000 is more than 65535"
        ),
        Case(
            "a condition",
            service("depends_on: {web2: {condition: ready}}\n  web2: {image: i}"),
            "compose.yaml:4:36: services.web.depends_on.web2.condition value must be one of 'service_started', 'service_healthy', 'service_completed_successfully'"
        ),
        Case(
            "two names of an external network",
            network("name: a\n    external: {name: b}"),
            "compose.yaml:5:11: networks.default: name and external.name conflict; only use name"
        ),
    ]

    static let consistency = [
        Case(
            "no image",
            "services:\n  web: {hostname: x}\n",
            "compose.yaml:2:3: service \"web\" has neither an image nor a build context specified: invalid compose project | give it an image, or build it from a folder"
        ),
        Case(
            "an undefined network",
            service("networks: [back]") + "networks:\n  bakc:\n",
            "compose.yaml:4:16: service \"web\" refers to undefined network back: invalid compose project | did you mean bakc?"
        ),
        Case(
            "a network that no name is near",
            service("networks: [back]"),
            "compose.yaml:4:16: service \"web\" refers to undefined network back: invalid compose project | declare it under the top-level networks"
        ),
        Case(
            "an undefined service",
            service("depends_on: [dbb]\n  db: {image: i}"),
            "compose.yaml:4:18: service \"web\" depends on undefined service \"dbb\": invalid compose project | did you mean db?"
        ),
        Case(
            "a disabled service",
            service("depends_on: [db]\n  db: {image: i, profiles: [data]}"),
            "compose.yaml:4:18: service \"web\" depends on undefined service \"db\": invalid compose project | db is disabled; enable it with --profile data"
        ),
        Case(
            "an undefined stack",
            service("network_mode: service:vpn"),
            "compose.yaml:4:19: service \"web\" depends on undefined service \"vpn\": invalid compose project"
        ),
        Case(
            "an undefined link",
            service("links: [db:x]"),
            "compose.yaml:4:13: service \"web\" depends on undefined service \"db\": invalid compose project"
        ),
        Case(
            "a circle",
            "services:\n  b: {image: i, depends_on: [a]}\n  a: {image: i, depends_on: [b]}\n",
            "compose.yaml:3:30: dependency cycle detected: a -> b -> a"
        ),
        Case(
            "a service that waits for itself",
            service("depends_on: [web]"),
            "compose.yaml:4:18: dependency cycle detected: web -> web"
        ),
        Case(
            "a circle of links",
            "services:\n  a: {image: i, links: [b]}\n  b: {image: i, links: [c]}\n  c: {image: i, links: [a]}\n",
            "compose.yaml:2:25: dependency cycle detected: a -> b -> c -> a"
        ),
        Case(
            "a circle of a stack and a wait",
            "services:\n  a: {image: i, network_mode: \"service:b\"}\n  b: {image: i, depends_on: [a]}\n",
            "compose.yaml:3:30: dependency cycle detected: a -> b -> a"
        ),
        Case(
            "two scales",
            service("scale: 2\n    deploy: {replicas: 3}"),
            "compose.yaml:4:12: services.web: can't set distinct values on 'scale' and 'deploy.replicas': invalid compose project"
        ),
        Case(
            "a name for many",
            service("container_name: one\n    scale: 2"),
            "compose.yaml:4:21: services.web: can't set container_name and scale as container name must be unique: invalid compose project"
        ),
        Case(
            "a name for many replicas",
            service("container_name: one\n    deploy: {replicas: 2}"),
            "compose.yaml:4:21: services.web: can't set container_name and deploy.replicas as container name must be unique: invalid compose project"
        ),
    ]

    static let variables = [
        Case(
            "a required variable",
            service("hostname: ${NAME:?the name}"),
            "compose.yaml:4:15: error while interpolating services.web.hostname: required variable NAME is missing a value: the name | set NAME in the environment or in .env"
        ),
        Case(
            "a required variable without a reason",
            service("hostname: ${NAME?}"),
            "compose.yaml:4:15: error while interpolating services.web.hostname: required variable NAME is missing a value | set NAME in the environment or in .env"
        ),
        Case(
            "a brace that is not closed",
            service("hostname: ${NAME"),
            "compose.yaml:4:15: invalid interpolation format for services.web.hostname.\nYou may need to escape any $ with another $.\n${NAME | a variable is ${NAME}, perhaps with :-, -, :?, ?, :+ or + and a text"
        ),
        Case(
            "an operator that is none",
            service("ports: [\"${PORT!}:80\"]"),
            "compose.yaml:4:13: invalid interpolation format for services.web.ports.[].\nYou may need to escape any $ with another $.\n${PORT!}:80 | a variable is ${NAME}, perhaps with :-, -, :?, ?, :+ or + and a text"
        ),
        Case(
            "no name",
            service("hostname: ${}"),
            "compose.yaml:4:15: invalid interpolation format for services.web.hostname.\nYou may need to escape any $ with another $.\n${} | a variable is ${NAME}, perhaps with :-, -, :?, ?, :+ or + and a text"
        ),
    ]

    /// Compose passes these on, and the engine will not take them.
    static let refusals = [
        Case(
            "a long port's host port",
            service("ports: [{target: 80, published: 9-8}]"),
            "compose.yaml:4:37: services.web.ports.0: invalid hostPort: 9-8"
        ),
        Case(
            "an exposed port",
            service("expose: [\"80:80\"]"),
            "compose.yaml:4:14: services.web.expose: invalid range format for \"80:80\": strconv.ParseUint: parsing \"80:80\": invalid syntax"
        ),
        Case(
            "a static address",
            service("networks: {default: {ipv4_address: 10.0.0}}"),
            "compose.yaml:4:40: services.web.networks.default.ipv4_address: ParseAddr(\"10.0.0\"): IPv4 address too short"
        ),
        Case(
            "an address of the other family",
            service("networks: {default: {ipv6_address: 10.0.0.1}}"),
            "compose.yaml:4:40: services.web.networks.default.ipv6_address: 10.0.0.1 is no IPv6 address"
        ),
        Case(
            "a MAC address",
            service("mac_address: 02:42"),
            "compose.yaml:4:18: services.web.mac_address: address 02:42: invalid MAC address"
        ),
        Case(
            "a name server",
            service("dns: dns.example"),
            "compose.yaml:4:10: services.web.dns: IP address is not correctly formatted: dns.example"
        ),
        Case(
            "a subnet",
            network("ipam: {config: [{subnet: 10.0.0.0}]}"),
            "compose.yaml:5:30: networks.default.ipam.config.0.subnet: netip.ParsePrefix(\"10.0.0.0\"): no '/'"
        ),
        Case(
            "a gateway",
            network("ipam: {config: [{subnet: 10.0.0.0/8, gateway: x}]}"),
            "compose.yaml:5:51: networks.default.ipam.config.0.gateway: ParseAddr(\"x\"): unable to parse IP"
        ),
    ]

    @Test(arguments: refusals)
    func `a value that the engine refuses is left out, and the rest is read`(_ wrong: Case) throws {
        let loaded = load(["compose.yaml": wrong.file])
        let project = try loaded.result.get()
        let refusals = project.networks.flatMap(\.refusals) + project.services.flatMap(\.refusals)
        #expect(refusals.map { text(of: $0, loaded.sources) } == wrong.errors)
    }

    @Test(arguments: yaml + schema + values + consistency + variables)
    func `a wrong file is refused with places, texts and helps`(_ wrong: Case) {
        #expect(complaints(["compose.yaml": wrong.file]) == wrong.errors)
    }
}
