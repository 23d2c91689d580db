import Compose
import Foundation
import Lab
import Projects
import TestSupport
import Testing
import YAML

@testable import Exchange

/// A project that is written as a Compose file is the same project to the real Compose.
@Suite(.enabled(if: RealCompose.isExpected, "docker-compose is not installed: scripts/need test"))
struct ProjectExportTests {
    static let designs =
        DesignExportTests.designs + [
            // What says nothing about networks is written as it stood.
            """
            name: shop
            services:
              web:
                image: nginx
                volumes: ["data:/x", "./conf:/etc/conf:ro", {type: tmpfs, target: /t, tmpfs: {size: 1000000}}]
                healthcheck: {test: [CMD, "true"], interval: 10s, retries: 3}
                cap_add: [NET_ADMIN]
                cap_drop: [ALL]
                sysctls: {net.ipv4.ip_forward: 1}
                restart: always
                depends_on: {db: {condition: service_healthy, restart: true}}
                deploy: {resources: {limits: {cpus: "0.5", memory: 64M}}}
                logging: {driver: json-file, options: {max-size: 10m}}
                secrets: [token]
                configs: [{source: site, target: /site}]
                ulimits: {nofile: {soft: 1, hard: 2}}
                command: sh -c 'echo $$HOME'
                labels: {price: "5$$", octal: 022, ratio: 1.50, day: 2024-01-01}
                environment: {A: "${NOPE:-x}", B: }
              db:
                build: {context: ./db, args: {A: 1}}
                healthcheck: {test: pg_isready}
                extends: base
              base: {image: base, user: "1000:1000"}
              tool: {image: tool, profiles: [debug], network_mode: host}
            volumes: {data: {driver: local, labels: [a=b]}}
            secrets: {token: {file: ./token}}
            configs: {site: {content: "a ${NOPE:-b} $$c"}}
            """,
            // Somebody else's network stays somebody else's, whatever its subnet is.
            """
            name: guest
            services:
              app: {image: nginx, networks: {lan: {ipv4_address: 172.30.5.9}, own: }}
            networks:
              lan: {external: true, name: shared_lan}
              own:
            """,
            // What the engine refuses does not vanish.
            """
            name: refused
            services:
              a: {image: nginx, networks: {n: {ipv4_address: 10.9.0.5}}}
              b: {image: nginx, networks: [n], restart: never}
              c: {image: nginx, network_mode: "container:nobody"}
              d: {image: nginx, networks: [m]}
            networks:
              n: {ipam: {config: [{subnet: 10.5.0.0/24, gateway: 10.6.0.1}]}}
              m: {driver: weave}
            """,
        ]

    @Test(arguments: designs) func `an exported project is the same to the real Compose`(design: String) throws {
        let text = ProjectExport.text(of: try Self.realisation(of: design), project: 0, pinsEverything: false)
        #expect(try Self.config(text) == Self.config(design), "\(text)")
    }

    @Test(arguments: designs) func `an exported project with pins is loaded by the real Compose`(design: String) throws
    {
        let text = ProjectExport.text(of: try Self.realisation(of: design), project: 0, pinsEverything: true)
        _ = try Self.config(text)
    }

    @Test func `a lab of several projects is loaded by the real Compose`() throws {
        let realisation = try Self.realisation(of: Self.designs[0], Self.designs[1])
        _ = try Self.config(ComposeExport.text(of: realisation.lab))
    }

    @Test func `what the engine refuses is said in comments`() throws {
        let text = ProjectExport.text(
            of: try Self.realisation(of: Self.designs.last ?? ""),
            project: 0,
            pinsEverything: false
        )
        #expect(text.contains("# The engine refuses service b: invalid restart policy: unknown policy 'never'"))
        #expect(text.contains("# The engine refuses network n: invalid network config: invalid gateway 10.6.0.1"))
    }

    @Test func `a script neither makes nor removes somebody else's network`() throws {
        let realisation = try Self.realisation(of: Self.designs[Self.designs.count - 2])
        let external = Set(realisation.networks.filter(\.isAssumed).compactMap(\.id))
        let text = DockerScript.text(of: realisation.lab, external: external, at: Timestamp(seconds: 0))
        #expect(!text.contains("network create --subnet"))
        #expect(!text.contains("network rm shared_lan"))
        #expect(text.contains("docker network inspect shared_lan"))
        #expect(text.contains("network rm guest_own"))
    }

    @Test func `a script says what flags can, and a comment the rest`() throws {
        let realisation = try Self.realisation(of: Self.designs[DesignExportTests.designs.count])
        let text = DockerScript.text(of: realisation.lab, flags: realisation.dockerFlags, at: Timestamp(seconds: 0))
        let web = text.split(separator: "\n").first { $0.contains("--name shop-web-1") } ?? ""
        for flags in [
            "--volume shop_data:/x", "--volume ./conf:/etc/conf:ro", "--cap-add NET_ADMIN", "--cap-drop ALL",
            "--sysctl net.ipv4.ip_forward=1", "--health-cmd true --health-interval 10s --health-retries 3",
            "--log-opt max-size=10m", "--ulimit nofile=1:2", "--mount type=tmpfs,target=/t,tmpfs-size=1000000",
        ] {
            #expect(web.contains(flags), "\(web)")
        }
        let notes = realisation.unsaid(in: .docker)
        #expect(notes.contains("service web: depends_on, deploy, secrets, configs"), "\(notes)")
        #expect(notes.contains("service db: build"), "\(notes)")
    }

    private static func realisation(of designs: String...) throws -> Realisation {
        var sources = SourceTable()
        let projects = try designs.map { design in
            var options = ComposeOptions()
            options.files = ["compose.yaml"]
            return try ComposeLoader.load(options, from: OneFile(text: design), into: &sources)
        }
        return Realisation.of(projects, sources: sources, at: Timestamp(seconds: 0))
    }

    /// What the real Compose makes of a file, as JSON with sorted keys.
    private static func config(_ text: String) throws -> String {
        let root = FileManager.default.temporaryDirectory.appending(path: "netsim-export-\(UUID().uuidString)")
        let folder = root.appending(path: "proj")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        try Data(text.utf8).write(to: folder.appending(path: "compose.yaml"))
        let arguments = ["--profile", "*", "config", "--format", "json"]
        let answer = try RealCompose.run(arguments, in: folder.path, [:])
        #expect(answer.status == 0, "\(answer.complaint)\n\(text)")
        let json = try JSONSerialization.jsonObject(with: Data(answer.output.utf8))
        let sorted = try JSONSerialization.data(withJSONObject: json, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: sorted, as: UTF8.self).replacingOccurrences(of: root.path, with: "")
    }

    private struct OneFile: ComposeFiles {
        let text: String

        func read(_ path: String, limit: Int) throws(SourceError) -> [UInt8] { Array(text.utf8) }
        func exists(_ path: String) -> Bool { path.hasSuffix("compose.yaml") }
        func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "/work/proj/\(path)" }
    }
}
