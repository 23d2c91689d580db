internal import Addressing
internal import Lab

extension Container: Record {
    static func fields<C: FieldCoder>(_ given: Container?, with coder: inout C) throws(FieldError) -> Container {
        // The identifier stands first in every row: the store's index is on it.
        Container(
            stored: try coder.field("id", given?.id),
            name: try coder.field("name", given?.name),
            created: try coder.field("created", given?.created),
            sequence: try coder.field("sequence", given?.sequence),
            config: try coder.field("config", given?.config),
            attachments: try coder.list("attachments", given?.attachments),
            links: try coder.list("links", given?.links),
            status: try coder.field("status", given?.status),
            exitCode: try coder.field("exitCode", given?.exitCode),
            error: try coder.field("error", given?.error),
            startedAt: try coder.field("startedAt", given?.startedAt),
            finishedAt: try coder.field("finishedAt", given?.finishedAt),
            restartCount: try coder.field("restartCount", given?.restartCount),
            stack: try coder.field("stack", given?.stack),
            hasEmbeddedDNS: try coder.field("hasEmbeddedDNS", given?.hasEmbeddedDNS),
            published: try coder.list("published", given?.published),
            publishingEndpoints: try coder.list("publishingEndpoints", given?.publishingEndpoints),
            linkLines: try coder.list("linkLines", given?.linkLines)
        )
    }
}

extension Container.Stack: Record {
    private var kind: StackKind {
        switch self {
        case .down: .down
        case .own: .own
        case .joined: .joined
        case .host: .host
        }
    }

    private var sandbox: SandboxID? {
        switch self {
        case .own(let sandbox), .joined(let sandbox): sandbox
        case .down, .host: nil
        }
    }

    static func fields<C: FieldCoder>(
        _ given: Container.Stack?,
        with coder: inout C
    ) throws(FieldError) -> Container.Stack {
        let kind = try coder.field("kind", given?.kind)
        switch kind {
        case .down: return .down
        case .host: return .host
        case .own: return .own(try coder.field("sandbox", given?.sandbox))
        case .joined: return .joined(try coder.field("sandbox", given?.sandbox))
        }
    }
}

extension Container.LegacyLink: Record {
    static func fields<C: FieldCoder>(
        _ given: Container.LegacyLink?,
        with coder: inout C
    ) throws(FieldError) -> Container.LegacyLink {
        Container.LegacyLink(
            child: try coder.field("child", given?.child),
            childName: try coder.field("childName", given?.childName),
            alias: try coder.field("alias", given?.alias)
        )
    }
}

extension Container.LinkLine: Record {
    static func fields<C: FieldCoder>(
        _ given: Container.LinkLine?,
        with coder: inout C
    ) throws(FieldError) -> Container.LinkLine {
        Container.LinkLine(
            address: try coder.field("address", given?.address),
            names: try coder.list("names", given?.names),
            child: try coder.field("child", given?.child)
        )
    }
}

extension PublishedPort: Record {
    static func fields<C: FieldCoder>(_ given: PublishedPort?, with coder: inout C) throws(FieldError) -> PublishedPort
    {
        PublishedPort(
            port: try coder.field("port", given?.port),
            hostAddress: try coder.field("hostAddress", given?.hostAddress),
            hostPort: try coder.field("hostPort", given?.hostPort)
        )
    }
}

/// The cases of a container's stack, without what they carry.
enum StackKind: String, Choice {
    case down, own, joined, host
    static let numbered: [StackKind] = [.down, .own, .joined, .host]
}
