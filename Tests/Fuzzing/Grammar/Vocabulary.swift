import Commands
import TestSupport

/// Draws commands from the grammar that they are made of, with words that mean something and words that should not be.
///
/// The same seed draws the same commands.
struct Vocabulary {
    private var random: SeededGenerator
    private static let commands = CommandGrammar.commands.filter { isForUs($0.path) }

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    /// What serves, keeps or asks the machine is not for words drawn by chance, nor what waits for other commands.
    private static func isForUs(_ path: [String]) -> Bool {
        !["engine", "events", "serve", "shell", "kernel", "doctor", "verify"].contains(path[0])
            && path != ["import", "docker"]
            && !["wait", "logs"].contains(path.last)
    }

    /// Tools that say what they found by their exit status alone.
    static func mayFailInSilence(_ words: [String]) -> Bool {
        words.contains { ["exec", "run", "create", "start", "wait", "batch", "probe", "ping", "dig"].contains($0) }
    }

    /// A command, and what is on its standard input.
    mutating func command() -> (words: [String], input: String) {
        let words = chance(55) ? building() : anyCommand()
        return (words, words.contains("-") || chance(3) ? document() : "")
    }

    // MARK: - Commands

    /// A command of the kind that labs grow by, mostly right.
    private mutating func building() -> [String] {
        switch number(14) {
        case 0, 1:
            var words = ["network", "create"]
            if chance(60) { words += ["--subnet", pick(Self.subnets)] }
            if chance(20) { words += ["--ipv6"] }
            if chance(15) { words += ["--internal"] }
            if chance(25) { words += ["-d", pick(["bridge", "macvlan", "ipvlan"])] }
            if chance(25) { words += ["-o", option()] }
            return words + [network()]
        case 2, 3, 4, 5:
            var words = ["run", "-d", "--name", container()]
            if chance(75) { words += ["--network", chance(30) ? attachment() : networkTarget()] }
            if chance(30) { words += ["-p", publish()] }
            if chance(20) { words += [pick(["--ip", "--ip6"]), address()] }
            if chance(15) { words += ["--network-alias", name()] }
            if chance(15) { words += ["--link", "\(container()):\(name())"] }
            if chance(15) { words += ["--restart", pick(Self.restarts)] }
            return words + [pick(Self.images)]
        case 6, 7:
            var words = ["network", "connect"]
            if chance(25) { words += ["--gw-priority", integer()] }
            if chance(25) { words += ["--ip", address()] }
            if chance(25) { words += ["--alias", name()] }
            return words + [network(), container()]
        case 8: return ["network", "disconnect", network(), container()]
        case 9: return [pick(["start", "stop", "restart", "pause", "unpause", "kill", "rm", "rm"]), container()]
        case 10: return ["impair", network(), container(), "--\(pick(["delay", "loss", "rate"]))", quantity()]
        case 11: return ["exec", container()] + tool()
        case 12: return [pick(["why", "probe"]), container(), "\(pick([container(), address()])):\(port())"]
        default: return ["rules", "add"] + rule()
        }
    }

    private mutating func anyCommand() -> [String] {
        let command = pick(Self.commands)
        var words = command.path
        if !command.flags.isEmpty {
            for _ in 0..<number(5) { words += flag(pick(command.flags)) }
        }
        var operands: [String] = []
        // Now and then one too few or too many.
        let count = Int.random(in: command.count, using: &random) + (chance(4) ? 1 : 0) - (chance(4) ? 1 : 0)
        for index in 0..<max(0, count) {
            operands.append(
                word(command.operands.isEmpty ? .anything : command.operands[min(index, command.operands.count - 1)])
            )
        }
        if command.path.last == "exec", operands.count > 1 { operands = [container()] + tool() }
        if command.path.last == "batch" { operands = ["-"] }
        return words + operands
    }

    private mutating func flag(_ flag: CommandGrammar.Flag) -> [String] {
        guard let valueName = flag.valueName else {
            return ["--\(flag.name)\(chance(10) ? "=\(pick(["false", "true", "1", "t", integer()]))" : "")"]
        }
        let value = value(of: flag, valueName)
        if let shorthand = flag.shorthand, chance(30) {
            return chance(50) ? ["-\(shorthand)\(value)"] : ["-\(shorthand)", value]
        }
        return chance(50) ? ["--\(flag.name)=\(value)"] : ["--\(flag.name)", value]
    }

    // MARK: - Words

    private mutating func word(_ word: CommandGrammar.Word) -> String {
        if chance(5) { return odd() }
        switch word {
        case .anything: return anything()
        // Standard input: a design, a lab, or lines of commands.
        case .file: return pick(["-", "-", "-", "nofile"])
        case .network: return network()
        case .networkTarget: return networkTarget()
        case .container: return container()
        case .networkOrContainer: return chance(50) ? network() : container()
        case .lab: return pick(["stored", "default", "nolab"])
        case .oneOf(let words): return words.isEmpty ? odd() : pick(words)
        }
    }

    private mutating func value(of flag: CommandGrammar.Flag, _ valueName: String) -> String {
        if chance(6) { return odd() }
        if flag.value != .anything { return word(flag.value) }
        switch flag.name {
        case "subnet", "ip-range", "pool", "default-address-pool": return pick(Self.subnets)
        case "gateway", "ip", "ip6", "link-local-ip", "dns", "listen": return address()
        case "aux-address": return "\(name())=\(address())"
        case "publish", "expose": return publish()
        case "network", "net": return attachment()
        case "add-host": return "\(name()):\(address())"
        case "mac-address": return pick(["02:42:ac:11:00:02", "ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:01", integer()])
        case "hostname", "domainname", "name", "network-alias", "alias", "dns-search": return name()
        case "link": return "\(container()):\(name())"
        case "opt", "driver-opt", "ipam-opt": return option()
        case "driver": return pick(["bridge", "macvlan", "ipvlan", "host", "null", "overlay"])
        case "restart": return pick(Self.restarts)
        case "format": return pick(Self.formats)
        case "filter":
            return "\(pick(["name", "id", "label", "status", "driver", "network", "until", "type"]))=\(anything())"
        case "scale", "default-network-opt": return "\(name())=\(integer())"
        default: break
        }
        switch valueName {
        case "int", "uint", "number", "int64", "uint16": return integer()
        case "duration", "time", "delay": return quantity()
        case "bytes", "bytes-size": return "\(integer())\(pick(["", "b", "k", "m", "g", "t", "p"]))"
        default: return anything()
        }
    }

    private mutating func anything() -> String {
        switch number(8) {
        case 0: integer()
        case 1: quantity()
        case 2: address()
        case 3: network()
        case 4: container()
        case 5: name()
        case 6: "\(container()):\(port())"
        default: odd()
        }
    }

    private mutating func network() -> String { pick(["n0", "n1", "n2", "n3", "n4", "bridge", "host", "none"]) }
    private mutating func container() -> String { pick(["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7"]) }
    private mutating func name() -> String { pick(["web", "db", "n1", "c1", "a.b", "x_y", "web.n1", "localhost"]) }
    private mutating func networkTarget() -> String { chance(12) ? "container:\(container())" : network() }
    private mutating func port() -> String { chance(25) ? integer() : pick(["80", "443", "53", "8080", "65535"]) }
    private mutating func integer() -> String { pick(Self.integers) }
    private mutating func odd() -> String { pick(Self.oddities) }

    private mutating func address() -> String {
        if chance(10) { return odd() }
        if chance(40) { return "10.\(number(3)).0.\(pick(["0", "1", "2", "3", "9", "254", "255"]))" }
        return pick(Self.addresses)
    }

    private mutating func publish() -> String {
        let ports = pick([
            "80", "8080:80", "8000-8003:80-83", "0:80", ":80", "65535:1", "30000-30100:1-101", "1-65536:1-65536",
            "\(integer()):80",
        ])
        let host = chance(20) ? pick(["127.0.0.1:", "0.0.0.0:", "[::]:", "[fd00::1]:", "\(odd()):"]) : ""
        return host + ports + pick(["", "", "/udp", "/tcp", "/sctp", "/\(odd())"])
    }

    private mutating func attachment() -> String {
        var fields = [chance(30) ? "name=\(network())" : network()]
        if chance(30) { fields.append("ip=\(address())") }
        if chance(30) { fields.append("gw-priority=\(integer())") }
        if chance(20) { fields.append("alias=\(name())") }
        if chance(20) { fields.append("driver-opt=com.docker.network.endpoint.ifname=\(odd())") }
        if fields.count > 1, !fields[0].hasPrefix("name=") { fields[0] = "name=" + fields[0] }
        return fields.joined(separator: ",")
    }

    private mutating func option() -> String {
        let key = pick([
            "com.docker.network.bridge.name", "com.docker.network.driver.mtu",
            "com.docker.network.bridge.gateway_mode_ipv4",
            "com.docker.network.bridge.enable_icc", "com.docker.network.bridge.enable_ip_masquerade",
            "com.docker.network.bridge.host_binding_ipv4", "com.docker.network.bridge.inhibit_ipv4", "parent",
            "macvlan_mode", "ipvlan_mode", "com.docker.network.endpoint.sysctls",
            "com.docker.network.container_iface_prefix",
        ])
        let value = pick([
            "true", "false", "nat", "routed", "isolated", "nat-unprotected", "eth0", "eth0.10", "l2", "l3", "l3s",
            "private",
            "vepa", integer(), odd(), address(), "br9",
        ])
        return "\(key)=\(value)"
    }

    private mutating func quantity() -> String {
        integer() + pick(["", "ms", "s", "m", "h", "us", "ns", "%", "kbit", "mbit", "gbit", "tbit", "bit", "k", "mb"])
    }

    private mutating func rule() -> [String] {
        var words: [String] = []
        if chance(50) { words += ["-s", pick(["\(address())/\(integer())", address(), pick(Self.subnets)])] }
        if chance(50) { words += ["-p", pick(["tcp", "udp", "icmp", "all", integer()])] }
        if chance(50) { words += [pick(["--dport", "--sport"]), pick([port(), "\(port()):\(port())"])] }
        if chance(20) {
            words += ["-m", "conntrack", pick(["--ctstate", "--ctorigdstport"]), pick(["NEW", integer()])]
        }
        return words + ["-j", pick(["DROP", "ACCEPT", "REJECT", "RETURN", odd()])]
    }

    // MARK: - Drawing

    private mutating func number(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
    private mutating func chance(_ percent: Int) -> Bool { number(100) < percent }
    private mutating func pick<Value>(_ values: [Value]) -> Value { values[number(values.count)] }
}

// MARK: - Tools, and what is on standard input

extension Vocabulary {
    /// A tool with options whose values are at the ends of their ranges, or beyond.
    private mutating func tool() -> [String] {
        let template = pick(Self.tools)
        return template.map { word in
            switch word {
            case "N": return integer()
            case "T": return quantity()
            case "H": return chance(50) ? container() : chance(50) ? address() : name()
            case "P": return port()
            case "O": return odd()
            default: return word
            }
        }
    }

    /// A design, an archive, lines of commands, or nothing of the kind.
    private mutating func document() -> String {
        switch number(5) {
        case 0: return "\(odd())\n\(odd())\n"
        case 1:
            return (0..<number(6)).map { _ in "\(anyCommand().map { "'\($0)'" }.joined(separator: " "))\n" }.joined()
        case 2:
            return #"{"format": "netsim lab", "version": \#(integer()), "settings": {"nextSequence": \#(integer())}}"#
        default: return design()
        }
    }

    private mutating func design() -> String {
        var text = "name: design\nservices:\n"
        for service in ["web", "db"].prefix(1 + number(2)) {
            text += "  \(service):\n    image: \(pick(Self.images))\n"
            if chance(30) { text += "    ports: [\"\(publish())\"]\n" }
            if chance(20) {
                text += "    ports: [{target: \(integer()), published: \(integer()), host_ip: \(address())}]\n"
            }
            if chance(20) { text += "    restart: \(pick(Self.restarts))\n" }
            if chance(20) { text += "    scale: \(integer())\n" }
            if chance(20) { text += "    deploy: {replicas: \(integer())}\n" }
            if chance(20) { text += "    mac_address: \(integer())\n    hostname: \"\(name())\"\n" }
            if chance(20) { text += "    healthcheck: {interval: \(quantity()), retries: \(integer())}\n" }
            if chance(20) { text += "    stop_grace_period: \(quantity())\n" }
            if chance(40) {
                text +=
                    "    networks: {front: {ipv4_address: \(address()), gw_priority: \(integer()), priority: \(integer())}}\n"
            }
        }
        text += "networks:\n  front:\n"
        if chance(50) { text += "    ipam: {config: [{subnet: \(pick(Self.subnets)), gateway: \(address())}]}\n" }
        if chance(40) { text += "    driver_opts: {com.docker.network.driver.mtu: \(integer())}\n" }
        return text
    }
}
