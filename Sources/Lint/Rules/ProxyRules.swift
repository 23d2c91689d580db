internal import Compose
internal import Images
internal import Lab
internal import Text
internal import YAML

/// What labels tell a reverse proxy, held against the networks.
enum ProxyRules {
    static var all: [LintRule] { [traefik] }

    private static let labels = ["traefik.docker.network", "traefik.swarm.network"]

    private static var traefik: LintRule {
        LintRule(
            "traefik-network",
            .error,
            "a label tells Traefik a network that the service is not on",
            reason: """
                traefik.docker.network names the network, as the host calls it, by which Traefik speaks to the container. \
                Where the container is not on it Traefik logs "Could not find network named", and takes the first that \
                it finds: requests come to 502 or 504 where Traefik is not on that one.
                """,
            fix: "join the service to that network, or write the name of one that both are on",
            bad: .init(
                """
                name: shop
                services:
                  proxy: {image: "traefik:v3", networks: [web], ports: ["127.0.0.1:80:80"]}
                  site: {image: nginx, networks: [web]}
                  app:
                    image: example/app
                    networks: [back]
                    labels: {traefik.docker.network: web}
                  api: {image: example/api, networks: [back]}
                networks:
                  web: {name: web}
                  back: {}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  proxy: {image: "traefik:v3", networks: [web], ports: ["127.0.0.1:80:80"]}
                  app:
                    image: example/app
                    networks: [web]
                    labels: {traefik.docker.network: web}
                networks:
                  web: {name: web}
                """
            )
        ) { run in
            let proxies = run.services.filter { KnownImage.of($0.service)?.title == "Traefik" }
            for service in run.services where service.service.networkMode == nil {
                for key in labels {
                    guard let wanted = service.service.labels[key], !wanted.isEmpty,
                        // What a variable gives elsewhere is not known here.
                        service.service.labels["traefik.enable"] != "false"
                    else { continue }
                    let joined = service.joins.map { run.networks[$0.network] }
                    if joined.contains(where: { name(of: $0) == wanted }) { continue }
                    report(service, key, wanted, joined, proxies, &run)
                }
            }
        }
    }

    private static func name(of network: LintContext.NetworkEntry) -> String {
        network.made?.name ?? network.network.name.value
    }

    private static func report(
        _ service: LintContext.ServiceEntry,
        _ key: String,
        _ wanted: String,
        _ joined: [LintContext.NetworkEntry],
        _ proxies: [LintContext.ServiceEntry],
        _ run: inout LintRun
    ) {
        let meant = joined.first { $0.network.key == wanted }
        // Traefik takes any network then, and the only one is the right one.
        if meant != nil, joined.count == 1 { return }
        let networks = Set(joined.flatMap(\.same))
        let isReached = proxies.contains { proxy in proxy.joins.contains { networks.contains($0.network) } }
        let labels = joined.map(\.label)
        let place = service.service.labelPlaces[key] ?? service.service.place
        run.report(
            meant.map { "\(key) of \(service.label) is \"\(wanted)\", which the host calls \"\(name(of: $0))\"" }
                ?? "\(key) of \(service.label) is \"\(wanted)\", and it is on "
                + (labels.isEmpty ? "no network" : Count.list(labels)),
            at: place,
            subject: "\(service.subject)/label/\(key)",
            fix: meant.map { "write \(name(of: $0)), or give the network the name \(wanted)" },
            severity: meant != nil || isReached ? .warning : .error
        )
    }
}
