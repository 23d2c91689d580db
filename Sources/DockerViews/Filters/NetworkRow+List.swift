package import Lab

extension NetworkRow {
    /// All networks that the filters accept, sorted by name as a person would.
    ///
    /// - Throws: Docker's refusal of an unknown key or value.
    package static func list(_ lab: Lab, filters: FilterSet = FilterSet()) throws(LabError) -> [NetworkRow] {
        try NetworkFilter.select(lab, filters)
            .sorted { NaturalOrder.precedes($0.name, $1.name) }
            .map { NetworkRow($0) }
    }
}
