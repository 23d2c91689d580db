import Compose
import TestSupport
import Testing
import YAML

struct PlaceTests {
    @Test func `everything knows where it was written, in whichever file`() throws {
        let loaded = load([
            "compose.yaml": """
            name: shop
            services:
              web:
                image: nginx
                ports: ["8080:80"]
                networks: [front]
            networks:
              front:
            """,
            "compose.override.yaml": """
            services:
              web:
                hostname: www
                ports:
                  - target: 443
                    published: 8443
            """,
        ])
        let project = try loaded.result.get()
        let web = try #require(project.service("web"))
        func text(_ place: SourcePlace?) -> String? { place.map { loaded.sources.text(of: $0) } }
        #expect(text(project.name.place) == "compose.yaml:1:7")
        #expect(text(web.place) == "compose.yaml:3:3")
        #expect(text(web.image?.place) == "compose.yaml:4:12")
        #expect(web.ports.map { text($0.place) } == ["compose.yaml:5:13", "compose.override.yaml:5:9"])
        #expect(text(web.hostname?.place) == "compose.override.yaml:3:15")
        #expect(text(web.networksPlace) == "compose.yaml:6:5")
        #expect(text(web.networks?.first?.place) == "compose.yaml:6:16")
        #expect(text(project.network("front")?.place) == "compose.yaml:8:3")
    }

    @Test func `the implied default network stands where the services begin`() throws {
        let loaded = load(["compose.yaml": "x-a: 1\nservices:\n  web: {image: nginx}\n"])
        let network = try #require(try loaded.result.get().network("default"))
        #expect(loaded.sources.text(of: network.place) == "compose.yaml:2:1")
        #expect(network.isImplied)
    }

    @Test func `a failed load leaves the files that were read in the table`() {
        let loaded = load(["compose.yaml": "services: []\n", "compose.override.yaml": "x-a: 1\n"])
        #expect(loaded.sources.files.map(\.path) == ["compose.yaml", "compose.override.yaml"])
    }

    @Test func `files already in the table keep their positions`() throws {
        var sources = SourceTable()
        _ = sources.add(path: "other", bytes: [])
        let files = MemoryFiles(["/work/compose.yaml": "services:\n  web: {image: nginx}\n"])
        let project = try ComposeLoader.load(ComposeOptions(), from: files, into: &sources)
        #expect(sources.files.map(\.path) == ["other", "compose.yaml"])
        #expect(project.service("web")?.place.file == 1)
    }
}

struct StandardInputTests {
    @Test func `a file from standard input starts from the user's folder`() throws {
        let files = [
            "-": "include: [sub/db.yaml]\nservices:\n  web: {extends: {file: sub/base.yaml, service: base}}\n",
            "sub/db.yaml": "services:\n  db: {image: postgres}\n",
            "sub/base.yaml": "services:\n  base: {image: nginx}\n",
        ]
        let project = try load(files) { $0.files = ["-"] }.result.get()
        #expect(project.services.map(\.name) == ["web", "db"])
        #expect(project.name.value == "work")
        #expect(project.directory == ".")
    }
}
