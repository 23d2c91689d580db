extension Container {
    /// A container as a store knows it. All at once: a container is large enough for every copy to count.
    package init(
        stored id: ContainerID,
        name: String,
        created: Timestamp,
        sequence: UInt64,
        config: ContainerConfig,
        attachments: [Attachment],
        links: [LegacyLink],
        status: Status,
        exitCode: Int,
        error: String,
        startedAt: Timestamp,
        finishedAt: Timestamp,
        restartCount: Int,
        stack: Stack,
        namesEmbeddedDNS: Bool,
        published: [PublishedPort],
        publishingEndpoints: [EndpointID],
        linkLines: [LinkLine]
    ) {
        self.init(
            id: id,
            name: name,
            created: created,
            sequence: sequence,
            config: config,
            attachments: attachments,
            links: links,
            status: status,
            exitCode: exitCode,
            error: error,
            startedAt: startedAt,
            finishedAt: finishedAt,
            restartCount: restartCount,
            stack: stack,
            namesEmbeddedDNS: namesEmbeddedDNS,
            published: published,
            publishingEndpoints: publishingEndpoints,
            linkLines: linkLines
        )
    }
}
