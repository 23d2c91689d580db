internal import CLinux
internal import Capture
internal import Compose
internal import DockerValues
internal import Glibc
internal import KernelBackend
internal import Lab
internal import LabStore
internal import PacketWire
internal import Projects
internal import Rendering
internal import Verification
internal import YAML

/// `netsim verify`.
struct VerifyCommand: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] [FILE...]",
        .any,
        "Hold the simulation of a lab against the Linux kernel",
        refusals: .own,
        details: """
            The lab is made in the kernel, in namespaces of its own, and both are asked the same:
            everybody pings everybody, connects to every port on which somebody listens and to
            one that is closed, sends datagrams, and looks every name up; the host and a client
            outside ask as well. What came of it is compared, and so are the packets, link by
            link. With Compose files the lab is what they come to, all of them on one host.

            More than --probes trials are drawn from --seed. With --random, labs are drawn from
            the seed as well; those that this kernel cannot hold are counted and left out. With
            --write, each that disagrees is written: its captures with its seed in their names,
            and PREFIX-SEED.json for lab import.

            The exit status is 0 where all agrees, 1 where anything does not, 2 for files that
            cannot be read, 3 for a lab that this kernel cannot hold, and 125 where it could not
            be tried. Root is not needed.

            For example: netsim verify -w shop shop/compose.yaml
            """,
        operands: [.files]
    )

    private var request = ProjectRequest()
    private var bound = 2000
    private var randomCount = 0
    private var isJSON = false
    private var capturePrefix: String?

    static var flags: [Flag<VerifyCommand>] {
        let own: [Flag<VerifyCommand>] = [
            .ownFormat(["text", "json"], default: "\"text\"") { $0.isJSON = $1 == "json" },
            count("probes", default: "2000", "Most trials of a lab; more are drawn from the seed") { $0.bound = $1 },
            count("random", default: "0", "Random labs to try, in place of the lab or files") { $0.randomCount = $1 },
            .string(
                "write",
                short: "w",
                "Prefix of two captures to write: PREFIX-simulated.pcapng, PREFIX-kernel.pcapng"
            ) {
                $0.capturePrefix = $1
            }
            .completing(.files),
        ]
        return (own + ProjectRequest.flags.map { $0.within(\.request) }).sorted { $0.spec.name < $1.spec.name }
    }

    private static func count(
        _ name: String,
        default text: String,
        _ help: String,
        set: @escaping @Sendable (inout VerifyCommand, Int) -> Void
    ) -> Flag<VerifyCommand> {
        .custom(name, as: "number", default: text, help) { command, text throws(FlagValueError) in
            let number = try FlagNumber.int64(text)
            guard (1...1_000_000).contains(number) else { throw FlagValueError("must be from 1 to 1000000") }
            set(&command, Int(number))
        }
    }

    /// The lab that the kernel cannot hold.
    private static let cannotHold: Int32 = 3
    private static let cannotTry: Int32 = 125

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        // First of all: only a process with a single thread may.
        let isRootless = try KernelKeep.becomeRoot(refusal: Self.cannotTry)
        if randomCount > 0 {
            if !operands.isEmpty || !request.files.isEmpty {
                throw CommandFailure("netsim: --random draws labs: files cannot be named with it", status: 125)
            }
            return try runRandom(session, isRootless)
        }
        let lab: Lab
        if operands.isEmpty, request.files.isEmpty {
            lab = try session.read { $0 }
        } else {
            var sources = SourceTable()
            do throws(ComposeFailure) {
                let realisation = try request.play(operands, in: session, into: &sources)
                if !realisation.failures.isEmpty {
                    let errors = realisation.failures.map { SourceError($0.text, at: $0.place, help: $0.error.hint) }
                    session.complain(ComposeFailure(errors), in: sources)
                }
                lab = realisation.lab
            } catch {
                session.complain(error, in: sources)
                return 2
            }
        }
        let progress = ProgressBar(session)
        let result = try verify(lab, session.options.seed ?? 0, isRootless, session) {
            progress.show("verifying", $0, of: $1)
        }
        progress.clear()
        switch result {
        case .failure(let refusal):
            throw CommandFailure("netsim: this kernel cannot hold the lab: \(refusal)", status: Self.cannotHold)
        case .success(let verification):
            try write(verification, session)
            let report = VerifyReport(verification: verification, style: session.style)
            if isJSON { session.print(report.json.json(.indented)) } else { session.write(report.text) }
            return verification.agrees ? 0 : 1
        }
    }

    /// Makes a lab in the kernel, and puts both to trials.
    ///
    /// - Returns: why the kernel cannot hold it, where it cannot.
    private func verify(
        _ lab: Lab,
        _ seed: UInt64,
        _ isRootless: Bool,
        _ session: Session,
        _ progress: @escaping (Int, Int) -> Void
    ) throws -> Result<Verification, PlanRefusal> {
        var options = Verifier.Options()
        (options.bound, options.seed, options.isRootless) = (bound, seed, isRootless)
        options.keepsCaptures = capturePrefix != nil
        do {
            let stage = try KernelStage(lab, options: Verifier.planOptions(isRootless: isRootless))
            defer { stage.stop() }
            for trouble in stage.troubles { session.complain("netsim: \(trouble)") }
            return .success(try Verifier(lab, stage.kernel, options, progress: progress).run())
        } catch let refusal as PlanRefusal {
            return .failure(refusal)
        } catch {
            throw CommandFailure("netsim: \(error)", status: Self.cannotTry)
        }
    }

    // MARK: Captures

    /// - Parameter lab: one that was drawn, written too: `lab import` makes it again.
    private func write(_ verification: Verification, drawn lab: (seed: UInt64, Lab)? = nil, _ session: Session) throws {
        guard var prefix = capturePrefix, let recording = verification.recording else { return }
        if let (seed, _) = lab { prefix += "-\(seed)" }
        let epoch = max(0, try session.now().nanoseconds)
        do {
            let simulated = try CaptureFile.pcapng(recording, epoch: epoch)
            for (name, bytes) in [("simulated", simulated), ("kernel", verification.capture)] {
                let file = try WholeFile("\(prefix)-\(name).pcapng")
                try file.commit(bytes)
            }
            if let (_, lab) = lab {
                let file = try WholeFile("\(prefix).json")
                try file.commit(Array((LabArchive.encode(lab).json(.indented) + "\n").utf8))
            }
        } catch let error as ValueError {
            throw CommandFailure("netsim: cannot write the capture: \(error.message)", status: 125)
        } catch {
            throw CommandFailure("netsim: cannot write the capture: \(error)", status: 125)
        }
    }

    // MARK: Random labs

    private func runRandom(_ session: Session, _ isRootless: Bool) throws -> Int32 {
        let first = session.options.seed ?? 0
        let progress = ProgressBar(session)
        var (seed, held, trials, agreeing) = (first, 0, 0, 0)
        var refused: [String: Int] = [:]
        var reports: [JSONValue] = []
        // Kernels that can hold almost nothing are not asked for ever.
        while held < randomCount, seed &- first < UInt64(randomCount) * 100 {
            let lab = RandomLab.make(seed: seed)
            let place = held
            let outcome: Result<Verification, PlanRefusal>
            do {
                outcome = try verify(lab, seed, isRootless, session) { done, total in
                    progress.show("lab \(place + 1) of \(randomCount), seed \(seed)", done, of: total)
                }
            } catch let failure as CommandFailure where failure.status == Self.cannotTry {
                // Such as a published port that a container in host mode listens on: Docker would not have started it.
                refused[failure.text, default: 0] += 1
                seed &+= 1
                continue
            }
            switch outcome {
            case .failure(let refusal):
                refused[refusal.kind, default: 0] += 1
            case .success(let verification):
                held += 1
                trials += verification.results.count
                if verification.agrees { agreeing += 1 } else { try write(verification, drawn: (seed, lab), session) }
                let report = VerifyReport(verification: verification, style: session.style)
                if isJSON {
                    reports.append(["seed": JSONValue(seed), "result": report.json])
                } else if !verification.agrees {
                    progress.clear()
                    session.write("\(session.style("lab of seed \(seed)", .bold))\n\n\(report.text)\n")
                    try session.flush()
                }
            }
            seed &+= 1
        }
        progress.clear()
        if isJSON {
            session.print(JSONValue.array(reports).json(.indented))
        } else {
            for (reason, count) in refused.sorted(by: { $0.key < $1.key }) {
                session.print("left out: \(count) lab\(count == 1 ? "" : "s"): \(reason)")
            }
            session.print("\(agreeing) of \(held) random labs agree, seeds \(first) to \(seed &- 1), \(trials) trials")
        }
        if held == 0 { return Self.cannotHold }
        return agreeing == held ? 0 : 1
    }
}
