import Lab
import LabStore
import Rendering

/// A lab as JSON: what can be imported exports to the same bytes for ever.
@Sendable func fuzzLab(_ input: [UInt8]) {
    guard let json = try? JSONValue(parsing: input), let lab = try? LabArchive.decode(json) else { return }
    let first = LabArchive.encode(lab)
    guard let again = try? LabArchive.decode(first), LabArchive.encode(again).json() == first.json() else {
        fatalError("an exported lab changes when it is imported")
    }
}
