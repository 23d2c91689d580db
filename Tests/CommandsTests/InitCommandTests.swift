import Foundation
import Testing

@testable import Commands

@Suite("netsim init")
struct InitCommandTests {
    static let shop = """
        name: shop
        services:
          web: {image: nginx, networks: [front], ports: ["8080:80"], depends_on: [api]}
          api:
            image: node:22
            networks: [front, back]
            scale: 2
            environment: {DATABASE_URL: "postgres://db:5432/shop"}
          db:
            image: postgres
            networks: {back: {ipv4_address: 10.6.0.200, aliases: [database]}}
        networks:
          front: {}
          back: {ipam: {config: [{subnet: 10.6.0.0/24}]}}

        """

    @Test
    func `prints what holds today`() throws {
        let folder = try CheckCommandTests.Folder(["compose.yaml": Self.shop])
        let result = CommandLine()("init \(folder.path)/compose.yaml")
        #expect(result.status == 0)
        #expect(
            result.output == """
                x-netsim:
                  expect:
                    # what the world reaches, and what it does not
                    - outside can reach web:80
                    - outside cannot reach api
                    - outside cannot reach db
                    # who reaches whom
                    - api can reach db:5432
                    - api can reach web:80
                    # who is kept apart
                    - web cannot reach db
                    # what names stand for
                    - web resolves api to 2 addresses
                    - api resolves database to 1 address
                    # addresses that no start order may take away
                    - db gets 10.6.0.200 in every start order

                """
        )
    }

    @Test
    func `what it writes is checked and holds`() throws {
        for (end, text) in [
            ("\n", Self.shop), ("\n", String(Self.shop.dropLast())), ("\r\n", Self.shop.replacing("\n", with: "\r\n")),
        ] {
            let folder = try CheckCommandTests.Folder(["compose.yaml": text])
            let path = "\(folder.path)/compose.yaml"
            let written = CommandLine()("init --write \(path)")
            #expect(written.status == 0)
            #expect(written.output.isEmpty)
            #expect(written.errors == "netsim: added 9 expectations to \(path)\n")
            let content = try FixCommandTests.text(folder)
            #expect(content.hasPrefix(text))
            #expect(content.contains("\(end)\(end)x-netsim:\(end)  expect:\(end)    # what"))
            let check = CommandLine()("check \(path)")
            #expect(check.output.contains("; all 9 expectations hold\n"), "\(check.output)")
            #expect(check.status == 0)
            let again = CommandLine()("init --write \(path)")
            #expect(again.status == 1)
            #expect(again.errors.contains(": x-netsim is there already\n"))
            #expect(try FixCommandTests.text(folder) == content)
        }
    }

    @Test
    func `a file that ends otherwise is left alone`() throws {
        let folder = try CheckCommandTests.Folder([
            "compose.yaml": "{name: x, services: {a: {image: nginx}, b: {image: nginx}}}\n"
        ])
        let result = CommandLine()("init --write \(folder.path)/compose.yaml")
        #expect(result.status == 1)
        #expect(result.errors.contains("nothing can be added to the end of"))
    }

    @Test
    func `what cannot be read is exit status 2`() throws {
        let folder = try CheckCommandTests.Folder(["compose.yaml": "services: 1\n"])
        #expect(CommandLine()("init \(folder.path)/compose.yaml").status == 2)
    }
}
