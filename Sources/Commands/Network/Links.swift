internal import DockerViews
internal import Rendering

/// `netsim links`.
struct Links: Command {
    static let synopsis = Synopsis(
        "[OPTIONS]",
        .none,
        "Show bridges, their ports, and the container's end of each link",
        details: """
            First what "brctl show" would print on the host, then one line for each link in
            the manner of "ip -brief link", and last the containers without a link, and the
            impairments and partitions that there are.
            """
    )

    private var format = ""

    static var flags: [Flag<Links>] { [.ownFormat { $0.format = $1 }] }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let view = try session.read { lab in WiringView(lab) }
        switch OutputFormat(format) {
        case .json: session.write(document: view.json, asYAML: false)
        case .yaml: session.write(document: view.json, asYAML: true)
        case .table(template: nil):
            session.write(table: view.bridgeText)
            session.print("")
            session.write(table: view.linkText)
            if !view.linklessText.isEmpty { session.print("") }
            view.linklessText.forEach(session.print)
            if !view.faultText.isEmpty { session.print("") }
            view.faultText.forEach(session.print)
        case .table(template: let template?), .template(let template):
            do throws(TemplateError) {
                session.print(try GoTemplate.parse(template).render(view.json))
            } catch {
                throw CommandFailure(error.dockerMessage, status: OutputChoice.refusal)
            }
        }
        return 0
    }
}
