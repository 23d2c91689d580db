internal import Addressing
internal import Images
internal import YAML

extension ExtensionReader {
    /// Reads `x-netsim.images`: by an image's name, what it listens on and was built with.
    mutating func readImages(_ node: YAMLNode) {
        for entry in entries(node, "images") {
            let before = errors.count
            var image = ImageEntry(name: entry.key)
            for item in entries(entry.value, "an image", Keys.image) {
                switch item.key {
                case "like":
                    image.like = item.value.string
                    if image.like.flatMap({ KnownImage.named($0) }) == nil {
                        fail("like names an image that is known", item.value, help: "netsim images ls lists them")
                    }
                case "listens": image.listens = imagePorts(item.value, "listens")
                case "exposes": image.exposed = imagePorts(item.value, "exposes")
                case "entrypoint": image.entrypoint = words(item.value, "entrypoint")
                case "command": image.command = words(item.value, "command")
                case "user": image.user = item.value.string
                case "base":
                    image.base = item.value.string.flatMap(ImageBase.init(rawValue:))
                    if image.base == nil {
                        let known = ImageBase.allCases.map(\.rawValue).joined(separator: ", ")
                        fail("base is one of \(known)", item.value)
                    }
                default: break
                }
            }
            guard errors.count == before else { continue }
            found.images.removeAll { $0.name == image.name }
            found.images.append(image)
        }
    }

    private mutating func imagePorts(_ node: YAMLNode, _ key: String) -> [ContainerPort] {
        list(node, key).compactMap { item in
            guard let port = item.string.flatMap(ContainerPort.init) else {
                fail(
                    item.string.map { "\"\($0)\" is no port" } ?? "a port is a number, not \(item.kind)",
                    item,
                    help: "write 8080, or 53/udp"
                )
                return nil
            }
            return port
        }
    }

    /// A list of words, or one text of words with blanks between.
    private mutating func words(_ node: YAMLNode, _ key: String) -> [String] {
        if let text = node.string { return text.split(separator: " ").map(String.init) }
        return list(node, key).compactMap { item in
            if item.string == nil { fail("\(key) is a list of words", item) }
            return item.string
        }
    }
}
