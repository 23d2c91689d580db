internal import Addressing
package import Images
internal import Lab
internal import Rendering

/// What `docker image inspect` printed, as entries of images.
package enum InspectedImages {
    /// An entry for each name of each image; those without a name are left out.
    package static func entries(_ dump: InspectedValue) throws(ImportError) -> [ImageEntry] {
        var entries: [ImageEntry] = []
        for image in try dump.value.arrayValue == nil ? [dump] : dump.elements() {
            let config = image["Config"]
            var entry = ImageEntry(name: "")
            var ports: [ContainerPort] = []
            for (key, value) in try config["ExposedPorts"].members() {
                guard let port = InspectedValue.port(key) else {
                    throw value.problem("\(key) is no port such as 80/tcp")
                }
                ports.append(port)
            }
            entry.exposed = ports.sorted()
            entry.entrypoint = try config["Entrypoint"].texts()
            entry.command = try config["Cmd"].texts()
            entry.user = try config["User"].text()
            for name in try image["RepoTags"].texts() where !name.hasPrefix("<none>") {
                entry.name = name
                entries.append(entry)
            }
        }
        return entries
    }
}
