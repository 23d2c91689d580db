import Addressing
import Testing

@testable import Images

@Suite struct ImageCommandTests {
    struct Row: Sendable {
        let image: String
        var entrypoint: [String]?
        var command: [String] = []
        var environment: [String] = []
        let becomes: ImageCommand

        init(
            _ image: String,
            _ command: [String] = [],
            entrypoint: [String]? = nil,
            _ environment: [String] = [],
            becomes: ImageCommand
        ) {
            self.image = image
            self.entrypoint = entrypoint
            self.command = command
            self.environment = environment
            self.becomes = becomes
        }
    }

    static func service(_ ports: UInt16...) -> ImageCommand { .service(ports.map { ContainerPort($0) }) }

    @Test(arguments: [
        Row("postgres", becomes: service(5432)),
        Row("postgres", [], ["PGPORT=5433"], becomes: service(5433)),
        Row("postgres", ["-c", "max_connections=200"], becomes: service(5432)),
        Row("postgres", ["postgres", "-p", "5433"], becomes: service(5433)),
        Row("postgres", ["-p5433"], becomes: service(5433)),
        Row("postgres", ["sleep", "infinity"], becomes: .nothing),
        Row("postgres", ["/scripts/backup.sh"], becomes: .unknown),
        Row("postgres", ["-h", "db", "-U", "app"], entrypoint: ["pg_isready"], becomes: .nothing),
        Row("mysql:8", ["--port=3307"], becomes: service(3307, 33060)),
        Row("redis:7", ["redis-server", "--appendonly", "yes"], becomes: service(6379)),
        Row("redis:7", ["sh", "-c", "redis-server --requirepass $$PASSWORD --port 6380"], becomes: service(6380)),
        Row("redis:7", ["redis-cli", "-h", "redis", "flushall"], becomes: .nothing),
        Row("mongo", ["mongosh", "--host", "db", "--eval", "rs.initiate()"], becomes: .nothing),
        Row(
            "nginx",
            ["/bin/sh", "-c", "while :; do sleep 6h & wait; nginx -s reload; done & nginx -g 'daemon off;'"],
            becomes: service(80)
        ),
        Row("quay.io/keycloak/keycloak:24.0", ["start-dev"], ["KC_HTTP_PORT=8081"], becomes: service(8081)),
        Row("quay.io/keycloak/keycloak:24.0", ["start", "--http-port=8180"], becomes: service(8180)),
        Row(
            "traefik:v3",
            ["--providers.docker", "--entrypoints.web.address=:80", "--entrypoints.websecure.address=:443"],
            becomes: service(80, 443)
        ),
        Row("traefik:v3", ["--api.insecure=true", "--providers.docker=true"], becomes: service(80, 8080)),
        Row(
            "confluentinc/cp-kafka",
            [],
            ["KAFKA_ADVERTISED_LISTENERS=IN://kafka:29092,OUT://localhost:9092"],
            becomes: service(9092, 29092)
        ),
        Row("minio/minio", ["server", "/data", "--console-address", ":9001"], becomes: service(9000, 9001)),
        Row("minio/mc", entrypoint: ["/bin/sh", "-c", "mc alias set a b; exit 0"], becomes: .nothing),
        Row("grafana/grafana", [], ["GF_SERVER_HTTP_PORT=3001"], becomes: service(3001)),
        Row("alpine", becomes: service()),
        Row("alpine", ["sleep", "1d"], becomes: .nothing),
        Row("node:20", ["npm", "start"], becomes: .unknown),
        Row("haproxy:3", becomes: .unknown),
    ])
    func `a command makes of an image`(_ row: Row) throws {
        let image = try #require(KnownImage.named(row.image))
        let command = ImageCommand(
            image,
            entrypoint: row.entrypoint,
            arguments: row.command,
            environment: row.environment
        )
        #expect(command == row.becomes, "\(row.image) \(row.command)")
    }

    @Test func `what somebody states goes before the table`() {
        var own = ImageEntry(name: "team/app")
        own.listens = [ContainerPort(8000)]
        var tagged = ImageEntry(name: "team/app:2")
        tagged.like = "postgres"
        let catalogue = ImageCatalogue([own, tagged])
        #expect(catalogue.lookup("registry.example/team/app:1")?.ports.map(\.port) == [ContainerPort(8000)])
        #expect(catalogue.lookup("team/app:2")?.title == "PostgreSQL")
        #expect(catalogue.lookup("team/other") == nil)
        #expect(catalogue.lookup("redis")?.title == "Redis")
    }
}
