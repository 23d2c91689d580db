internal import DockerViews
internal import Engine
internal import Lab
internal import Rendering

/// Networks.
extension RouteTable {
    static func addNetworks(_ table: inout RouteTable) {
        table.add("GET", "/networks") { service, request, _ in try service.listNetworks(request) }
        table.add("POST", "/networks/create") { service, request, _ in try service.createNetwork(request) }
        table.add("POST", "/networks/prune") { service, request, _ in try service.pruneNetworks(request) }
        table.add("GET", "/networks/{}") { service, request, names in try service.inspectNetwork(names[0], request) }
        table.add("DELETE", "/networks/{}") { service, _, names in
            try service.change { lab, _ in try lab.removeNetwork(matching: names[0]) }
        }
        table.add("POST", "/networks/{}/connect") { service, request, names in try service.connect(names[0], request) }
        table.add("POST", "/networks/{}/disconnect") { service, request, names in
            let body = try request.json()
            let (container, force) = (try body.text("Container"), try body.flag("Force") ?? false)
            _ = try service.change { lab, _ in
                try lab.disconnect(network: names[0], container: container, force: force)
            }
            return .empty(200)
        }
    }
}

extension EngineService {
    func listNetworks(_ request: APIRequest) throws -> APIResponse {
        let filters = try request.filters()
        let list = try engine.read { lab in
            try NetworkFilter.select(lab, filters).map { JSONValue.object(NetworkView.summary($0, in: lab)) }
        }
        return .json(.array(list))
    }

    func createNetwork(_ request: APIRequest) throws -> APIResponse {
        if request.body.isEmpty {
            throw LabError(.invalidParameter, "invalid JSON: got EOF while reading request body")
        }
        let spec = try NetworkBody.spec(try request.json())
        let now = engine.now
        let id = try engine.update { lab in try lab.createNetwork(spec, at: now) }
        let warning = spec.subnets.lazy.compactMap { $0.prefix.flatMap(PublicAddressSpace.warning) }.first ?? ""
        return .json(["Id": .string("\(id)"), "Warning": .string(warning)], status: 201)
    }

    func inspectNetwork(_ name: String, _ request: APIRequest) throws -> APIResponse {
        let scope = request.text("scope")
        let view = try engine.read { lab in
            let network = try lab.network(matching: name)
            if !scope.isEmpty, scope != network.scope {
                throw LabError(.notFound, "network \(name) not found")
            }
            return NetworkView.inspect(network, in: lab, verbose: request.flag("verbose"))
        }
        var object = view.objectValue ?? [:]
        if request.version < APIVersion(1, 52) { object["Status"] = nil }
        return .json(.object(object))
    }

    func pruneNetworks(_ request: APIRequest) throws -> APIResponse {
        let now = engine.now
        let filters = try request.filters()
        let removed = try engine.update { lab in
            let filter = try PruneFilter(filters, now: now)
            return lab.pruneNetworks { filter.accepts($0) }
        }
        return .json(["NetworksDeleted": removed.isEmpty ? .null : JSONValue(removed)])
    }

    func connect(_ network: String, _ request: APIRequest) throws -> APIResponse {
        let body = try request.json()
        let container = try body.text("Container")
        var config = try EndpointBody.config(body.object("EndpointConfig"))
        // What the request says, be it empty, inspect shows.
        config.cameFromConnect = body["EndpointConfig"] != nil
        _ = try change { lab, _ in try lab.connect(network: network, container: container, config: config) }
        return .empty(200)
    }
}
