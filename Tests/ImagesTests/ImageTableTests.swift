import Addressing
import Testing

@testable import Images

@Suite struct ImageTableTests {
    @Test func `every line is well formed, and says where it can be looked up`() {
        for line in ImageTable.index.programs { #expect(ImageTable.program(line) != nil, "\(line)") }
        for row in ImageTable.index.rows {
            guard let image = ImageTable.image(row) else {
                Issue.record("cannot be read: \(row.line)")
                continue
            }
            let host = image.source.prefix { $0 != "/" }
            #expect(host.contains(".") && !image.source.contains(" "), "no source: \(row.line)")
        }
    }

    @Test func `no name stands twice, and none has a registry`() {
        var seen: Set<Substring> = []
        for row in ImageTable.index.rows {
            for name in row.names {
                #expect(seen.insert(name).inserted, "twice: \(name)")
                #expect(name.split(separator: "/").count < 3, "more than owner and name: \(name)")
                #expect(name == Substring(name.lowercased()))
            }
        }
    }

    @Test func `it has those that real files use most`() {
        #expect(ImageTable.index.programs.count >= 250)
        #expect(ImageTable.index.rows.count >= 500)
    }

    @Test(arguments: [
        ("postgres", "PostgreSQL", KnownImage.Certainty.image),
        ("docker.io/library/postgres:16-alpine", "PostgreSQL", .image),
        ("public.ecr.aws/docker/library/postgres:16", "PostgreSQL", .image),
        ("registry.example:5000/postgres", "PostgreSQL", .image),
        ("registry.example:5000/team/redis@sha256:0000", "Redis", .name),
        ("supabase/postgres:15", "PostgreSQL", .image),
        ("lscr.io/linuxserver/sonarr:latest", "Sonarr", .image),
        ("mcr.microsoft.com/mssql/server:2022-latest", "SQL Server", .image),
        ("docker.elastic.co/elasticsearch/elasticsearch:8.1", "Elasticsearch", .image),
        ("gcr.io/etcd-development/etcd:v3.5", "etcd", .image),
        ("Postgres", "PostgreSQL", .image),
    ])
    func `an image is known by its name`(_ image: String, _ title: String, _ certainty: KnownImage.Certainty) {
        let found = KnownImage.named(image)
        #expect(found?.title == title)
        #expect(found?.certainty == certainty)
    }

    /// What somebody has built on a language or a distribution is not known by its name.
    @Test(arguments: ["", ":", "/", "team/app", "team/node:20", "mypostgres", "postgres-backup", "team/alpine"])
    func `others are not known`(_ image: String) {
        #expect(KnownImage.named(image) == nil)
    }

    @Test(arguments: [
        ("postgres", ImageBase.Library.glibc), ("postgres:16-alpine3.20", .musl), ("alpine", .musl),
        ("node:20-bookworm-slim", .glibc), ("node:20-alpine", .musl), ("team/redis:7-alpine", .musl),
        ("ubuntu:24.04", .glibc),
    ])
    func `a tag says which library resolves names`(_ image: String, _ library: ImageBase.Library) {
        #expect(KnownImage.named(image)?.base?.library == library)
    }

    @Test(arguments: [
        ("php:8.3-fpm-alpine", [9000 as UInt16]), ("php:8.3-apache", [80]), ("php:8.3", []),
        ("wordpress:php8.2-fpm", [9000]), ("wordpress", [80]),
        ("rabbitmq:3-management-alpine", [4369, 5672, 15672, 15692, 25672]),
    ])
    func `a tag says which kind of an image it is`(_ image: String, _ ports: [UInt16]) throws {
        let known = try #require(KnownImage.named(image))
        let command = ImageCommand(known, entrypoint: nil, arguments: [], environment: [])
        #expect(command == .service(ports.map { ContainerPort($0) }))
    }
}
