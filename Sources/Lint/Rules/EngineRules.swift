internal import Compose
internal import Lab
internal import Projects
internal import YAML

/// What the engine refuses, and no other rule knows.
enum EngineRules {
    static var all: [LintRule] { [refuses] }

    private static var refuses: LintRule {
        LintRule(
            "engine-refuses",
            .error,
            "the engine refuses a network or container",
            reason: """
                The file was played through on a model of the engine, which answered as the engine does. Compose checks \
                the form of a file and leaves its meaning to the engine, so that `up` stops there, with what came before \
                already made.
                """,
            fix: "change what stands at this place as the engine asks",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {driver_opts: {com.docker.network.bridge.enable_icc: maybe}}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {driver_opts: {com.docker.network.bridge.enable_icc: "true"}}
                """
            )
        ) { run in
            let failures = run.context.realisation.failures
            for number in failures.indices {
                guard !isConsequence(failures[number], run) else { continue }
                for refusal in run.refusals(of: number) where !run.isExplained(refusal) {
                    report(refusal, failures[number], in: &run)
                }
            }
        }
    }

    /// Whether a container only failed because its network, or the owner of its stack, did.
    private static func isConsequence(_ failure: RealisationFailure, _ run: LintRun) -> Bool {
        guard case .container(let project, let name, _) = failure.subject,
            let service = run.context.service(name, in: project)
        else { return false }
        if failure.error.message.contains("network namespace of"),
            let owner = run.context.stackOwner(of: service), owner.running == nil
        {
            return true
        }
        guard failure.error.kind == .notFound else { return false }
        return service.joins.contains { join in
            let network = run.networks[join.network]
            return network.made == nil && !run.refusals(of: network).isEmpty
        }
    }

    private static func report(_ refusal: LintRun.Refusal, _ failure: RealisationFailure, in run: inout LintRun) {
        let subject: String
        let label: String
        switch failure.subject {
        case .network(let project, let key):
            let entry = run.context.network(key, in: project)
            (subject, label) = (entry?.subject ?? key, "network \(entry?.label ?? key)")
        case .container(let project, let name, _):
            let entry = run.context.service(name, in: project)
            (subject, label) = (entry?.subject ?? name, "service \(entry?.label ?? name)")
        }
        guard run.claim("\(subject) \(refusal.line)") else { return }
        run.report(
            "\(label): \(refusal.line)",
            at: refusal.place,
            subject: "\(subject)/\(failure.step.rawValue)",
            fix: failure.error.hint,
            details: ["refused at \(failure.step == .create ? "creation" : "start")"]
        )
    }
}
