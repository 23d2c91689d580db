internal import Addressing
internal import Lab

extension Container: Record {
    static func fields<C: FieldCoder>(_ given: Container?, with coder: inout C) throws(FieldError) -> Container {
        // The identifier stands first in every row: the store's index is on it.
        var container = Container(
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
            namesEmbeddedDNS: try coder.field("hasEmbeddedDNS", given?.namesEmbeddedDNS),
            published: try coder.list("published", given?.published),
            publishingEndpoints: try coder.list("publishingEndpoints", given?.publishingEndpoints),
            linkLines: try coder.list("linkLines", given?.linkLines)
        )
        let names = try coder.added("registeredNames", default: [], given.map(UnusualNames.all))
        for entry in names where container.attachments.indices.contains(entry.attachment) {
            container.attachments[entry.attachment].names = entry.names
        }
        container.hostsLinesFrom = try coder.added("hostsLinesFrom", default: 0, given?.hostsLinesFrom)
        container.interfaceCount = try coder.added("interfaceCount", default: 0, given?.interfaceCount)
        return container
    }
}

/// What an attachment shows as its names where that does not follow from its network: most need no such entry.
private struct UnusualNames: Record, Equatable {
    /// By position among the container's.
    let attachment: Int
    let names: Attachment.RegisteredNames

    static func all(of container: Container) -> [UnusualNames] {
        container.attachments.enumerated().compactMap { index, attachment in
            let usual = Attachment.RegisteredNames.usual(on: attachment.network, joined: attachment.networkID)
            return attachment.names == usual ? nil : UnusualNames(attachment: index, names: attachment.names)
        }
    }

    static func fields<C: FieldCoder>(_ given: UnusualNames?, with coder: inout C) throws(FieldError) -> UnusualNames {
        let index = try coder.field("attachment", given?.attachment)
        let kind = try coder.field("kind", given.map { NamesKind($0.names) })
        switch kind {
        case .none: return UnusualNames(attachment: index, names: .none)
        case .current: return UnusualNames(attachment: index, names: .current)
        case .former:
            let names = try coder.list("names", given.flatMap { NamesKind.former($0.names) })
            return UnusualNames(attachment: index, names: .former(names))
        }
    }
}

/// The cases of an attachment's names, without what they carry.
private enum NamesKind: String, Choice {
    case none, current, former
    static let numbered: [NamesKind] = [.none, .current, .former]

    init(_ names: Attachment.RegisteredNames) {
        switch names {
        case .none: self = .none
        case .current: self = .current
        case .former: self = .former
        }
    }

    static func former(_ names: Attachment.RegisteredNames) -> [String]? {
        if case .former(let list) = names { list } else { nil }
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
