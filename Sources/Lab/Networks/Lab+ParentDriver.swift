extension Lab {
    /// Options of the `macvlan` and `ipvlan` drivers.
    package enum ParentOption {
        package static let parent = "parent"
        package static let macvlanMode = "macvlan_mode"
        package static let ipvlanMode = "ipvlan_mode"
        package static let ipvlanFlag = "ipvlan_flag"
    }

    /// What the macvlan and ipvlan drivers refuse about modes and parents.
    func checkParentDriver(_ spec: NetworkSpec, _ driver: NetworkDriver, _ id: NetworkID) throws(LabError) {
        let isMacvlan = driver == .macvlan
        let modes = isMacvlan ? ["bridge", "private", "passthru", "vepa"] : ["l2", "l3", "l3s"]
        let modeKey = isMacvlan ? ParentOption.macvlanMode : ParentOption.ipvlanMode
        if let mode = spec.options[modeKey], !mode.isEmpty, !modes.contains(mode) {
            let fallback = isMacvlan ? "bridge" : "l2"
            throw LabError(
                .system,
                "requested \(driver.rawValue) mode '\(mode)' is not valid, '\(fallback)' mode is the "
                    + "\(driver.rawValue) driver default"
            )
        }
        if !isMacvlan, let flag = spec.options[ParentOption.ipvlanFlag], !flag.isEmpty,
            !["bridge", "private", "vepa"].contains(flag)
        {
            throw LabError(
                .system,
                "requested ipvlan flag '\(flag)' is not valid, 'bridge' is the ipvlan driver default"
            )
        }
        guard let parent = spec.options[ParentOption.parent], !parent.isEmpty else {
            return
        }
        try checkParent(parent, driver)
        try checkSharing(of: parent, spec, driver, id)
    }

    private func checkParent(_ parent: String, _ driver: NetworkDriver) throws(LabError) {
        if parent == "lo" {
            throw LabError(.system, "loopback interface is not a valid \(driver.rawValue) parent link")
        }
        if hostInterfaceExists(parent) { return }
        let parts = parent.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let vlan = Int(parts[1]), !parts[0].isEmpty else {
            throw LabError(
                .system,
                "invalid subinterface vlan name \(parent), example formatting is eth0.10",
                hint: "the simulated host has \(([host.uplinkName] + host.interfaces).joined(separator: ", "))"
            )
        }
        guard (1...4094).contains(vlan) else {
            throw LabError(.system, "vlan id must be between 1-4094, received: \(vlan)")
        }
        guard hostInterfaceExists(String(parts[0])) else {
            throw LabError(.system, "failed to find master interface \(parts[0]) on the Docker host: Link not found")
        }
    }

    private func checkSharing(
        of parent: String,
        _ spec: NetworkSpec,
        _ driver: NetworkDriver,
        _ id: NetworkID
    ) throws(LabError) {
        for slot in networks.slots where networks[slot].driver == driver {
            let other = networks[slot]
            guard other.options[ParentOption.parent] == parent else { continue }
            if driver == .ipvlan || !engine.has(.macvlanShareParent) {
                let dummy = (driver == .ipvlan ? "di-" : "dm-") + other.id.short
                throw LabError(.system, "network \(dummy) is already using parent interface \(parent)")
            }
            if other.options[ParentOption.macvlanMode] == "passthru" {
                throw LabError(
                    .system,
                    "macvlan network \(other.id) is already using parent interface \(parent) in mode passthru"
                )
            }
            if spec.options[ParentOption.macvlanMode] == "passthru" {
                throw LabError(
                    .system,
                    "cannot use mode passthru, macvlan network \(other.id) is already using parent interface \(parent)"
                )
            }
        }
    }

    /// Whether the host has an interface that a network can hang on.
    package func hostInterfaceExists(_ name: String) -> Bool {
        name == host.uplinkName || bridgeSlots[name] != nil || host.interfaces.contains(name)
    }
}
