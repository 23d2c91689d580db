package import Lab

extension ContainerRow {
    /// The containers that `docker ps` lists, newest first; see ``ContainerFilter``.
    package static func list(
        _ lab: Lab,
        at now: Timestamp,
        filters: FilterSet = FilterSet(),
        all: Bool = false,
        limit: Int? = nil
    ) throws(LabError) -> [ContainerRow] {
        try ContainerFilter.select(lab, filters, all: all, limit: limit).map { ContainerRow($0, in: lab, at: now) }
    }
}
