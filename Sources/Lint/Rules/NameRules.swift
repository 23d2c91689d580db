internal import Compose
internal import Images
internal import Lab
internal import Text
internal import YAML

/// How names are spelled and used.
enum NameRules {
    static var all: [LintRule] { [notHostname, linksLegacy, stickyClient] }

    private static var notHostname: LintRule {
        LintRule(
            "name-not-hostname",
            .warning,
            "a URL, or software that is strict, uses a name that is no host name",
            reason: """
                Docker's DNS answers for any name, but host names are letters, digits and hyphens (RFC 1123, section \
                2.1): HTTP libraries, Java's URI class, Django and TLS refuse names with an underscore, so that \
                http://my_api fails in the client while dig shows an address. A name that nobody uses in a URL harms \
                nobody, and is not reported.
                """,
            fix: "write hyphens instead of underscores, or add an alias that is a host name and use that",
            bad: .init(
                """
                name: shop
                services:
                  my_api: {image: example/api, networks: [back]}
                  app: {image: example/app, networks: [back], environment: {API: "http://my_api:3000"}}
                networks:
                  back: {}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  my-api: {image: example/api, networks: [back]}
                  app: {image: example/app, networks: [back], environment: {API: "http://my-api:3000"}}
                networks:
                  back: {}
                """
            )
        ) { run in
            let index = run.names()
            for service in run.services {
                let client = run.context.stackOwner(of: service) ?? service
                for use in NameUse.all(in: service.service) where isStrict(use, service.service) {
                    let name = use.name.lowercased()
                    guard !isHostName(name), let offer = index.offers(of: name, seenBy: client, run.context).first,
                        run.claim("\(offer.service) \(name)")
                    else { continue }
                    let other = run.services[offer.service]
                    run.report(
                        "\"\(offer.name)\" of \(other.label), which \(service.label) uses in \(use.what), is no host name",
                        at: offer.place,
                        subject: "\(other.subject)/name/\(name)",
                        related: [Placed("used here", at: use.place)]
                    )
                }
            }
        }
    }

    /// Whether a name is parsed as a host name where it is used: in a URL, or by a program that checks any.
    private static func isStrict(_ use: NameUse, _ service: ComposeService) -> Bool {
        switch use.form {
        case .url: true
        case .hostAndPort, .variable: ["Kafka", "ZooKeeper"].contains(KnownImage.of(service)?.title)
        }
    }

    /// Labels of letters, digits and inner hyphens, at most 63 of them (RFC 1123, section 2.1); `name` is in lower case.
    private static func isHostName(_ name: String) -> Bool {
        name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy {
                    (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
                }
        }
    }

    private static var linksLegacy: LintRule {
        LintRule(
            "links-legacy",
            .info,
            "links where the network's own names do",
            reason: """
                On a network of one's own a link is but an alias that the linking container alone sees, on that network \
                alone; it sets no variables. It hides a real container of that name even when its target is missing, \
                and its spelling counts, unlike that of other names.
                """,
            fix: "drop the link and use the service's name, or give the service an alias",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [back], links: ["db:database"]}
                  db: {image: postgres, networks: [back]}
                networks:
                  back: {}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [back]}
                  db: {image: postgres, networks: {back: {aliases: [database]}}}
                networks:
                  back: {}
                """
            )
        ) { run in
            for service in run.services where !service.joins.isEmpty {
                for link in service.service.links + service.service.externalLinks {
                    let alias = link.value.alias == link.value.target ? "" : " as \"\(link.value.alias)\""
                    run.report(
                        "\(service.label) links to \(link.value.target)\(alias)",
                        at: link.place,
                        subject: "\(service.subject)/link/\(link.value.alias)"
                    )
                }
            }
        }
    }

    private static var stickyClient: LintRule {
        LintRule(
            "rr-sticky-client",
            .info,
            "several backends behind a proxy that resolves names once",
            reason: """
                Docker's DNS gives all addresses of a name in a random order, with a TTL of 600 seconds. nginx resolves \
                the names of its configuration when it starts and keeps them: it knows the replicas of that moment, and \
                sends to dead addresses once they are made anew.
                """,
            fix: "in nginx, set resolver 127.0.0.11 valid=10s and put the name into a variable for proxy_pass",
            bad: .init(
                """
                name: shop
                services:
                  proxy: {image: "nginx:1.29", networks: [back], depends_on: [api]}
                  api: {image: example/api, scale: 3, networks: [back]}
                networks:
                  back: {}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  proxy: {image: "nginx:1.29", networks: [back], depends_on: [api]}
                  api: {image: example/api, networks: [back]}
                networks:
                  back: {}
                """
            )
        ) { run in
            let index = run.names()
            for service in run.services where isNginx(service.service) {
                let named = Set(NameUse.all(in: service.service).map { $0.name.lowercased() })
                let asked = named.union(service.service.dependsOn.map { $0.service.lowercased() })
                for name in asked.sorted() {
                    let offers = index.offers(of: name, seenBy: service, run.context)
                    let holders = Set(offers.map(\.service)).filter { $0 != service.index }
                    let count = holders.reduce(0) { $0 &+ max(0, run.services[$1].service.replicas) }
                    guard count > 1 else { continue }
                    let place = service.service.dependsOn.first { $0.service.lowercased() == name }?.place
                    run.report(
                        "\(service.label) is nginx, and \"\(name)\" stands for \(Count.containers(count))",
                        at: place ?? service.service.place,
                        subject: "\(service.subject)/backend/\(name)"
                    )
                }
            }
        }
    }

    /// By the image's name without registry, folder, tag and digest.
    private static func isNginx(_ service: ComposeService) -> Bool {
        guard let image = service.image?.value else { return false }
        let last = image.split(separator: "/").last ?? ""
        return last.prefix { $0 != ":" && $0 != "@" } == "nginx"
    }
}
