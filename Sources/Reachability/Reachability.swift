package import Lab
internal import PacketFilter

/// Who reaches whom, on which port, and which rule decides: answered from the rules for classes of endpoints that behave
/// alike, not packet by packet.
package struct Reachability: Sendable {
    let lab: Lab
    let filter: PacketFilter

    package init(_ lab: Lab) {
        self.lab = lab
        filter = PacketFilter(lab)
    }
}
