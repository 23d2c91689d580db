internal import Addressing

/// An address as text, ordered as a number.
struct IPOrder: Comparable {
    let text: String
    private let address: IPAddress

    init?(_ text: String) {
        guard let address = IPAddress(text) else { return nil }
        self.text = text
        self.address = address
    }

    static func < (a: IPOrder, b: IPOrder) -> Bool { a.address < b.address }
}
