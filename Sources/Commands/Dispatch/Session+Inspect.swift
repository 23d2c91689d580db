internal import DockerViews
internal import Lab
internal import Rendering

extension Session {
    /// Prints what is found of `names`, then complains of the rest (docker/cli `inspect.Inspect`).
    func inspect(
        _ names: [String],
        format: String,
        find: (Lab, String) throws -> JSONValue
    ) throws -> Int32 {
        var inspection: Inspection
        do throws(TemplateError) {
            inspection = try Inspection(format: format)
        } catch {
            throw CommandFailure(error.dockerMessage, status: 64)
        }
        let found = try read { lab in
            names.map { name in Result { try find(lab, name) } }
        }
        var failures: [any Error] = []
        for item in found {
            do {
                var value = try item.get()
                // A template sees the command line's own types, everybody else what the engine sent.
                if !format.isEmpty, format != "json" { value = InspectShape.typed(value) }
                try inspection.append(value, shape: InspectShape.shape(of: value))
            } catch let error as TemplateError {
                failures.append(CommandFailure(error.dockerMessage))
            } catch {
                failures.append(error)
            }
        }
        write(inspection.rendered)
        try flush()
        failures.forEach(complain(of:))
        return failures.isEmpty ? 0 : 1
    }
}
