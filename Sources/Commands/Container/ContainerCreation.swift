internal import DockerValues
internal import Images
internal import Lab
internal import Text

/// The steps that `run` and `create` share: the checks of the command line, the container ID file, the warnings.
struct ContainerCreation {
    let request: ContainerRequest
    let image: String
    private let cidFile: String
    private let session: Session

    /// Checks what Docker's command line checks before it looks at how to attach.
    init(_ options: ContainerOptions, _ operands: [String], in session: Session) throws(CommandFailure) {
        self.session = session
        image = operands.first ?? ""
        cidFile = options.cidFile
        guard ["always", "missing", "never", ""].contains(options.pull) else {
            throw Self.refusal(
                "invalid pull option: '\(options.pull)': must be one of \"always\", \"missing\" or \"never\""
            )
        }
        do throws(ValueError) {
            request = try ContainerRequest(options, operands, environment: session.surroundings.environment)
        } catch {
            throw Self.refusal(error.message)
        }
    }

    /// Has the container created by `create`, and does what goes with it.
    func perform(
        _ create: (ContainerSpec, Timestamp) throws -> Lab.CreatedContainer
    ) throws -> Lab.CreatedContainer {
        try claimCIDFile()
        do {
            try checkImage()
            for warning in request.warnings { session.complain("WARNING: \(warning)") }
            let engine = try session.read(\.engine.version)
            if request.asksForMAC, !engine.has(.endpointMac) {
                throw Self.refusal(
                    "\"specify mac-address per network\" requires API version 1.44, but the Docker daemon API version is "
                        + engine.apiVersion
                )
            }
            let created = try create(try request.decoded(by: engine), try session.now())
            for warning in created.warnings { session.complain("WARNING: \(warning)") }
            if request.config.publishAll, request.config.exposedPorts.isEmpty {
                let known = try session.read { lab in lab.container(created.id).flatMap { lab.image(of: $0)?.exposed } }
                if known == nil {
                    session.complain(
                        "WARNING: -P publishes nothing: what \(image) exposes is not known; name the ports with --expose"
                    )
                } else if known?.isEmpty == true {
                    session.complain("WARNING: -P publishes nothing: \(image) exposes no port")
                }
            }
            if !cidFile.isEmpty { try saveID(created.id) }
            return created
        } catch {
            if !cidFile.isEmpty { TextFile.remove(cidFile) }
            throw error
        }
    }

    /// A refusal of the command line, in the frame that `run` and `create` share.
    static func refusal(_ text: String) -> CommandFailure {
        CommandFailure("\(Dispatcher.program): \(text)\n", status: 125)
    }

    private func claimCIDFile() throws(CommandFailure) {
        if cidFile.isEmpty { return }
        do throws(ValueError) {
            guard try TextFile.create(cidFile) else {
                throw ValueError(
                    "container ID file found, make sure the other container isn't running or delete \(cidFile)"
                )
            }
        } catch {
            throw Self.refusal(error.message)
        }
    }

    private func checkImage() throws(CommandFailure) {
        do throws(ImageReferenceError) {
            try ImageReference.check(image)
        } catch {
            throw Self.refusal(error.message)
        }
    }

    private func saveID(_ id: ContainerID) throws(CommandFailure) {
        do throws(ValueError) {
            try TextFile.write(id.description, to: cidFile)
        } catch {
            throw Self.refusal(error.message)
        }
    }
}
