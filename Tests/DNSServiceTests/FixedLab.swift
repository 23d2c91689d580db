import DNSService
import Lab

/// A lab that does not change.
final class FixedLab: LabSource {
    private let lab: Lab

    init(_ lab: Lab) {
        self.lab = lab
    }

    var changeDescriptor: Int32? { nil }

    func current() -> Lab { lab }

    func reloadIfChanged() -> Lab? { nil }
}
