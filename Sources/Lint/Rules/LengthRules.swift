internal import Compose
internal import Lab
internal import YAML

/// Names that are longer than what has to hold them.
enum LengthRules {
    static var all: [LintRule] { [names, interfaces] }

    private static var names: LintRule {
        LintRule(
            "name-too-long",
            .warning,
            "a name that DNS cannot carry",
            reason: """
                A label of a DNS name has 63 octets at most, and a name 253 (RFC 1035, section 2.3.4): a longer name of a \
                service, container or alias cannot be asked for. A hostname of more than 64 bytes is refused by the \
                kernel when the container starts.
                """,
            fix: "write a shorter name, or add a short alias",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: {back: {aliases: [\(long)]}}}
                  app: {image: example/app, networks: [back]}
                networks:
                  back: {}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: {back: {aliases: [front]}}}
                  app: {image: example/app, networks: [back]}
                networks:
                  back: {}
                """
            )
        ) { run in
            for service in run.services {
                let own = service.service
                if let host = own.hostname, host.value.utf8.count > 64 {
                    for refusal in run.refusals(of: service) where refusal.line.contains(host.value) {
                        run.explain(refusal)
                    }
                    run.report(
                        "hostname of \(service.label) has \(host.value.utf8.count) bytes, and 64 are the most",
                        at: host.place,
                        subject: "\(service.subject)/hostname",
                        severity: .error
                    )
                }
                let others = service.joins.contains { run.networks[$0.network].endpointCount > 1 }
                guard others else { continue }
                let given = [Placed(own.name, at: own.place)] + [own.containerName].compactMap { $0 }
                var seen: Set<String> = []
                for name in given + service.joins.flatMap(\.item.aliases)
                where isTooLong(name.value) && seen.insert(name.value).inserted {
                    run.report(
                        "a name of \(service.label) has a label of \(longest(name.value)) octets, and 63 are the most",
                        at: name.place,
                        subject: "\(service.subject)/name/\(name.value)"
                    )
                }
            }
        }
    }

    private static let long = String(repeating: "front-", count: 11) + "end"

    private static func isTooLong(_ name: String) -> Bool { longest(name) > 63 || name.utf8.count > 253 }

    private static func longest(_ name: String) -> Int {
        name.split(separator: ".").map(\.utf8.count).max() ?? 0
    }

    private static var interfaces: LintRule {
        LintRule(
            "interface-name-too-long",
            .error,
            "a name of a bridge or interface that the kernel refuses",
            reason: """
                Names of interfaces have 15 bytes at most (IFNAMSIZ). The engine hands \
                com.docker.network.bridge.name to the kernel as it is: "numerical result out of range".
                """,
            fix: "write a name of at most 15 bytes",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {driver_opts: {com.docker.network.bridge.name: br-shop-frontend}}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {driver_opts: {com.docker.network.bridge.name: br-shop-front}}
                """
            )
        ) { run in
            for entry in run.networks {
                for option in entry.network.driverOptions
                where option.value.key == BridgeOptions.Key.deviceName && option.value.value.utf8.count > 15 {
                    for refusal in run.refusals(of: entry)
                    where refusal.place == option.place || refusal.line.contains("numerical result out of range") {
                        run.explain(refusal)
                    }
                    report(option.value.value, of: "the bridge of \(entry.label)", entry.subject, option.place, &run)
                }
            }
            for service in run.services {
                for join in service.joins {
                    guard let name = join.item.interfaceName, name.value.utf8.count > 15 else { continue }
                    for refusal in run.refusals(of: service) where refusal.line.contains(name.value) {
                        run.explain(refusal)
                    }
                    report(name.value, of: "an interface of \(service.label)", service.subject, name.place, &run)
                }
            }
        }
    }

    private static func report(
        _ name: String,
        of what: String,
        _ subject: String,
        _ place: SourcePlace,
        _ run: inout LintRun
    ) {
        run.report(
            "\(name), \(what), has \(name.utf8.count) bytes, and 15 are the most",
            at: place,
            subject: "\(subject)/interface/\(name)"
        )
    }
}
