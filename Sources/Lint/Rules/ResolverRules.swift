internal import Addressing
internal import Compose
internal import Images
internal import Lab
internal import Projects
internal import Text
internal import YAML

/// Name servers, search domains and options.
enum ResolverRules {
    static var all: [LintRule] { [searchShadow, ndots, loopback, internalUpstream, limit] }

    private static func project(_ web: String, _ network: String = "{}", _ rest: String = "") -> LintRule.Example {
        .init(
            """
            name: shop
            services:
              web: {image: nginx, networks: [back], \(web)}
              app: {image: example/app, networks: [back]}
            networks:
              back: \(network)
            \(rest)
            """
        )
    }

    private static var searchShadow: LintRule {
        LintRule(
            "dns-search-shadow",
            .warning,
            "a service hides a host of the search domain",
            reason: """
                127.0.0.11 looks a name up among the containers before anything else, and with ndots:0 a client asks \
                for the bare name first: a service git is what git means in its network, and no longer git.SEARCH-DOMAIN.
                """,
            fix: "rename the service, or let clients use the full name",
            bad: project(
                "dns_search: [corp.test]",
                "{}",
                "x-netsim: {upstream: [app.corp.test A 192.0.2.80]}"
            ),
            good: project(
                "dns_search: [corp.test]",
                "{}",
                "x-netsim: {upstream: [git.corp.test A 192.0.2.80]}"
            )
        ) { run in
            let upstream = Set(
                run.context.lab.upstream.records.map(\.name)
                    + run.context.extensions.flatMap { $0.upstream.map(\.value.name) }
            )
            if upstream.isEmpty { return }
            let index = run.names()
            let ofHost = run.context.host.isKnown ? run.context.host.facts.searchDomains : []
            for service in run.services where !service.joins.isEmpty {
                let own = service.service.dnsSearch
                let domains = own.isEmpty ? ofHost.map { Placed($0, at: service.service.place) } : own
                for domain in domains where domain.value != "." {
                    let suffix = "." + domain.value.lowercased()
                    for full in upstream.sorted() where full.hasSuffix(suffix) {
                        let name = String(full.dropLast(suffix.utf8.count))
                        let offers = index.offers(of: name, seenBy: service, run.context)
                        guard let offer = offers.first(where: { $0.service != service.index }) else { continue }
                        let other = run.services[offer.service]
                        guard run.claim("\(other.subject)/\(full)") else { continue }
                        run.report(
                            "\"\(name)\" is \(other.label) for \(service.label), and no longer \(full)",
                            at: domain.place,
                            subject: "\(other.subject)/search/\(full)",
                            related: [Placed("\(other.label) has the name", at: offer.place)]
                        )
                    }
                }
            }
        }
    }

    private static var ndots: LintRule {
        LintRule(
            "dns-ndots-override",
            .warning,
            "an ndots option of one's own",
            reason: """
                The engine writes ndots:0 so that bare names are asked for as they are. With ndots set by the user, to \
                whatever number, 127.0.0.11 answers unknown names of one label with no data instead of forwarding them, \
                and with ndots:5 each name is first tried below every search domain: several queries for one look-up.
                """,
            fix: "drop the option",
            bad: project("dns_opt: [\"ndots:5\"]"),
            good: project("dns_opt: [\"timeout:2\"]")
        ) { run in
            for service in run.services {
                for option in service.service.dnsOptions where option.value.hasPrefix("ndots") {
                    run.report(
                        "\(service.label) sets \(option.value)",
                        at: option.place,
                        subject: "\(service.subject)/dns_opt/\(option.value)"
                    )
                }
            }
        }
    }

    private static var loopback: LintRule {
        LintRule(
            "dns-loopback",
            .error,
            "a name server on a loopback address",
            reason: """
                Servers that a file names are asked from the container's own namespace, where 127.0.0.53 is the \
                container itself and nobody listens: every query waits 4 seconds or is refused. On a network of one's \
                own 127.0.0.11 forwards to it just so; on the default bridge it stands in resolv.conf.
                """,
            fix: "name the server behind the stub (resolvectl status shows it), or none: the engine knows the host's",
            bad: project("dns: [127.0.0.53]"),
            good: project("dns: [192.0.2.53]")
        ) { run in
            let servers = Set(
                run.services.filter { isNameServer($0.service) }.map {
                    run.context.stackOwner(of: $0)?.index ?? $0.index
                }
            )
            for service in run.services where service.service.networkMode?.value != .host {
                // A name server asks itself, and so does whoever shares its stack.
                if servers.contains(run.context.stackOwner(of: service)?.index ?? service.index) { continue }
                for server in service.service.dns where server.value.isLoopback {
                    // The engine drops its own address from the list.
                    if server.value == .embeddedResolver, !service.joins.isEmpty { continue }
                    run.report(
                        "\(service.label) asks \(server.value), which is the container itself",
                        at: server.place,
                        subject: "\(service.subject)/dns/\(server.value)"
                    )
                }
            }
        }
    }

    /// Whether a service answers queries: by its image, or because it opens port 53.
    private static func isNameServer(_ service: ComposeService) -> Bool {
        if KnownImage.of(service)?.role == .dns { return true }
        return service.ports.contains { $0.target.number == 53 }
            || service.expose.contains { $0.value.ports.ports.contains(53) }
    }

    private static var internalUpstream: LintRule {
        LintRule(
            "dns-internal-upstream",
            .warning,
            "a name server that the container has no way to",
            reason: """
                A container on internal networks alone has no default route. Servers that the file names are asked from \
                the container's namespace and cannot be reached; those of the host are not asked at all. Names outside \
                come to SERVFAIL, after 4 seconds for each server.
                """,
            fix: "drop dns, or join a network that is not internal",
            bad: project("dns: [8.8.8.8]", "{internal: true}"),
            good: project("dns: [8.8.8.8]")
        ) { run in
            for service in run.services where !service.service.dns.isEmpty {
                guard let container = service.running, container.ownSandbox != nil, !service.joins.isEmpty,
                    AddressFamily.allCases.allSatisfy({ run.context.lab.gatewayAttachment(of: container, $0) == nil })
                else { continue }
                let subnets = service.joins.flatMap { run.networks[$0.network].made?.subnets ?? [] }
                for server in service.service.dns
                where !server.value.isLoopback && !subnets.contains(where: { $0.prefix.contains(server.value) }) {
                    run.report(
                        "\(service.label) has no route to its name server \(server.value)",
                        at: server.place,
                        subject: "\(service.subject)/dns/\(server.value)"
                    )
                }
            }
        }
    }

    private static var limit: LintRule {
        LintRule(
            "dns-upstream-limit",
            .info,
            "more name servers than are asked",
            reason: """
                127.0.0.11 forwards to the first three servers at most, one after the other, 4 seconds each; a fourth \
                is never asked. So do C libraries with resolv.conf.
                """,
            fix: "name three servers at most",
            bad: project("dns: [192.0.2.53, 192.0.2.54, 192.0.2.55, 192.0.2.56]"),
            good: project("dns: [192.0.2.53, 192.0.2.54, 192.0.2.55]")
        ) { run in
            for service in run.services where service.service.dns.count > 3 {
                let rest = service.service.dns.dropFirst(3)
                run.report(
                    "\(service.label) never asks \(Count.list(rest.map { "\($0.value)" }))",
                    at: rest.first?.place ?? service.service.place,
                    subject: "\(service.subject)/dns"
                )
            }
        }
    }
}
