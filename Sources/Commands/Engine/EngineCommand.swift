internal import CLinux
internal import Engine
internal import Glibc
internal import KernelBackend
internal import Lab
internal import LabStore
internal import Resolver

/// `netsim engine`: hands over to the program `netsim-engine`, which serves the lab to Docker's own clients.
struct EngineCommand: Command {
    static let synopsis = Synopsis(
        "[OPTIONS]",
        .none,
        "Answer Docker's Engine API, so that docker and its kind drive the lab",
        details: """
            Prints the line that points clients at the lab, and serves until it is stopped:

                netsim engine &
                export DOCKER_HOST=unix://...     (the line that it prints)
                docker network create front
                docker run -it --net front alpine sh

            The lab is the one that all other commands work on, at the same time. Images are names
            without files: any is pulled at once. Containers' commands run by the clock: ping goes
            on until Ctrl-C. The socket is its owner's alone; tcp is served on loopback alone.
            """
    )

    private var host = ""

    static var flags: [Flag<EngineCommand>] {
        [
            .string("host", short: "H", "Where to listen: unix://PATH or tcp://127.0.0.1:PORT") { $0.host = $1 }
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        if session.goesOn {
            throw CommandFailure("netsim: engine serves until it is stopped, and so has no place in a batch")
        }
        let home = SystemFiles().absolute(try session.home())
        let address = try host.isEmpty ? "unix://\(Self.socket(home, session.labName))" : host
        let words = [
            "netsim-engine", home, session.labName, "\(session.options.seed ?? 0)",
            (session.options.dnsOrder ?? .rotate).rawValue, address, (session.options.engine ?? .head).description,
        ]
        try session.flush()
        let arguments = CStrings(words)
        // Beside netsim itself, or wherever the system looks for programs.
        for program in Self.programs { execv(program, arguments.pointers) }
        execvp(words[0], arguments.pointers)
        throw CommandFailure(
            "netsim: the program netsim-engine is not there: \(SystemError(number: errno))",
            status: 127,
            hint: "it is built and installed beside netsim: make build, make install"
        )
    }

    /// In the home, where the path is short enough for a socket's address.
    private static func socket(_ home: String, _ lab: String) throws -> String {
        let path = "\(try PrivateHome.makeRunFolder(home))/\(lab).docker.sock"
        guard path.utf8.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path) else {
            throw CommandFailure("netsim: \(path) is too long for a socket: give a shorter one with --host unix://PATH")
        }
        return path
    }

    private static var programs: [String] {
        var path = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &path, path.count)
        guard count > 0 else { return [] }
        let own = String(decoding: path[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let slash = own.lastIndex(of: "/") else { return [] }
        return ["\(own[..<slash])/netsim-engine"]
    }
}
