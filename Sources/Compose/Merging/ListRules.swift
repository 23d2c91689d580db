/// Which lists of a service may name a thing twice.
enum ListRules {
    /// Compose takes repeats out of most lists before it looks at them (compose-go, `EnforceUnicity`); of the rest the
    /// schema refuses them.
    static func refusesRepeats(of key: String, depth: Int) -> Bool {
        switch key {
        case "external_links", "security_opt", "volumes_from", "device_cgroup_rules", "group_add": true
        // Lists of names, which are no mappings yet when repeats are looked for.
        case "networks", "depends_on", "models": depth == 3
        default: false
        }
    }
}
