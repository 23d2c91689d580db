import Foundation
import Testing

@testable import Commands

@Suite("netsim report")
struct ReportCommandTests {
    @Test
    func `the format goes by the file's name, and the page is written whole`() throws {
        let folder = try CheckCommandTests.Folder(["compose.yaml": CheckCommandTests.wrong])
        let line = CommandLine()
        for (name, start) in [("r.html", "<!DOCTYPE html>"), ("r.md", "# Networks of shop")] {
            let result = line("report -o \(folder.path)/\(name) \(folder.path)/compose.yaml")
            // What it says of the design is no failure to say it.
            #expect(result.status == 0)
            #expect(result.output.isEmpty && result.errors.isEmpty)
            #expect(try FixCommandTests.text(folder, name).hasPrefix(start))
        }
        #expect(line.openedLabs.isEmpty)
    }

    @Test
    func `standard output gets HTML, or what was asked for`() throws {
        let folder = try CheckCommandTests.Folder(["compose.yaml": CheckCommandTests.clean])
        #expect(CommandLine()("report \(folder.path)/compose.yaml").output.hasPrefix("<!DOCTYPE html>"))
        let markdown = CommandLine()("report --format markdown \(folder.path)/compose.yaml").output
        #expect(markdown.hasPrefix("# Networks of shop\n\n**no errors or warnings** · **nothing is expected**\n"))
    }

    @Test
    func `what cannot be done is exit status 2`() throws {
        let folder = try CheckCommandTests.Folder(["compose.yaml": "services: [}"])
        #expect(CommandLine()("report \(folder.path)/compose.yaml").status == 2)
        let name = CommandLine()("report -o x.pdf \(folder.path)/compose.yaml")
        #expect(name.status == 2)
        #expect(
            name.errors
                == "netsim: cannot tell the format of x.pdf by its name: give --format, or one of .html and .md\n"
        )
    }
}
