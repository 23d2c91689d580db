import Addressing
import Lab
import Testing

@testable import Lint

@Suite("Expectations as text")
struct ExpectationParserTests {
    /// A reading of a claim that shows every part of it.
    static func reading(_ claim: Lint.Expectation.Claim) -> String {
        func name(_ name: Lint.Expectation.Name) -> String {
            name.project.map { "\(name.text) of \($0)" } ?? name.text
        }
        func asker(_ asker: Lint.Expectation.Asker) -> String {
            switch asker {
            case .host: "<host>"
            case .outside: "<outside>"
            case .named(let named): name(named)
            }
        }
        switch claim {
        case .reach(let from, let to, let port, let isNegated):
            let target =
                switch to {
                case .host: "<host>"
                case .outside: "<outside>"
                case .address(let address): "address \(address)"
                case .named(let named): name(named)
                }
            return "\(asker(from)) \(isNegated ? "!>" : "->") \(target) \(port.map { "\($0)" } ?? "any")"
        case .resolvesToCount(let from, let name, let count): return "\(asker(from)) ? \(name) = \(count)"
        case .resolvesToAddress(let from, let name, let address): return "\(asker(from)) ? \(name) is \(address)"
        case .resolvesToNothing(let from, let name): return "\(asker(from)) ? \(name) is nothing"
        case .spreads(let named, let count): return "\(name(named)) over \(count)"
        case .gets(let named, let address): return "\(name(named)) gets \(address)"
        }
    }

    static let readings: [(text: String, reading: String)] = [
        ("web can reach db:5432", "web -> db 5432/tcp"),
        ("web reaches db:53/udp", "web -> db 53/udp"),
        ("  guest   cannot reach\tdb ", "guest !> db any"),
        ("outside can reach web:443", "<outside> -> web 443/tcp"),
        ("host can reach 127.0.0.1:8080", "<host> -> address 127.0.0.1 8080/tcp"),
        ("outside can reach [2001:db8::10]:8080", "<outside> -> address 2001:db8::10 8080/tcp"),
        ("a can reach fd00::5", "a -> address fd00::5 any"),
        ("a can reach [fd00::5]", "a -> address fd00::5 any"),
        ("outside can reach host:8080", "<outside> -> <host> 8080/tcp"),
        ("db cannot reach outside", "db !> <outside> any"),
        ("web@shop can reach blog/db:5432", "web of shop -> db of blog 5432/tcp"),
        ("web can reach db@blog:5432/udp", "web -> db of blog 5432/udp"),
        ("web resolves api to 3 addresses", "web ? api = 3"),
        ("web resolves api to 1 address", "web ? api = 1"),
        ("web resolves db.back to 10.0.0.5", "web ? db.back is 10.0.0.5"),
        ("web resolves db to fd00::5", "web ? db is fd00::5"),
        ("web cannot resolve x", "web ? x is nothing"),
        ("api spreads over 3", "api over 3"),
        ("db gets 10.0.0.5 in every start order", "db gets 10.0.0.5"),
    ]

    @Test(arguments: readings)
    func `each form is read`(_ text: String, _ reading: String) throws {
        #expect(Self.reading(try ExpectationParser.parse(text).claim) == reading)
    }

    static let forms = ExpectationParser.forms

    static let mistakes: [(text: String, complaint: String)] = [
        ("", "0+1 who is spoken of is missing; \(forms)"),
        ("web", "3+1 what is expected is missing; \(forms)"),
        ("web cna reach db", "4+3 \"cna\" is nothing that could be expected; did you mean can?"),
        ("web should reach db", "4+6 \"should\" is nothing that could be expected; \(forms)"),
        ("web can raech db", "8+5 \"reach\" expected, not \"raech\"; \(forms)"),
        ("web can reach", "13+1 whom it reaches is missing; \(forms)"),
        ("web can reach db:5432 now", "22+3 \"now\" is too much"),
        ("web can reach db:99999", "14+8 \"99999\" is no port; write 8080, or 53/udp"),
        ("web can reach db/udp", "14+6 a protocol needs a port; write db:PORT/udp"),
        ("web can reach [fd00::5:80", "14+11 \"[fd00::5:80\" is no address in brackets"),
        ("web can reach @shop", "14+5 \"@shop\" is no name"),
        (
            "web can reach outside:443",
            "14+11 \"outside\" has no ports; "
                + "leave the port out, or name an address of the Internet such as 198.51.100.80:443"
        ),
        ("web resolves api to three addresses", "20+5 \"three\" is no number"),
        ("web resolves api to 3", "21+1 \"address\" or \"addresses\" is missing; \(forms)"),
        ("web cannot see db", "11+3 \"reach\" or \"resolve\" expected, not \"see\"; \(forms)"),
        ("db gets ten in every start order", "8+3 \"ten\" is no address"),
        ("db gets 10.0.0.5 always", "17+6 \"in\" expected, not \"always\"; \(forms)"),
        ("größe can raech b", "10+5 \"reach\" expected, not \"raech\"; \(forms)"),
    ]

    @Test(arguments: mistakes)
    func `each mistake is told with its place inside the text`(_ text: String, _ complaint: String) throws {
        let error = try #require(throws: ExpectationError.self) { try ExpectationParser.parse(text) }
        #expect(
            "\(error.offset)+\(error.length) \(error.message)" + (error.help.map { "; \($0)" } ?? "") == complaint
        )
    }

    static let uses: [(text: String, names: [String])] = [
        ("postgres://app:secret@db:5432/shop", ["db"]),
        ("http://a:1,b:2/x?u=http://c/", ["a", "b", "c"]),
        ("redis://cache", ["cache"]),
        ("db:5432", ["db"]),
        ("k1:9092,k2:9092", ["k1", "k2"]),
        ("12:30", ["12"]),
        ("debug", []),
        ("a:b", []),
        ("/var/run/x.sock", []),
        ("jdbc:mysql://db/shop", ["db"]),
    ]

    @Test(arguments: uses)
    func `names are found where a host certainly stands`(_ text: String, _ names: [String]) {
        #expect(NameUse.hosts(in: text).map(\.name) == names)
    }
}
