internal import Lab

/// Which port number is whose: in order of creation, whether or not a container runs, so that the same lab always gets
/// the same numbers, and a container keeps its own until it is removed.
///
/// A removed container leaves a gap, which is filled only once no number above is left.
struct PortNumbers {
    /// The first container's number; 0 where the kernel chooses.
    private let first: Int
    private let excluded: UInt16
    private var next: Int
    private var numbers: [ContainerID: UInt16] = [:]
    private var gaps: [UInt16] = []

    /// - Parameter excluded: a number that no container gets.
    init(first: UInt16, excluded: UInt16) {
        self.first = Int(first)
        self.excluded = excluded
        next = Int(first)
    }

    /// The number of a container: 0 where any will do, nil where none is left.
    func number(of id: ContainerID) -> UInt16? {
        numbers[id] ?? (first == 0 ? 0 : nil)
    }

    /// Gives numbers to those that are new, in this order, and takes those of the ones that are not there any more.
    mutating func update(_ existing: [ContainerID]) {
        if numbers.count > 0 {
            let staying = Set(existing)
            for (id, number) in numbers where !staying.contains(id) {
                numbers[id] = nil
                gaps.append(number)
            }
            gaps.sort(by: >)
        }
        guard first > 0 else { return }
        for id in existing where numbers[id] == nil { numbers[id] = draw() }
    }

    /// Notes the number that the kernel chose.
    mutating func note(_ number: UInt16, for id: ContainerID) {
        numbers[id] = number
    }

    /// Gives a container another number, since a program on this machine has its own.
    mutating func replace(_ id: ContainerID) {
        numbers[id] = nil
        if first > 0 { numbers[id] = draw() }
    }

    private mutating func draw() -> UInt16? {
        if next == Int(excluded) { next += 1 }
        guard next <= Int(UInt16.max) else { return gaps.popLast() }
        defer { next += 1 }
        return UInt16(next)
    }
}
