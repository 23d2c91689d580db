internal import Rendering

extension Session {
    /// Prints what a command of netsim's own found as one document.
    func write(document value: JSONValue, asYAML: Bool) {
        let document = MemberNames.camel(value)
        if asYAML { write(document.yaml()) } else { print(document.json(.indented)) }
    }

    /// Prints a listing of netsim's own: in JSON one document, where Docker's listings print an object a line.
    ///
    /// - Throws: a failure where a template names what there is not; nothing is printed then.
    func show(own rows: [Listing.Row], in listing: Listing, format: String) throws(CommandFailure) {
        switch OutputFormat(format) {
        case .json: write(document: .array(rows.map { .object($0.columns) }), asYAML: false)
        case .yaml: write(document: .array(rows.map { .object($0.columns) }), asYAML: true)
        case .table, .template:
            do throws(CommandFailure) {
                try show(rows, in: listing, format: format)
            } catch {
                throw CommandFailure(error.text, status: OutputChoice.refusal)
            }
        }
    }
}
