internal import Addressing
internal import Dataplane

/// telnet, as far as its connection goes: Debian's, or busybox's.
enum Telnet {
    private static let patience: Int64 = 130 * SimulatedTime.nanosecondsPerSecond

    static func run(_ arguments: [String], at place: ToolPlace, _ context: inout ToolContext) -> ToolResult {
        let isBusybox = ToolFlavor(at: place, context) == .busybox
        let scanned: OptionScanner.Scanned
        do {
            let options: [OptionScanner.Option] =
                [.init("4", "ipv4"), .init("6", "ipv6"), .init("a", "login")] + [.init("l", "user", takesValue: true)]
            scanned = try OptionScanner(options, stopsAtOperand: true).scan(arguments)
        } catch {
            return isBusybox
                ? Busybox.usage(usage, of: "telnet", error)
                : .failure(
                    "telnet: \(error.text)\nTry 'telnet --help' or 'telnet --usage' for more information.",
                    exitCode: 64
                )
        }
        if scanned.operands.count > 2 {
            return isBusybox ? Busybox.usage(usage, of: "telnet") : .failure("telnet: too many arguments")
        }
        guard let name = scanned.operands.first else {
            return isBusybox ? Busybox.usage(usage, of: "telnet") : ToolResult(stdout: "telnet> ")
        }
        let service = scanned.operands.count > 1 ? scanned.operands[1] : "telnet"
        guard let port = ServiceNames.port(named: service, .tcp) ?? UInt16(service) else {
            if isBusybox { return .failure("telnet: bad port '\(service)'") }
            let isNumber = Int(service) != nil
            let text = "Server lookup failure:  \(name):\(service), Servname not supported for ai_socktype\n"
            return ToolResult(stdout: isNumber ? "Port number \(service) is out of range.\n" : text, exitCode: 1)
        }
        guard let seat = ToolSeat(at: place, &context) else { return PacketTools.noStack("telnet") }
        let letters = scanned.options.map(\.letter)
        let family: AddressFamily? = letters.contains("4") ? .ipv4 : letters.contains("6") ? .ipv6 : nil
        switch seat.host(named: name, family, &context) {
        case .failure(let failure):
            return isBusybox
                ? .failure("telnet: bad address '\(name)'")
                : ToolResult(stdout: "Server lookup failure:  \(name):\(service), \(failure.text)\n", exitCode: 1)
        case .success(let host): return connect(name, host.addresses, port, seat, isBusybox: isBusybox, &context)
        }
    }

    private static func connect(
        _ name: String,
        _ addresses: [IPAddress],
        _ port: UInt16,
        _ seat: ToolSeat,
        isBusybox: Bool,
        _ context: inout ToolContext
    ) -> ToolResult {
        var result = ToolResult(exitCode: 1)
        for address in isBusybox ? Array(addresses.prefix(1)) : addresses {
            if !isBusybox { result.print("Trying \(address)...") }
            do throws(SocketError) {
                let socket = try context.plane.connect(
                    in: seat.stack,
                    to: address,
                    port: port,
                    sourcePort: 0,
                    options: SendOptions(),
                    until: context.plane.now.advanced(by: patience)
                )
                defer { context.plane.close(socket) }
                result.print(isBusybox ? "Connected to \(name)" : "Connected to \(name).")
                if !isBusybox { result.print("Escape character is '^]'.") }
                // Standard input has ended, and with it the session.
                if !isBusybox { result.complain("Connection closed by foreign host.") }
                result.exitCode = 0
                return result
            } catch {
                result.complain(
                    isBusybox
                        ? "telnet: can't connect to remote host (\(address)): \(error.text)"
                        : "telnet: Unable to connect to remote host: \(error.text)"
                )
            }
        }
        return result
    }

    private static let usage = """
        telnet [-a] [-l USER] HOST [PORT]

        Connect to telnet server

        \t-a\tAutomatic login with $USER variable
        \t-l USER\tAutomatic login as USER
        """
}
