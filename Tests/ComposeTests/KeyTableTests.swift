import Foundation
import Testing

@testable import Compose

/// `docs/compose.md` says of every key what becomes of it.
struct KeyTableTests {
    static let document = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/compose.md")

    /// Keys of the schema with what becomes of them, such as `services.*.ports[].target`.
    static let known: [(key: String, use: String)] = keys(of: Schema.project, at: "")

    private static func keys(of mapping: MappingShape, at path: String) -> [(key: String, use: String)] {
        mapping.fields.flatMap { field in
            [(path + field.key, field.use.rawValue)] + keys(of: field.shape, at: path + field.key)
        }
    }

    private static func keys(of shape: Shape, at path: String) -> [(key: String, use: String)] {
        switch shape {
        case .anything, .scalar, .word, .pattern, .bounded: []
        case .list(let item, _): keys(of: item, at: path + "[]")
        case .mapping(let mapping): keys(of: mapping, at: path + ".")
        case .dictionary(let value, _): keys(of: value, at: path + ".*")
        case .either(let alternatives): alternatives.flatMap { keys(of: $0, at: path) }
        }
    }

    @Test func `the table names every key once, with what becomes of it`() throws {
        let text = try String(contentsOf: Self.document, encoding: .utf8)
        var told: [String: String] = [:]
        for line in text.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            for key in cells[0].split(separator: ",") {
                let name = key.trimmingCharacters(in: CharacterSet(charactersIn: " `"))
                #expect(told[name] == nil, "\(name) stands there twice")
                told[name] = cells[1]
            }
        }
        let known = Dictionary(Self.known.map { ($0.key, $0.use) }, uniquingKeysWith: { first, _ in first })
        for (key, use) in known.sorted(by: { $0.key < $1.key }) {
            #expect(told[key] == use, "\(key) is \(use)")
        }
        for key in told.keys.sorted() where told[key] != "refused" {
            #expect(known[key] != nil, "\(key) is no key")
        }
        for key in told.keys.sorted() where told[key] == "refused" {
            #expect(known[key] == nil, "\(key) is not refused")
        }
    }
}
