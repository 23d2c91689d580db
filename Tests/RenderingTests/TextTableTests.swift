import Rendering
import Testing

@Suite
struct TextTableTests {
    @Test func `columns are padded, the last is not`() {
        var table = TextTable(["Bridge", "Port", "Container end"])
        table.append(["br-0123456789ab", "veth1", "eth0"])
        table.append(["docker0"])
        table.append(["x", "a very long name", "y", "dropped"])
        #expect(
            table.rendered == """
                BRIDGE            PORT               CONTAINER END
                br-0123456789ab   veth1              eth0
                docker0                              
                x                 a very long name   y

                """
        )
    }

    @Test func `cells cannot break the layout`() {
        var table = TextTable(["a", "b"])
        table.append(["1\t2\n3", "\u{0C}\r\n"])
        #expect(table.rendered == "A         B\n1 2 3       \n".replacing("      \n", with: "       \n"))
    }

    @Test func `colours take no room`() {
        let style = TerminalStyle(isEnabled: true)
        var table = TextTable(["name", "state"])
        table.append([style("web", .green, .bold), "up"])
        table.append(["db", "down"])
        #expect(table.rendered == "NAME      STATE\n\u{1B}[32;1mweb\u{1B}[0m       up\ndb        down\n")
    }

    @Test(
        arguments: [
            ("", ""), ("a", "a"), ("\n", "\n"), ("\t", "          "), ("a\tb", "a         b"),
            ("a\tb\tc\nd\te\n", "a         b         c\nd         e\n"),
            // A line without the column ends it.
            ("a\tb\ncc\nlong long long\tb\n", "a         b\ncc\nlong long long   b\n"),
            ("long long long\tb\u{0C}a\tb\n", "long long long   b\na         b\n"),
        ] as [(String, String)]
    )
    func `tabs become columns`(text: String, expected: String) {
        #expect(ElasticTabs.align(text) == expected)
    }

    @Test func `a line of very many tabs is laid out`() {
        let text = String(repeating: "\t", count: 20_000) + "\n" + String(repeating: "x\n", count: 1000)
        #expect(ElasticTabs.align(text).utf8.count == 200_001 + 2000)
    }

    @Test func `no colour where none is wanted`() {
        #expect(TerminalStyle(isEnabled: false)("web", .red) == "web")
        #expect(TerminalStyle(isEnabled: true)("web", .red) == "\u{1B}[31mweb\u{1B}[0m")
        #expect(TerminalStyle(isEnabled: true)("", .red) == "")
    }
}
