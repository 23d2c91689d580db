package import Engine
internal import Lab
internal import LabStore
internal import Rendering

/// Answers the calls of Docker's Engine API with a lab: one function from request to response for all transports.
package final class EngineService: Sendable {
    package let engine: Engine
    let records: ServiceRecords
    let identity: EngineIdentity
    private let routes: RouteTable

    package init(_ engine: Engine) {
        self.engine = engine
        records = ServiceRecords(engine.lab)
        identity = EngineIdentity((try? engine.read(\.engine.version)) ?? .head)
        routes = RouteTable.all
        engine.setProcessSettings { [records] id in
            let asked = (try? records.request(of: id)) ?? nil
            return ProcessSettings(
                user: asked?["User"]?.stringValue ?? "",
                folder: asked?["WorkingDir"]?.stringValue ?? "",
                groups: (asked?["HostConfig"]?["GroupAdd"]?.arrayValue ?? []).compactMap(\.stringValue)
            )
        }
        _ = engine.follow { [records] events in
            for event in events where event.action == "destroy" {
                if let id = ContainerID(event.subject) { records.forget(id) }
            }
        }
    }

    /// The headers that every response has.
    package var headers: [(name: String, value: String)] {
        [
            ("Api-Version", identity.highest.description), ("Docker-Experimental", "false"), ("Ostype", "linux"),
            ("Server", "Docker/\(identity.version) (linux)"),
        ]
    }

    package func respond(to request: APIRequest) -> APIResponse {
        var request = request
        if !request.namesVersion { request.version = identity.highest }
        do {
            try check(request.version)
            guard let (call, parameters) = routes.find(request.method, request.path) else {
                let isKnown = routes.knows(request.path)
                return isKnown ? .refusal(405, "method not allowed") : .refusal(404, "page not found")
            }
            return try call(self, request, parameters)
        } catch let error as LabError {
            return .refusal(error.kind.rawValue, error.message)
        } catch let error as CallFailure {
            return .refusal(error.status, error.message)
        } catch {
            return .refusal(500, "\(error)")
        }
    }

    private func check(_ version: APIVersion) throws(CallFailure) {
        if version < .lowest {
            throw CallFailure(
                400,
                "client version \(version) is too old. Minimum supported API version is \(APIVersion.lowest), please "
                    + "upgrade your client to a newer version"
            )
        }
        if version > identity.highest {
            throw CallFailure(
                400,
                "client version \(version) is too new. Maximum supported API version is \(identity.highest)"
            )
        }
    }
}

/// A refusal with a status that no cause of the lab has.
struct CallFailure: Error, Hashable {
    let status: Int
    let message: String

    init(_ status: Int, _ message: String) {
        self.status = status
        self.message = message
    }
}
