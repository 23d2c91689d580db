internal import Addressing
internal import Compose
internal import Images
internal import Lab

/// Ports of what should not face the world: by the image's name first, and by number where that tells nothing.
enum SensitivePort {
    /// What a service has on a port that should not face the world, as `PostgreSQL` or, where only the number tells,
    /// `where PostgreSQL commonly listens`; nil for ports that may.
    static func text(_ port: ContainerPort, of service: ComposeService) -> String? {
        guard let image = KnownImage.of(service) else {
            return name(port).map { "where \($0) commonly listens" }
        }
        return image.isSensitive(port) ? image.title : nil
    }

    /// The database, cache or broker that a service has on a port; nil where it has none.
    static func store(_ port: ContainerPort, of service: ComposeService) -> String? {
        guard let image = KnownImage.of(service) else { return port.transport == .tcp ? stores[port.number] : nil }
        return (image.role == .store || image.role == .broker) && image.isSensitive(port) ? image.title : nil
    }

    /// What commonly listens on a port, where nothing is known of the program; nil for ports that are meant to be public.
    static func name(_ port: ContainerPort) -> String? {
        guard port.transport == .tcp || port.number == 11211 || port.number == 161 else { return nil }
        return stores[port.number] ?? controls[port.number]
    }

    private static let stores: [UInt16: String] = [
        1433: "SQL Server", 1521: "Oracle", 1883: "MQTT", 2181: "ZooKeeper", 2379: "etcd", 2380: "etcd",
        3050: "Firebird", 3306: "MySQL", 4222: "NATS", 5432: "PostgreSQL", 5672: "AMQP", 5984: "CouchDB",
        6333: "Qdrant", 6334: "Qdrant", 6379: "Redis", 6650: "Pulsar", 7474: "Neo4j", 7687: "Neo4j",
        7700: "Meilisearch", 8086: "InfluxDB", 8108: "Typesense", 8123: "ClickHouse", 8500: "Consul",
        8529: "ArangoDB", 8983: "Solr", 9042: "Cassandra", 9092: "Kafka", 9200: "Elasticsearch",
        9300: "Elasticsearch", 11211: "memcached", 19530: "Milvus", 26257: "CockroachDB", 27017: "MongoDB",
        27018: "MongoDB", 27019: "MongoDB", 28015: "RethinkDB", 33060: "MySQL", 61616: "ActiveMQ",
    ]

    private static let controls: [UInt16: String] = [
        23: "telnet", 111: "rpcbind", 161: "SNMP", 389: "LDAP", 445: "SMB", 873: "rsync", 2049: "NFS",
        2375: "Docker's API", 2376: "Docker's API", 3389: "RDP", 4369: "Erlang's port mapper", 4444: "Selenium",
        5005: "JDWP, Java's debugger,", 5601: "Kibana", 5900: "VNC", 6443: "Kubernetes", 7077: "Spark",
        9229: "Node.js's debugger", 10250: "Kubernetes", 11434: "Ollama", 15672: "RabbitMQ's console",
    ]
}
