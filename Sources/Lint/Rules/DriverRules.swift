internal import Addressing
internal import Compose
internal import Lab
internal import Reachability
internal import YAML

/// What drivers and devices can and cannot do.
enum DriverRules {
    static var all: [LintRule] { [macvlanHost, mtuUplink, mtuMixed, portLimit] }

    private static var macvlanHost: LintRule {
        LintRule(
            "macvlan-host-path",
            .warning,
            "the host is to reach a container that hangs on one of its own interfaces",
            reason: """
                A macvlan or ipvlan child and its parent do not hear each other: no packet passes between the host and \
                the container, in either direction. Such networks publish no ports either: a container on nothing else \
                has its ports nowhere but on its own address.
                """,
            fix: """
                join a bridge network as well, with the higher gw_priority, and begin the port with 127.0.0.1: it is then \
                open on the host, and stays open at the container's own address, where no port needs publishing
                """,
            bad: .init(
                """
                name: shop
                services:
                  printer: {image: example/cups, networks: [lan], ports: ["127.0.0.1:631:631"]}
                networks:
                  lan:
                    driver: macvlan
                    driver_opts: {parent: eth0}
                    ipam: {config: [{subnet: 192.0.2.0/24, gateway: 192.0.2.1, ip_range: 192.0.2.192/28}]}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  printer:
                    image: example/cups
                    networks: {lan: {}, inside: {gw_priority: 1}}
                    ports: ["127.0.0.1:631:631"]
                  app: {image: example/app, networks: [inside]}
                networks:
                  inside: {}
                  lan:
                    driver: macvlan
                    driver_opts: {parent: eth0}
                    ipam: {config: [{subnet: 192.0.2.0/24, gateway: 192.0.2.1, ip_range: 192.0.2.192/28}]}
                """
            )
        ) { run in
            for service in run.services {
                if let port = service.service.ports.first, let container = service.running,
                    container.published.isEmpty, let first = run.context.lab.gatewayOrder(of: container).first,
                    let join = service.joins.first(where: {
                        run.networks[$0.network].made?.id == container.attachments[first].networkID
                    }), let made = run.networks[join.network].made, made.parentName != nil
                {
                    run.report(
                        "\(service.label) publishes port \(port.target.number), and its default route is by "
                            + "\(run.networks[join.network].label), a \(made.driver.rawValue) network: "
                            + "nothing is bound on the host",
                        at: port.place,
                        subject: "\(service.subject)/port/\(port.target)",
                        related: [Placed("the network that ports are published from", at: join.item.place)]
                    )
                }
                for item in service.service.dependsOn {
                    guard let other = run.context.service(item.service, in: service.project),
                        let from = service.running,
                        let to = other.running, let answer = run.answer(from: from, to: to),
                        answer.outcome != .reached, answer.ping.best.reason == .parent
                    else { continue }
                    run.report(
                        "\(service.label) depends on \(other.label), and one is on the interface that the other hangs on",
                        at: item.place,
                        subject: "\(service.subject)/depends_on/\(item.service)"
                    )
                }
            }
        }
    }

    private static var mtuUplink: LintRule {
        LintRule(
            "mtu-above-uplink",
            .warning,
            "packets of a network are larger than the way outside takes",
            reason: """
                The engine gives every bridge 1500 bytes unless com.docker.network.driver.mtu says otherwise; it does \
                not look at the uplink. Behind a tunnel with less, large packets need an ICMP message to be cut down, \
                and where that is filtered, connections hang once data flows.
                """,
            fix: "set driver_opts: {com.docker.network.driver.mtu: MTU} to the uplink's",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {}
                """,
                on: { HostConditions(HostFacts(), uplinkMTU: 1420) }
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {driver_opts: {com.docker.network.driver.mtu: "1420"}}
                """,
                on: { HostConditions(HostFacts(), uplinkMTU: 1420) }
            ),
            needsFacts: true
        ) { run in
            guard let limit = run.context.host.uplinkMTU else { return }
            for entry in run.networks where entry.same.first == entry.index {
                guard let made = entry.made, made.driver == .bridge, made.hasWayOut, !entry.isAssumed,
                    made.bridge.effectiveMTU > limit
                else { continue }
                run.report(
                    "\(entry.label) sends packets of \(made.bridge.effectiveMTU) bytes, and the uplink takes \(limit)",
                    at: entry.option(BridgeOptions.Key.mtu)?.place ?? entry.network.place,
                    subject: "\(entry.subject)/mtu",
                    fix: "set driver_opts: {\(BridgeOptions.Key.mtu): \"\(limit)\"}"
                )
            }
        }
    }

    private static var mtuMixed: LintRule {
        LintRule(
            "mtu-mixed",
            .warning,
            "a container is on networks of different MTU",
            reason: """
                Each interface has its own network's MTU. What arrives by the large one and is passed on by the small \
                one, as proxies and gateways do, is cut or lost; and a TCP peer learns the limit of one side only.
                """,
            fix: "give the networks one MTU",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front, back]}
                  app: {image: example/app, networks: [front]}
                  db: {image: postgres, networks: [back]}
                networks:
                  front: {}
                  back: {internal: true, driver_opts: {com.docker.network.driver.mtu: "9000"}}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front, back]}
                  app: {image: example/app, networks: [front, back]}
                networks:
                  front: {}
                  back: {internal: true}
                """
            )
        ) { run in
            for service in run.services where service.joins.count > 1 {
                let sizes = service.joins.compactMap { join -> (mtu: Int, join: LintContext.Join)? in
                    guard let made = run.networks[join.network].made, made.driver == .bridge else { return nil }
                    return (made.bridge.effectiveMTU, join)
                }
                guard let low = sizes.min(by: { $0.mtu < $1.mtu }), let high = sizes.max(by: { $0.mtu < $1.mtu }),
                    low.mtu < high.mtu
                else { continue }
                let (small, large) = (run.networks[low.join.network], run.networks[high.join.network])
                run.report(
                    "\(service.label) is on \(small.label) with an MTU of \(low.mtu) and on \(large.label) with \(high.mtu)",
                    at: high.join.item.place,
                    subject: "\(service.subject)/mtu",
                    related: [large, small].compactMap { $0.option(BridgeOptions.Key.mtu) }
                        .map { Placed("the MTU is set here", at: $0.place) }
                )
            }
        }
    }

    private static var portLimit: LintRule {
        LintRule(
            "bridge-port-limit",
            .error,
            "more containers than a bridge has ports",
            reason: """
                A Linux bridge has 1,023 ports (BR_MAX_PORTS), one for each endpoint. The next container fails to start \
                with "exchange full", whatever room its subnet has.
                """,
            fix: "spread the containers over several networks",
            bad: .init(
                """
                name: shop
                services:
                  worker: {image: example/worker, scale: 1024, networks: [fleet]}
                networks:
                  fleet: {ipam: {config: [{subnet: 10.6.0.0/20}]}}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  worker: {image: example/worker, scale: 1023, networks: [fleet]}
                networks:
                  fleet: {ipam: {config: [{subnet: 10.6.0.0/20}]}}
                """
            )
        ) { run in
            for entry in run.networks where entry.same.first == entry.index && entry.isBridge {
                let count = entry.endpointCount
                guard count > 1023 else { continue }
                run.report(
                    "\(count) containers join \(entry.label), and a bridge has 1023 ports",
                    at: entry.network.place,
                    subject: "\(entry.subject)/members"
                )
            }
        }
    }
}

extension LintContext.NetworkEntry {
    /// Where the file sets a driver option.
    func option(_ key: String) -> Placed<ComposeNetwork.Option>? { network.driverOptions.first { $0.key == key } }
}
