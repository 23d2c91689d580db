internal import KernelBackend
internal import Rendering

/// `netsim kernel ls`.
struct KernelList: Command {
    static let synopsis = Synopsis(
        "[OPTIONS]",
        .none,
        "List the lab's namespaces in the kernel",
        refusals: .own,
        aliases: ["kernel ls", "kernel list"]
    )

    private var format = ""

    static var flags: [Flag<KernelList>] { [.ownFormat { $0.format = $1 }] }

    private static let listing = Listing(
        columns: [
            .init("Container", title: "CONTAINER"), .init("Name", title: "NAMESPACE"), .init("Path", title: "PATH"),
        ],
        typeName: "kernel.Namespace",
        defaultTemplate: #"{{.Name}}\t{{.Container}}\t{{.Path}}"#
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let record = try session.recordInKernel()
        let rows = record.spaces.enumerated().map { index, space in
            let members = record.members.filter { $0.space == index }.map(\.name)
            return Listing.Row([
                "Container": .string(members.joined(separator: ",")),
                "Name": .string(space.name),
                // For `nsenter --net=PATH`.
                "Path": .string("/proc/\(record.process)/fd/\(space.descriptor)"),
            ])
        }
        try session.show(own: rows, in: Self.listing, format: format)
        return 0
    }
}
