internal import Compose
internal import Images
internal import YAML

extension KnownImage {
    /// The image that a service is made of; nil where it is built, or unknown.
    static func of(_ service: ComposeService) -> KnownImage? { service.image.flatMap { named($0.value) } }
}
