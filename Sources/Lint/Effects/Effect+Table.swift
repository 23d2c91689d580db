extension Effect {
    /// By rule; a test holds that none is missing.
    static let table: [String: Effect] = [
        // Addresses.
        "subnet-overlap": Effect(.certain, "the engine refuses {}, and what joins it does not start"),
        "subnet-host-conflict": Effect(
            .certain,
            "the host, and containers, lose the hosts that have these addresses now"
        ),
        "subnet-reserved-range": Effect(.certain, "containers do not reach what these addresses are kept for"),
        "subnet-public-range": Effect(
            .certain,
            "containers and the host do not reach those on the Internet who own these addresses"
        ),
        "subnet-host-bits": Effect(.certain, "the engine refuses {}, and what joins it does not start"),
        "subnet-too-small": Effect(.certain, "the last containers of {} find no address and do not start"),
        "subnet-oversized": Effect(.possible, "other networks of the host find no room"),
        "pool-exhausted": Effect(.certain, "the engine finds no subnet for {}, and what joins it does not start"),
        "range-outside-subnet": Effect(.certain, "the engine refuses {}, and what joins it does not start"),
        "aux-address-conflict": Effect(.certain, "the engine refuses the network, or the container does not start"),
        "gateway-outside-subnet": Effect(.certain, "the engine refuses {}, and what joins it does not start"),
        "gateway-taken": Effect(.certain, "{} does not start"),
        "gateway-ambiguous": Effect(.possible, "{} goes outside by another network than was meant"),
        "static-ip-outside-subnet": Effect(.certain, "{} does not start"),
        "static-ip-duplicate": Effect(.certain, "whoever of them starts second does not start"),
        "static-ip-in-dynamic-range": Effect(
            .possible,
            "{} does not start where a neighbor was given the address first, as after a reboot"
        ),
        "static-ip-unusable": Effect(.certain, "{} does not start, or nobody reaches it"),
        "static-ip-no-subnet": Effect(.certain, "{} does not start"),
        "ipv6-disabled-address": Effect(.certain, "{} does not start, or has no such address"),
        "ipv6-not-ula": Effect(.likely, "nobody outside reaches containers by these addresses"),
        "mac-duplicate": Effect(.certain, "packets for one of the two go to the other"),
        // Names.
        "alias-collision": Effect(.certain, "those who ask for the name get now one of them and now the other"),
        "container-name-duplicate": Effect(.certain, "whoever of them starts second does not start"),
        "alias-shadows-domain": Effect(.certain, "containers of the network reach {} in place of the real host"),
        "alias-default-bridge": Effect(.certain, "{} does not start"),
        "alias-scope": Effect(.certain, "{} gets no answer for the name"),
        "name-not-hostname": Effect(.likely, "programs that are strict about names refuse it"),
        "localhost-for-service": Effect(.likely, "{} connects to itself and is refused"),
        "host-port-between-services": Effect(.certain, "{} is refused: nothing listens on that port there"),
        "name-near-service": Effect(.likely, "{} gets no answer for the name"),
        "name-ambiguous": Effect(.certain, "{} gets addresses of both, and reaches now one and now the other"),
        "name-too-long": Effect(.certain, "nobody can ask for the name"),
        "links-legacy": Effect(.certain, "nothing breaks; the names are there without it"),
        "rr-sticky-client": Effect(.likely, "one of the backends gets all that comes through {}"),
        "traefik-network": Effect(.certain, "the proxy does not reach {}, and answers 502 or 504"),
        // Resolvers.
        "dns-search-shadow": Effect(.certain, "containers reach {} in place of the host of the search domain"),
        "dns-ndots-override": Effect(.likely, "names with fewer dots are asked for with each search domain first"),
        "dns-loopback": Effect(.certain, "{} asks itself, and gets no answer for any name"),
        "dns-internal-upstream": Effect(.certain, "{} gets no answer for names outside"),
        "dns-upstream-limit": Effect(.certain, "the servers after the third are never asked"),
        // Paths.
        "depends-no-path": Effect(.certain, "{} cannot reach what it depends on"),
        "icc-off-dependency": Effect(.certain, "{} cannot reach what it depends on"),
        "zone-bridge": Effect(.likely, "who breaks into what the world reaches is beside the database"),
        "default-network-catchall": Effect(.certain, "{} is on no network with those that name theirs"),
        "network-single-member": Effect(.likely, "its one container reaches nobody by {}"),
        "network-unused": Effect(.certain, "nothing breaks; Compose does not make it"),
        "external-missing": Effect(.certain, "Compose refuses to start the project"),
        "macvlan-host-path": Effect(.certain, "the host does not reach {}, and the port is not published"),
        "mtu-above-uplink": Effect(.likely, "large transfers out of {} stop, while small ones pass"),
        "mtu-mixed": Effect(.likely, "large packets that pass from one network to the other are lost"),
        "bridge-port-limit": Effect(.certain, "the containers past the limit do not start"),
        // Ports.
        "port-all-interfaces": Effect(.certain, "any host that reaches this one, past ufw and firewalld, reaches {}"),
        "port-sensitive-public": Effect(
            .certain,
            "any host that reaches this one, past ufw and firewalld, can try to log in to {}"
        ),
        "port-duplicate": Effect(.certain, "whoever of them starts second does not start"),
        "port-repeated": Effect(.certain, "nothing breaks; one of the lines says nothing"),
        "port-host-busy": Effect(.certain, "{} does not start while that program runs"),
        "internal-publish": Effect(.certain, "nobody reaches {} by its port of the host"),
        "host-mode-ports": Effect(.certain, "{} is open on the host by its own ports, whatever these lines say"),
        "host-mode": Effect(.certain, "{} sees all of the host's network, and opens its ports there"),
        "host-mode-sensitive": Effect(.likely, "any host that reaches this one can try to log in to {}"),
        "none-mode-ports": Effect(.certain, "nobody reaches {}"),
        "shared-netns-ports": Effect(.certain, "{} does not start"),
        "shared-netns-restart": Effect(.likely, "{} loses its network when the owner of its stack starts anew"),
        "mode-with-networks": Effect(.certain, "Compose refuses the project"),
        "netns-cycle": Effect(.certain, "none of them starts"),
        "interface-name-too-long": Effect(.certain, "the engine refuses {}, and what joins it does not start"),
        "engine-refuses": Effect(.certain, "the engine makes no network or container of it"),
        // Of no rule.
        "expectation": Effect(.certain, "what the project is held to does not hold"),
        "expectation-unreadable": Effect(.certain, "nothing is checked for this line"),
        "expectation-doubt": Effect(.possible, "the network lets it pass, and nobody may listen"),
        "suppression-unused": Effect(.certain, "nothing breaks; a later finding would go unseen"),
        "suppression-without-reason": Effect(.certain, "nobody knows later whether it still holds"),
        "suppression-unknown-rule": Effect(.certain, "it silences nothing"),
        "compose-warning": Effect(.certain, "Compose warns of it at every call"),
        "compose-refuses": Effect(.certain, "Compose refuses the project, and nothing starts"),
        "x-netsim-unreadable": Effect(.certain, "netsim leaves it out"),
    ]
}
