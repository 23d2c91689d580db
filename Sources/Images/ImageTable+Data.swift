extension ImageTable {
    /// The table itself: data, to be read and added to. Its form stands at ``ImageTable``; `docs/images.md` has the rules.
    static let text = """
        # Databases, caches, indexes
        PostgreSQL | store | 5432! SQL $PGPORT $POSTGRESQL_PORT_NUMBER -p --port | postgres | postgres postgresql postgis
          postgres | expose 5432 | entrypoint docker-entrypoint.sh | cmd postgres | on debian | stop SIGINT | github.com/docker-library/postgres
          postgis/postgis | expose 5432 | entrypoint docker-entrypoint.sh | cmd postgres | on debian | stop SIGINT | github.com/postgis/docker-postgis
          pgvector/pgvector | expose 5432 | entrypoint docker-entrypoint.sh | cmd postgres | on debian | stop SIGINT | github.com/pgvector/pgvector
          timescale/timescaledb | expose 5432 | entrypoint docker-entrypoint.sh | cmd postgres | on alpine | stop SIGINT | github.com/timescale/timescaledb-docker
          timescale/timescaledb-ha | expose 5432 | on ubuntu | user postgres | github.com/timescale/timescaledb-docker-ha
          bitnami/postgresql bitnamilegacy/postgresql bitnamisecure/postgresql bitnami/postgresql-repmgr | expose 5432 | entrypoint /opt/bitnami/scripts/postgresql/entrypoint.sh | cmd /opt/bitnami/scripts/postgresql/run.sh | user 1001 | on debian | github.com/bitnami/containers
          supabase/postgres | expose 5432 | github.com/supabase/postgres
          ~postgres ~postgresql ~postgis ~timescaledb ~timescaledb-ha ~pgvector ~pgvecto-rs ~vectorchord-postgres ~cloudnative-pg ~postgresql-repmgr ~alloydb ~alloydbomni ~citus ~vchord ~paradedb ~spilo-16 ~spilo-15 | postgresql.org/docs/current/runtime-config-connection.html
        PgBouncer | store | 6432!? SQL $LISTEN_PORT $PGBOUNCER_PORT, 5432!? SQL | pgbouncer pgpool pgcat |
          ~pgbouncer ~pgpool ~pgcat | listens ? | pgbouncer.org/config.html
        MySQL | store | 3306! SQL $MYSQL_TCP_PORT $MYSQL_PORT_NUMBER $MARIADB_PORT_NUMBER --port -P, 33060! X protocol | mysqld mariadbd mysqld_safe | mysql mysql2 mariadb
          mysql mysql/mysql-server | expose 3306 33060 | entrypoint docker-entrypoint.sh | cmd mysqld | on rhel | github.com/docker-library/mysql
          bitnami/mysql bitnamilegacy/mysql | expose 3306 | entrypoint /opt/bitnami/scripts/mysql/entrypoint.sh | cmd /opt/bitnami/scripts/mysql/run.sh | user 1001 | on debian | github.com/bitnami/containers
          percona percona/percona-server | expose 3306 33060 | entrypoint /docker-entrypoint.sh | cmd mysqld | on rhel | github.com/percona/percona-docker
          ~mysql ~mysql-server ~percona ~percona-server ~percona-xtradb-cluster ~mysql-57-centos7 ~mysql-80-centos7 | listens 3306! SQL $MYSQL_TCP_PORT --port -P, 33060!? X protocol | dev.mysql.com/doc/refman/8.4/en/server-system-variables.html
        MariaDB | store | 3306! SQL $MYSQL_TCP_PORT $MARIADB_PORT_NUMBER --port -P, 33060!? X protocol | mysqld mariadbd mysqld_safe |
          mariadb | expose 3306 | entrypoint docker-entrypoint.sh | cmd mariadbd | on ubuntu | github.com/MariaDB/mariadb-docker
          linuxserver/mariadb | expose 3306 | entrypoint /init | on alpine | github.com/linuxserver/docker-mariadb
          bitnami/mariadb bitnamilegacy/mariadb bitnami/mariadb-galera | expose 3306 | entrypoint /opt/bitnami/scripts/mariadb/entrypoint.sh | cmd /opt/bitnami/scripts/mariadb/run.sh | user 1001 | on debian | github.com/bitnami/containers
          yobasystems/alpine-mariadb | expose 3306 | on alpine | github.com/yobasystems/alpine-mariadb
          ~mariadb ~mariadb-galera ~alpine-mariadb ~mariadb-enterprise-server | mariadb.com/kb/en/server-system-variables
        ProxySQL | store | 6033! SQL, 6032! administration | proxysql |
          proxysql/proxysql ~proxysql | proxysql.com/documentation/configuring-proxysql
        TiDB | store | 4000! SQL -P, 10080! status | tidb-server |
          pingcap/tidb ~tidb | expose 4000 | entrypoint /tidb-server | docs.pingcap.com/tidb/stable/command-line-flags-for-tidb-configuration
        Vitess | store | ? | vtgate vttablet |
          vitess/lite ~vitess | vitess.io/docs
        SQL Server | store | 1433! SQL $MSSQL_TCP_PORT | sqlservr | sqlserver mssql
          mssql/server azure-sql-edge mssql-server-linux microsoft/mssql-server-linux | expose 1433 | user mssql | on ubuntu | hub.docker.com/r/microsoft/mssql-server
          ~azure-sql-edge ~mssql-server-linux ~mssql-server | learn.microsoft.com/sql/linux/sql-server-linux-configure-environment-variables
        Oracle Database | store | 1521! SQL, 5500!? console | | oracle
          gvenzl/oracle-xe gvenzl/oracle-free | expose 1521 | entrypoint container-entrypoint.sh | user oracle | on rhel | github.com/gvenzl/oci-oracle-free
          database/free database/express database/enterprise database/xe ~oracle-xe ~oracle-free ~oracle-xe-11g | container-registry.oracle.com
        Db2 | store | 50000! SQL | | db2
          ibmcom/db2 db2_community/db2 ~db2 | expose 22 50000 55000 60006 60007 | hub.docker.com/r/ibmcom/db2
        Firebird | store | 3050! SQL | firebird | firebird
          firebirdsql/firebird jacobalberty/firebird ~firebird ~firebirdsql | expose 3050 | hub.docker.com/r/firebirdsql/firebird
        MongoDB | store | 27017! MongoDB --port $MONGODB_PORT_NUMBER, 27018!? MongoDB, 27019!? MongoDB | mongod mongos | mongodb mongodb+srv
          mongo | expose 27017 | entrypoint docker-entrypoint.sh | cmd mongod | on ubuntu | github.com/docker-library/mongo
          mongodb/mongodb-community-server mongodb/mongodb-enterprise-server | expose 27017 | hub.docker.com/r/mongodb/mongodb-community-server
          bitnami/mongodb bitnamilegacy/mongodb bitnami/mongodb-sharded | expose 27017 | entrypoint /opt/bitnami/scripts/mongodb/entrypoint.sh | cmd /opt/bitnami/scripts/mongodb/run.sh | user 1001 | on debian | github.com/bitnami/containers
          ~mongo ~mongodb ~mongodb-community-server ~percona-server-mongodb ~mongodb-atlas-local ~mongodb-sharded | mongodb.com/docs/manual/reference/default-mongodb-port
        FerretDB | store | 27017! MongoDB $FERRETDB_LISTEN_ADDR --listen-addr, 8088! debug | ferretdb |
          ferretdb/ferretdb ~ferretdb | expose 27017 | docs.ferretdb.io/configuration/flags
        CouchDB | store | 5984! HTTP, 4369! Erlang's port mapper, 9100! cluster | couchdb |
          couchdb | expose 4369 5984 9100 | entrypoint tini -- /docker-entrypoint.sh | cmd /opt/couchdb/bin/couchdb | on debian | github.com/apache/couchdb-docker
          ~couchdb ~pouchdb-server | docs.couchdb.org/en/stable/config/http.html
        Couchbase | store | 8091! HTTP, 8092! views, 8093! queries, 11210! data | couchbase |
          couchbase ~couchbase | expose 8091 8092 8093 8094 8095 8096 8097 9123 11207 11210 11280 18091 18092 18093 18094 18095 18096 18097 | entrypoint /entrypoint.sh | cmd couchbase-server | on ubuntu | github.com/couchbase/docker
        Cassandra | store | 9042! CQL, 7000! cluster, 7001!? cluster, 7199! JMX, 9160!? Thrift | cassandra | cassandra
          cassandra | expose 7000 7001 7199 9042 9160 | entrypoint docker-entrypoint.sh | cmd cassandra -f | on debian | github.com/docker-library/cassandra
          bitnami/cassandra bitnamilegacy/cassandra | expose 7000 7199 9042 | entrypoint /opt/bitnami/scripts/cassandra/entrypoint.sh | user 1001 | on debian | github.com/bitnami/containers
          ~cassandra ~dse-server | cassandra.apache.org/doc/latest/cassandra/troubleshooting/finding_nodes.html
        ScyllaDB | store | 9042! CQL, 7000! cluster, 7001!? cluster, 9160!? Thrift, 10000! REST, 9180! metrics, 19042! CQL, 7199!? JMX | scylla |
          scylladb/scylla ~scylla ~scylladb | docs.scylladb.com/manual/stable/operating-scylla/admin.html
        ClickHouse | store | 8123! HTTP, 9000! native, 9009! replication, 9440!? native TLS, 9004! MySQL, 9005! PostgreSQL | clickhouse-server clickhouse | clickhouse
          clickhouse clickhouse/clickhouse-server yandex/clickhouse-server | expose 8123 9000 9009 | entrypoint /entrypoint.sh | on ubuntu | github.com/ClickHouse/docker-library
          ~clickhouse ~clickhouse-server | clickhouse.com/docs/guides/sre/network-ports
        CockroachDB | store | 26257! SQL --listen-addr --sql-addr, 8080! HTTP --http-addr | start start-single-node | cockroachdb
          cockroachdb/cockroach ~cockroach | expose 8080 26257 | entrypoint /cockroach/cockroach.sh | on rhel | github.com/cockroachdb/cockroach
        Neo4j | store | 7474! HTTP, 7687! Bolt, 7473!? HTTPS | neo4j | bolt neo4j
          neo4j | expose 7473 7474 7687 | entrypoint tini -g -- /startup/docker-entrypoint.sh | cmd neo4j | on debian | github.com/neo4j/docker-neo4j-publish
          ~neo4j | neo4j.com/docs/operations-manual/current/configuration/ports
        Memgraph | store | 7687! Bolt --bolt-port, 7444! logs | memgraph |
          memgraph/memgraph memgraph/memgraph-mage ~memgraph ~memgraph-platform | memgraph.com/docs/database-management/configuration
        ArangoDB | store | 8529! HTTP | arangod |
          arangodb arangodb/arangodb | expose 8529 | entrypoint /entrypoint.sh | cmd arangod | github.com/arangodb/arangodb-docker
          ~arangodb | docs.arangodb.com
        RethinkDB | store | 28015! driver --driver-port, 29015! cluster --cluster-port, 8080! HTTP --http-port | rethinkdb | rethinkdb
          rethinkdb ~rethinkdb | expose 8080 28015 29015 | cmd rethinkdb --bind all | github.com/rethinkdb/rethinkdb-dockerfiles
        SurrealDB | store | 8000! HTTP $SURREAL_BIND --bind -b | start |
          surrealdb/surrealdb ~surrealdb | entrypoint /surreal | surrealdb.com/docs/surrealdb/cli/start
        CrateDB | store | 4200! HTTP, 4300! cluster, 5432! SQL | crate |
          crate ~crate | expose 4200 4300 5432 | entrypoint /docker-entrypoint.sh | cmd crate | on rhel | github.com/crate/docker-crate
        InfluxDB | store | 8086! HTTP $INFLUXD_HTTP_BIND_ADDRESS $INFLUXDB_HTTP_BIND_ADDRESS, 8088!? RPC | influxd | influxdb
          influxdb | expose 8086 | entrypoint /entrypoint.sh | cmd influxd | on debian | github.com/influxdata/influxdata-docker
          influxdb:3-core influxdb:3-enterprise | listens 8181! HTTP | hub.docker.com/_/influxdb
          ~influxdb ~influxdb2 | docs.influxdata.com/influxdb/v2/reference/config-options
        QuestDB | store | 9000! HTTP, 8812! SQL, 9009! line protocol, 9003! health | questdb |
          questdb/questdb ~questdb | expose 8812 9000 9009 | questdb.com/docs/guides/docker
        VictoriaMetrics | store | 8428! HTTP --httpListenAddr -httpListenAddr | victoria-metrics |
          victoriametrics/victoria-metrics ~victoria-metrics | expose 8428 | entrypoint /victoria-metrics-prod | on alpine | docs.victoriametrics.com
        Graphite | store | 80! HTTP, 2003! plain text, 2004! pickle, 2023! aggregator, 2024! aggregator, 8125/udp! statsd, 8126! statsd | |
          graphiteapp/graphite-statsd ~graphite-statsd | expose 80 2003 2004 2013 2014 2023 2024 8080 8125/udp 8126 | entrypoint /entrypoint | on alpine | github.com/graphite-project/docker-graphite-statsd
        etcd | store | 2379! client $ETCD_LISTEN_CLIENT_URLS* --listen-client-urls, 2380! peers $ETCD_LISTEN_PEER_URLS* --listen-peer-urls | etcd | etcd
          coreos/etcd etcd-development/etcd | expose 2379 2380 | on distroless | etcd.io/docs/latest/op-guide/configuration
          bitnami/etcd bitnamilegacy/etcd | expose 2379 2380 | entrypoint /opt/bitnami/scripts/etcd/entrypoint.sh | cmd /opt/bitnami/scripts/etcd/run.sh | user 1001 | on debian | github.com/bitnami/containers
          ~etcd | etcd.io/docs/latest/op-guide/configuration
        Consul | store | 8500! HTTP, 8300! RPC, 8301! gossip, 8301/udp! gossip, 8302! gossip, 8302/udp! gossip, 8600! DNS, 8600/udp! DNS | agent consul |
          consul hashicorp/consul | expose 8300 8301 8301/udp 8302 8302/udp 8500 8600 8600/udp | entrypoint docker-entrypoint.sh | cmd agent -dev -client 0.0.0.0 | on alpine | github.com/hashicorp/docker-consul
          ~consul | developer.hashicorp.com/consul/docs/reference/architecture/ports
        ZooKeeper | store | 2181! client $ZOOKEEPER_CLIENT_PORT $ZOO_PORT_NUMBER, 8080! administration, 2888!? followers, 3888!? election | zkServer.sh | zookeeper zk
          zookeeper | expose 2181 2888 3888 8080 | entrypoint /docker-entrypoint.sh | cmd zkServer.sh start-foreground | on ubuntu | github.com/31z4/zookeeper-docker
          confluentinc/cp-zookeeper | listens 2181! client $ZOOKEEPER_CLIENT_PORT, 2888!? followers, 3888!? election | expose 2181 2888 3888 | cmd /etc/confluent/docker/run | on rhel | github.com/confluentinc/kafka-images
          bitnami/zookeeper bitnamilegacy/zookeeper | expose 2181 2888 3888 8080 | entrypoint /opt/bitnami/scripts/zookeeper/entrypoint.sh | cmd /opt/bitnami/scripts/zookeeper/run.sh | user 1001 | on debian | github.com/bitnami/containers
          ~zookeeper ~cp-zookeeper | zookeeper.apache.org/doc/current/zookeeperAdmin.html
        Redis | store | 6379! RESP --port $REDIS_PORT_NUMBER, 16379!? cluster, 26379!? sentinel | redis-server | redis rediss
          redis | expose 6379 | entrypoint docker-entrypoint.sh | cmd redis-server | on debian | github.com/redis/docker-library-redis
          redis/redis-stack-server | expose 6379 | on ubuntu | hub.docker.com/r/redis/redis-stack-server
          redis/redis-stack | listens 6379! RESP, 8001! HTTP | expose 6379 8001 | on ubuntu | hub.docker.com/r/redis/redis-stack
          bitnami/redis bitnamilegacy/redis bitnamisecure/redis | expose 6379 | entrypoint /opt/bitnami/scripts/redis/entrypoint.sh | cmd /opt/bitnami/scripts/redis/run.sh | user 1001 | on debian | github.com/bitnami/containers
          bitnami/redis-sentinel bitnamilegacy/redis-sentinel | listens 26379! sentinel $REDIS_SENTINEL_PORT_NUMBER | expose 26379 | user 1001 | on debian | github.com/bitnami/containers
          bitnami/redis-cluster bitnamilegacy/redis-cluster | listens 6379! RESP, 16379! cluster | expose 6379 | user 1001 | on debian | github.com/bitnami/containers
          ~redis ~redis-stack ~redis-stack-server ~redis-alpine ~redismod ~redis-cluster ~redis-sentinel | redis.io/docs/latest/operate/oss_and_stack/management/config
        Valkey | store | 6379! RESP --port, 16379!? cluster, 26379!? sentinel | valkey-server | valkey
          valkey/valkey | expose 6379 | entrypoint docker-entrypoint.sh | cmd valkey-server | on debian | github.com/valkey-io/valkey-container
          ~valkey ~valkey-bundle ~redict | valkey.io/topics/valkey.conf
        KeyDB | store | 6379! RESP --port | keydb-server |
          eqalpha/keydb ~keydb | expose 6379 | entrypoint docker-entrypoint.sh | cmd keydb-server /etc/keydb/keydb.conf | docs.keydb.dev
        Dragonfly | store | 6379! RESP --port | dragonfly |
          dragonflydb/dragonfly ~dragonfly ~dragonflydb | expose 6379 | entrypoint entrypoint.sh | on ubuntu | dragonflydb.io/docs
        Kvrocks | store | 6666! RESP | kvrocks |
          apache/kvrocks ~kvrocks | expose 6666 | kvrocks.apache.org/docs/getting-started
        memcached | store | 11211! memcached -p --port | memcached | memcached
          memcached | expose 11211 | entrypoint docker-entrypoint.sh | cmd memcached | user memcache | on debian | github.com/docker-library/memcached
          ~memcached | docs.memcached.org
        Elasticsearch | store | 9200! HTTP, 9300! cluster | elasticsearch eswrapper | elasticsearch
          elasticsearch elasticsearch/elasticsearch elasticsearch/elasticsearch-oss | expose 9200 9300 | entrypoint /bin/tini -- /usr/local/bin/docker-entrypoint.sh | cmd eswrapper | github.com/elastic/elasticsearch
          bitnami/elasticsearch bitnamilegacy/elasticsearch | expose 9200 9300 | user 1001 | on debian | github.com/bitnami/containers
          ~elasticsearch ~elasticsearch-oss | elastic.co/docs/reference/elasticsearch/configuration-reference/networking-settings
        OpenSearch | store | 9200! HTTP, 9300! cluster, 9600! analyzer, 9650!? analyzer | opensearch |
          opensearchproject/opensearch | expose 9200 9300 9600 9650 | entrypoint ./opensearch-docker-entrypoint.sh | cmd opensearch | on amazon | github.com/opensearch-project/opensearch-build
          ~opensearch ~opendistro-for-elasticsearch | docs.opensearch.org
        Manticore | store | 9306! SQL, 9308! HTTP, 9312! binary | searchd |
          manticoresearch/manticore ~manticore | expose 9306 9308 9312 | manual.manticoresearch.com
        Zinc | store | 4080! HTTP $ZINC_SERVER_PORT | |
          zinclabs/zinc ~zinc ~zincsearch | zincsearch-docs.zinc.dev
        Solr | store | 8983! HTTP $SOLR_PORT -p | solr solr-foreground solr-precreate solr-create | solr
          solr | expose 8983 | entrypoint docker-entrypoint.sh | cmd solr-foreground | user 8983 | on ubuntu | github.com/apache/solr-docker
          ~solr | solr.apache.org/guide/solr/latest/deployment-guide/solr-in-docker.html
        Meilisearch | store | 7700! HTTP $MEILI_HTTP_ADDR --http-addr | meilisearch |
          getmeili/meilisearch | expose 7700 | entrypoint tini -- | cmd /bin/sh -c /bin/meilisearch | on alpine | github.com/meilisearch/meilisearch
          ~meilisearch | meilisearch.com/docs
        Typesense | store | 8108! HTTP --api-port $TYPESENSE_API_PORT, 8107! peers | typesense-server |
          typesense/typesense ~typesense | expose 8107 8108 | entrypoint /opt/typesense-server | typesense.org/docs/guide/install-typesense.html
        Qdrant | store | 6333! HTTP $QDRANT__SERVICE__HTTP_PORT, 6334! gRPC $QDRANT__SERVICE__GRPC_PORT | qdrant |
          qdrant/qdrant | expose 6333 6334 | cmd ./entrypoint.sh | on debian | github.com/qdrant/qdrant
          ~qdrant | qdrant.tech/documentation/guides/configuration
        Milvus | store | 19530! gRPC, 9091! HTTP | milvus |
          milvusdb/milvus ~milvus | entrypoint /tini -- | milvus.io/docs/configure-docker.md
        Weaviate | store | 8080! HTTP --port, 50051! gRPC | weaviate |
          semitechnologies/weaviate weaviate/weaviate | entrypoint /bin/weaviate | cmd --host 0.0.0.0 --port 8080 --scheme http | on alpine | github.com/weaviate/weaviate
          ~weaviate | docs.weaviate.io
        Chroma | store | 8000! HTTP $CHROMA_PORT $CHROMA_SERVER_HTTP_PORT --port | chroma run |
          chromadb/chroma chroma-core/chroma ~chroma | expose 8000 | docs.trychroma.com
        Aerospike | store | 3000! service, 3001! fabric, 3002! heartbeat | asd |
          aerospike aerospike/aerospike-server ~aerospike-server ~aerospike | expose 3000 3001 3002 3003 | github.com/aerospike/aerospike-server.docker
        Hazelcast | store | 5701! cluster | |
          hazelcast/hazelcast ~hazelcast | expose 5701 | docs.hazelcast.com
        OpenLDAP | control | 389! LDAP, 636! LDAPS | slapd | ldap ldaps
          osixia/openldap | expose 389 636 | entrypoint /container/tool/run | on debian | github.com/osixia/docker-openldap
          bitnami/openldap bitnamilegacy/openldap | listens 1389! LDAP $LDAP_PORT_NUMBER, 1636!? LDAPS $LDAP_LDAPS_PORT_NUMBER | expose 1389 1636 | entrypoint /opt/bitnami/scripts/openldap/entrypoint.sh | cmd /opt/bitnami/scripts/openldap/run.sh | user 1001 | on debian | github.com/bitnami/containers
          ~openldap ~openldap-backup | openldap.org/doc/admin26
        LLDAP | control | 3890! LDAP $LLDAP_LDAP_PORT, 17170! HTTP $LLDAP_HTTP_PORT, 6360!? LDAPS | |
          lldap/lldap nitnelave/lldap | expose 3890 17170 | entrypoint /app/docker-entrypoint.sh | cmd run --config-file /data/lldap_config.toml | on alpine | health | github.com/lldap/lldap
          ~lldap | github.com/lldap/lldap
        LDAP server | control | 389!? LDAP, 636!? LDAPS, 3389!? LDAP, 3893!? LDAP | |
          ~glauth 389ds/dirsrv ~dirsrv | listens ? | glauth.github.io
        # Brokers
        RabbitMQ | broker | 5672! AMQP $RABBITMQ_NODE_PORT $RABBITMQ_NODE_PORT_NUMBER, 15692! metrics, 25672! cluster, 4369! Erlang's port mapper, 15672!? management, 5671!? AMQPS, 1883!? MQTT, 61613!? STOMP | rabbitmq-server | amqp amqps
          rabbitmq:*management* | listens 5672! AMQP $RABBITMQ_NODE_PORT, 15672! management, 15692! metrics, 25672! cluster, 4369! Erlang's port mapper | expose 4369 5671 5672 15671 15672 15691 15692 25672 | entrypoint docker-entrypoint.sh | cmd rabbitmq-server | on ubuntu | github.com/docker-library/rabbitmq
          rabbitmq | expose 4369 5671 5672 15691 15692 25672 | entrypoint docker-entrypoint.sh | cmd rabbitmq-server | on ubuntu | github.com/docker-library/rabbitmq
          bitnami/rabbitmq bitnamilegacy/rabbitmq | listens 5672! AMQP $RABBITMQ_NODE_PORT_NUMBER, 15672! management $RABBITMQ_MANAGEMENT_PORT_NUMBER, 25672! cluster, 4369! Erlang's port mapper | expose 4369 5551 5552 5671 5672 15671 15672 25672 | entrypoint /opt/bitnami/scripts/rabbitmq/entrypoint.sh | cmd /opt/bitnami/scripts/rabbitmq/run.sh | user 1001 | on debian | github.com/bitnami/containers
          ~rabbitmq | rabbitmq.com/docs/networking
        LavinMQ | broker | 5672! AMQP, 15672! HTTP, 1883!? MQTT | lavinmq |
          cloudamqp/lavinmq ~lavinmq | expose 5672 15672 | lavinmq.com/documentation
        Kafka | broker | 9092! Kafka $KAFKA_LISTENERS* $KAFKA_CFG_LISTENERS* $KAFKA_ADVERTISED_LISTENERS*, 9093!? Kafka, 9094!? Kafka, 9101!? JMX, 29092!? Kafka | kafka-server-start.sh kafka-server-start start-kafka.sh | kafka
          apache/kafka | expose 9092 | cmd /__cacert_entrypoint.sh /etc/kafka/docker/run | user appuser | on alpine | github.com/apache/kafka
          apache/kafka-native | expose 9092 | cmd /etc/kafka/docker/run | user appuser | on alpine | github.com/apache/kafka
          confluentinc/cp-kafka confluentinc/cp-server confluentinc/confluent-local | expose 9092 | cmd /etc/confluent/docker/run | on rhel | github.com/confluentinc/kafka-images
          bitnami/kafka bitnamilegacy/kafka bitnamisecure/kafka | expose 9092 | entrypoint /opt/bitnami/scripts/kafka/entrypoint.sh | cmd /opt/bitnami/scripts/kafka/run.sh | user 1001 | on debian | github.com/bitnami/containers
          wurstmeister/kafka | listens 9092! Kafka $KAFKA_LISTENERS* $KAFKA_PORT | cmd start-kafka.sh | on debian | github.com/wurstmeister/kafka-docker
          ~kafka ~cp-kafka ~cp-server ~kafka-native ~cp-enterprise-kafka | kafka.apache.org/documentation
        Redpanda | broker | 9092! Kafka, 9644! administration, 8081! schema registry, 8082! HTTP, 33145! RPC | redpanda |
          redpandadata/redpanda vectorized/redpanda ~redpanda | entrypoint /entrypoint.sh | docs.redpanda.com
        Kafka Connect | control | 8083! HTTP $CONNECT_REST_PORT | |
          confluentinc/cp-kafka-connect confluentinc/cp-kafka-connect-base ~cp-kafka-connect | expose 8083 9092 | cmd /etc/confluent/docker/run | on rhel | health | github.com/confluentinc/kafka-images
          debezium/connect ~connect | expose 8083 8778 | entrypoint /docker-entrypoint.sh | cmd start | github.com/debezium/container-images
        Schema Registry | control | 8081! HTTP $SCHEMA_REGISTRY_LISTENERS* | |
          confluentinc/cp-schema-registry ~cp-schema-registry | expose 8081 | cmd /etc/confluent/docker/run | on rhel | github.com/confluentinc/schema-registry-images
        Kafka REST | control | 8082! HTTP $KAFKA_REST_LISTENERS* | |
          confluentinc/cp-kafka-rest ~cp-kafka-rest | expose 8082 | cmd /etc/confluent/docker/run | on rhel | github.com/confluentinc/kafka-rest-images
        ksqlDB | control | 8088! HTTP $KSQL_LISTENERS* | |
          confluentinc/ksqldb-server confluentinc/cp-ksqldb-server ~ksqldb-server | docs.ksqldb.io
        Kafka UI | control | 8080! HTTP $SERVER_PORT | |
          provectuslabs/kafka-ui | expose 8080 | user kafkaui | on alpine | github.com/provectus/kafka-ui
          kafbat/kafka-ui ~kafka-ui | github.com/kafbat/kafka-ui
        Kafdrop | control | 9000! HTTP $SERVER_PORT | |
          obsidiandynamics/kafdrop ~kafdrop | expose 9000 | github.com/obsidiandynamics/kafdrop
        CMAK | control | 9000! HTTP | |
          ~kafka-manager ~cmak | github.com/yahoo/CMAK
        Kafka Control Center | control | 9021! HTTP | |
          confluentinc/cp-enterprise-control-center ~cp-enterprise-control-center | docs.confluent.io
        ActiveMQ | broker | 61616! OpenWire, 8161! console, 5672! AMQP, 1883! MQTT, 61613! STOMP, 61614! WebSocket | activemq |
          apache/activemq-classic apache/activemq-artemis apache/activemq rmohr/activemq symptoma/activemq | activemq.apache.org
          ~activemq ~activemq-classic ~activemq-artemis ~artemis | activemq.apache.org
        NATS | broker | 4222! NATS -p --port, 8222! monitoring -m --http_port, 6222! cluster | nats-server | nats
          nats:*alpine* | expose 4222 6222 8222 | entrypoint docker-entrypoint.sh | cmd nats-server --config /etc/nats/nats-server.conf | on alpine | github.com/nats-io/nats-docker
          nats | expose 4222 6222 8222 | entrypoint /nats-server | cmd --config nats-server.conf | on scratch | github.com/nats-io/nats-docker
          ~nats ~nats-server ~nats-streaming | docs.nats.io
        Mosquitto | broker | 1883! MQTT -p, 9001!? WebSocket, 8883!? MQTTS | mosquitto | mqtt mqtts
          eclipse-mosquitto | expose 1883 | entrypoint /docker-entrypoint.sh | cmd /usr/sbin/mosquitto -c /mosquitto/config/mosquitto.conf | on alpine | github.com/eclipse-mosquitto/mosquitto
          ~eclipse-mosquitto ~mosquitto | mosquitto.org/man/mosquitto-conf-5.html
        EMQX | broker | 1883! MQTT, 8083! WebSocket, 8084! WebSocket, 8883! MQTTS, 18083! dashboard, 4370! cluster, 5369! RPC | emqx |
          emqx emqx/emqx ~emqx | expose 1883 4370 5369 8083 8084 8883 18083 | entrypoint /usr/bin/docker-entrypoint.sh | cmd /opt/emqx/bin/emqx foreground | user emqx | on debian | github.com/emqx/emqx-docker
        MQTT broker | broker | 1883! MQTT | |
          hivemq/hivemq4 hivemq/hivemq-ce vernemq/vernemq emqx/nanomq ~vernemq ~hivemq4 ~hivemq-ce ~nanomq ~rmqtt | mqtt.org
        Pulsar | broker | 6650! Pulsar, 8080! HTTP | pulsar |
          apachepulsar/pulsar apachepulsar/pulsar-all ~pulsar ~pulsar-all | pulsar.apache.org/docs
        NSQ | broker | 4150!? nsqd, 4151!? nsqd HTTP, 4160!? nsqlookupd, 4161!? nsqlookupd HTTP, 4170!? nsqadmin, 4171!? nsqadmin | |
          nsqio/nsq ~nsq | listens ? | expose 4150 4151 4160 4161 4170 4171 | on alpine | nsq.io/deployment/docker.html
        beanstalkd | broker | 11300! beanstalk -p | beanstalkd |
          schickling/beanstalkd ~beanstalkd ~beanstalk | beanstalkd.github.io
        Gearman | broker | 4730! Gearman | gearmand |
          ~gearmand ~gearman | gearman.org
        Temporal | broker | 7233! gRPC, 6933! membership, 6934! membership, 6935! membership, 6939! membership, 7234! gRPC, 7235! gRPC, 7239! gRPC | autosetup |
          temporalio/auto-setup temporalio/server | expose 6933 6934 6935 6939 7233 7234 7235 7239 | entrypoint /etc/temporal/entrypoint.sh | user temporal | on alpine | github.com/temporalio/docker-builds
        Temporal UI | control | 8080! HTTP $TEMPORAL_UI_PORT | |
          temporalio/ui | docs.temporal.io/references/web-ui-environment-variables
        # Power over others
        Docker's API | control | 2375!? Docker, 2376! Docker | dockerd |
          docker:*dind* | listens 2375! Docker, 2376! Docker | expose 2375 2376 | entrypoint dockerd-entrypoint.sh | on alpine | github.com/docker-library/docker
          docker | listens none | entrypoint docker-entrypoint.sh | cmd sh | on alpine | github.com/docker-library/docker
          tecnativa/docker-socket-proxy | listens 2375! Docker | expose 2375 | entrypoint docker-entrypoint.sh | cmd haproxy -f /tmp/haproxy.cfg | user root | on alpine | github.com/Tecnativa/docker-socket-proxy
          linuxserver/socket-proxy wollomatic/socket-proxy | listens 2375! Docker | docs.linuxserver.io/images/docker-socket-proxy
          ~dind ~docker-socket-proxy ~socket-proxy | listens 2375! Docker | github.com/Tecnativa/docker-socket-proxy
        Kibana | control | 5601! HTTP $SERVER_PORT | kibana |
          kibana kibana/kibana elasticsearch/kibana ~kibana | expose 5601 | entrypoint /bin/tini -- | cmd /usr/local/bin/kibana-docker | user 1000 | elastic.co/docs/deploy-manage/deploy/self-managed/install-kibana-with-docker
        OpenSearch Dashboards | control | 5601! HTTP $SERVER_PORT | |
          opensearchproject/opensearch-dashboards ~opensearch-dashboards | expose 5601 | entrypoint ./opensearch-dashboards-docker-entrypoint.sh | docs.opensearch.org
        Logstash | other | 5044? Beats, 9600 HTTP | logstash |
          logstash logstash/logstash ~logstash | expose 5044 9600 | entrypoint /usr/local/bin/docker-entrypoint | elastic.co/docs/reference/logstash/docker
        Beats | base | none | filebeat metricbeat heartbeat auditbeat packetbeat |
          beats/filebeat beats/metricbeat beats/heartbeat beats/auditbeat beats/packetbeat elastic/filebeat elastic/metricbeat | entrypoint /usr/bin/tini -- /usr/local/bin/docker-entrypoint | elastic.co/docs/reference/beats/filebeat/running-on-docker
        Fluentd | other | 24224 forward, 24224/udp forward, 5140? syslog | fluentd fluent-bit |
          fluent/fluentd fluentd | expose 5140 24224 | entrypoint tini -- /bin/entrypoint.sh | cmd fluentd | user fluent | on debian | github.com/fluent/fluentd-docker-image
          fluent/fluent-bit | listens 2020? HTTP, 24224? forward | expose 2020 | entrypoint /fluent-bit/bin/fluent-bit | on distroless | docs.fluentbit.io
        Ollama | control | 11434! HTTP $OLLAMA_HOST | serve ollama |
          ollama/ollama ~ollama | expose 11434 | entrypoint /bin/ollama | cmd serve | on ubuntu | github.com/ollama/ollama
        Selenium | control | 4444! WebDriver $SE_HUB_PORT $SE_NODE_PORT, 4442!? events, 4443!? events, 5900!? VNC, 7900!? VNC | |
          selenium/hub | listens 4444! WebDriver, 4442! events, 4443! events | expose 4442 4443 4444 | cmd /opt/bin/entry_point.sh | on ubuntu | github.com/SeleniumHQ/docker-selenium
          selenium/standalone-chrome selenium/standalone-firefox selenium/standalone-edge selenium/standalone-chromium | listens 4444! WebDriver, 5900! VNC, 7900! VNC | expose 4444 5900 9000 | cmd /opt/bin/entry_point.sh | on ubuntu | github.com/SeleniumHQ/docker-selenium
          selenium/node-chrome selenium/node-firefox selenium/node-edge selenium/node-chromium | listens 5555! WebDriver, 5900! VNC, 7900! VNC | expose 5555 5900 9000 | cmd /opt/bin/entry_point.sh | on ubuntu | github.com/SeleniumHQ/docker-selenium
          seleniarm/standalone-chromium ~standalone-chrome ~standalone-firefox ~standalone-chromium ~standalone-edge | github.com/SeleniumHQ/docker-selenium
        Chrome | control | 3000! HTTP $PORT, 9222!? DevTools | |
          browserless/chrome browserless/chromium ~chromium | expose 3000 | docs.browserless.io
          chromedp/headless-shell ~headless-shell | listens 9222! DevTools | expose 9222 | github.com/chromedp/docker-headless-shell
        Spark | control | 7077!? master, 8080!? HTTP, 6066!? REST, 8081!? HTTP | |
          spark apache/spark bitnami/spark bitnamilegacy/spark bde2020/spark-master bde2020/spark-worker ~spark ~spark-master ~spark-worker | listens ? | spark.apache.org/docs/latest/security.html
        Flink | control | 8081! HTTP, 6123! RPC | jobmanager standalone-job |
          flink apache/flink ~flink | expose 6123 8081 | entrypoint /docker-entrypoint.sh | cmd help | user flink | on ubuntu | github.com/apache/flink-docker
        Hadoop | control | 9870! HTTP, 8020!? RPC, 9000!? RPC, 8088!? HTTP, 50070!? HTTP | |
          bde2020/hadoop-namenode | listens ? | expose 9870 | github.com/big-data-europe/docker-hadoop
          ~hadoop-namenode ~hadoop ~namenode | listens ? | hadoop.apache.org
        Airflow | control | 8080! HTTP | webserver api-server standalone |
          apache/airflow bitnami/airflow ~airflow | expose 8080 | entrypoint /usr/bin/dumb-init -- /entrypoint | user 50000 | on debian | airflow.apache.org/docs/docker-stack
        Vault | control | 8200! HTTP $VAULT_DEV_LISTEN_ADDRESS, 8201!? cluster | server vault |
          vault hashicorp/vault ~vault | expose 8200 | entrypoint docker-entrypoint.sh | cmd server -dev | on alpine | github.com/hashicorp/docker-vault
          openbao/openbao ~openbao | expose 8200 | entrypoint docker-entrypoint.sh | cmd server -dev | on alpine | openbao.org/docs
        Nomad | control | 4646! HTTP, 4647! RPC, 4648! gossip | agent |
          hashicorp/nomad ~nomad | developer.hashicorp.com/nomad/docs/install/production/requirements
        remote desktop | control | 5901! VNC, 6901! HTTP | |
          consol/ubuntu-xfce-vnc accetto/ubuntu-vnc-xfce-g3 ~docker-headless-vnc-container ~ubuntu-xfce-vnc | expose 5901 6901 | github.com/ConSol/docker-headless-vnc-container
        Guacamole | control | 8080! HTTP | |
          guacamole/guacamole ~guacamole | expose 8080 | guacamole.apache.org/doc/gug/guacamole-docker.html
        guacd | control | 4822! Guacamole | guacd |
          guacamole/guacd ~guacd | expose 4822 | guacamole.apache.org/doc/gug/guacamole-docker.html
        Samba | control | 445! SMB, 139! NetBIOS, 137/udp!? NetBIOS, 138/udp!? NetBIOS | smbd |
          dperson/samba crazymax/samba ~samba | expose 139 445 137/udp 138/udp | on alpine | github.com/dperson/samba
        NFS | control | 2049! NFS, 111!? rpcbind | |
          itsthenetwork/nfs-server-alpine erichough/nfs-server ~nfs-server ~nfs-server-alpine | expose 2049 | github.com/ehough/docker-nfs-server
        SFTP | control | 22! SSH | |
          atmoz/sftp ~sftp | expose 22 | entrypoint /entrypoint | on debian | github.com/atmoz/sftp
        OpenSSH | control | 2222! SSH $LISTEN_PORT | |
          linuxserver/openssh-server ~openssh-server | expose 2222 | entrypoint /init | on alpine | github.com/linuxserver/docker-openssh-server
        MinIO | store | 9000! S3 --address $MINIO_ADDRESS, 9001!? console --console-address $MINIO_CONSOLE_ADDRESS | minio server |
          minio/minio | expose 9000 | entrypoint /usr/bin/docker-entrypoint.sh | cmd minio | on rhel | github.com/minio/minio
          bitnami/minio bitnamilegacy/minio | listens 9000! S3 $MINIO_API_PORT_NUMBER, 9001! console $MINIO_CONSOLE_PORT_NUMBER | expose 9000 9001 | entrypoint /opt/bitnami/scripts/minio/entrypoint.sh | cmd /opt/bitnami/scripts/minio/run.sh | user 1001 | on debian | github.com/bitnami/containers
          ~minio | min.io/docs
        MinIO client | base | none | |
          minio/mc | entrypoint mc | on rhel | github.com/minio/mc
        registry | store | 5000! HTTP $REGISTRY_HTTP_ADDR | registry serve |
          registry | expose 5000 | entrypoint /entrypoint.sh | cmd /etc/distribution/config.yml | on alpine | github.com/distribution/distribution-library-image
        LocalStack | control | 4566! HTTP $GATEWAY_LISTEN | |
          localstack/localstack localstack/localstack-pro ~localstack | entrypoint docker-entrypoint.sh | on debian | health | github.com/localstack/localstack
        DynamoDB | store | 8000! HTTP -port | |
          amazon/dynamodb-local ~dynamodb-local | expose 8000 | entrypoint java | cmd -jar DynamoDBLocal.jar -inMemory | on amazon | docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.html
        Portainer | control | 9000! HTTP --bind -p, 9443! HTTPS --bind-https, 8000! tunnel --tunnel-port | |
          portainer/portainer portainer/portainer-ce portainer/portainer-ee | expose 8000 9000 9443 | entrypoint /portainer | on scratch | github.com/portainer/portainer
          ~portainer ~portainer-ce ~portainer-ee | docs.portainer.io
        Portainer agent | control | 9001! HTTPS | |
          portainer/agent | expose 9001 | entrypoint ./agent | docs.portainer.io
        phpMyAdmin | control | 80! HTTP $APACHE_PORT | apache2-foreground |
          phpmyadmin phpmyadmin/phpmyadmin | expose 80 | entrypoint /docker-entrypoint.sh | cmd apache2-foreground | on debian | github.com/phpmyadmin/docker
          linuxserver/phpmyadmin | listens 80! HTTP, 443! HTTPS | expose 80 443 | entrypoint /init | on alpine | github.com/linuxserver/docker-phpmyadmin
          ~phpmyadmin | docs.phpmyadmin.net
        Adminer | control | 8080! HTTP | php |
          adminer:*fastcgi* | listens 9000! FastCGI | expose 9000 | entrypoint entrypoint.sh docker-php-entrypoint | cmd php-fpm | user adminer | on alpine | github.com/TimWolla/docker-adminer
          adminer | expose 8080 | entrypoint entrypoint.sh docker-php-entrypoint | cmd php -S [::]:8080 -t /var/www/html | user adminer | on alpine | stop SIGINT | github.com/TimWolla/docker-adminer
          ~adminer | adminer.org
        pgAdmin | control | 80! HTTP $PGADMIN_LISTEN_PORT, 443!? HTTPS | |
          dpage/pgadmin4 | expose 80 443 | entrypoint /entrypoint.sh | user 5050 | on alpine | github.com/pgadmin-org/pgadmin4
          ~pgadmin4 ~pgadmin | pgadmin.org/docs/pgadmin4/latest/container_deployment.html
        Mongo Express | control | 8081! HTTP $PORT | mongo-express |
          mongo-express ~mongo-express | expose 8081 | entrypoint /sbin/tini -- /docker-entrypoint.sh | cmd mongo-express | on alpine | github.com/mongo-express/mongo-express-docker
        Redis Commander | control | 8081! HTTP $PORT | |
          rediscommander/redis-commander joeferner/redis-commander ~redis-commander | expose 8081 | entrypoint /usr/bin/dumb-init -- | cmd /redis-commander/docker/entrypoint.sh | user 10000 | on alpine | health | github.com/joeferner/redis-commander
        Redis Insight | control | 5540! HTTP $RI_APP_PORT, 8001!? HTTP | |
          redis/redisinsight | expose 5540 | on alpine | hub.docker.com/r/redis/redisinsight
          redislabs/redisinsight | listens 8001! HTTP $RIPORT | expose 8001 | hub.docker.com/r/redislabs/redisinsight
          ~redisinsight | listens ? | redis.io/docs/latest/operate/redisinsight
        Jenkins | control | 8080! HTTP --httpPort, 50000! agents $JENKINS_SLAVE_AGENT_PORT | jenkins.sh |
          jenkins/jenkins jenkins | expose 8080 50000 | entrypoint /usr/bin/tini -- /usr/local/bin/jenkins.sh | user jenkins | on debian | github.com/jenkinsci/docker
          ~jenkins | jenkins.io/doc/book/installing/docker
        # Web servers and proxies
        nginx | web | 80+ HTTP, 443+? HTTPS, 443/udp+? HTTP/3 | nginx nginx-debug |
          nginx | expose 80 | entrypoint /docker-entrypoint.sh | cmd nginx -g "daemon off;" | on debian | stop SIGQUIT | github.com/nginx/docker-nginx
          nginxinc/nginx-unprivileged nginx/nginx-unprivileged | listens 8080+ HTTP | expose 8080 | entrypoint /docker-entrypoint.sh | cmd nginx -g "daemon off;" | user 101 | on debian | stop SIGQUIT | github.com/nginx/docker-nginx-unprivileged
          bitnami/nginx bitnamilegacy/nginx bitnamisecure/nginx | listens 8080+ HTTP $NGINX_HTTP_PORT_NUMBER, 8443+ HTTPS $NGINX_HTTPS_PORT_NUMBER | expose 8080 8443 | entrypoint /opt/bitnami/scripts/nginx/entrypoint.sh | cmd /opt/bitnami/scripts/nginx/run.sh | user 1001 | on debian | github.com/bitnami/containers
          linuxserver/nginx | listens 80+ HTTP, 443+ HTTPS | expose 80 443 | entrypoint /init | on alpine | github.com/linuxserver/docker-nginx
          openresty/openresty | on alpine | cmd /usr/local/openresty/bin/openresty -g "daemon off;" | stop SIGQUIT | github.com/openresty/docker-openresty
          ~nginx ~openresty ~tengine ~angie ~freenginx | nginx.org/en/docs
          ~nginx-unprivileged | listens 8080+ HTTP | github.com/nginx/docker-nginx-unprivileged
        Apache | web | 80+ HTTP, 443+? HTTPS | httpd httpd-foreground apache2-foreground |
          httpd | expose 80 | cmd httpd-foreground | on debian | stop SIGWINCH | github.com/docker-library/httpd
          bitnami/apache bitnamilegacy/apache | listens 8080+ HTTP $APACHE_HTTP_PORT_NUMBER, 8443+ HTTPS $APACHE_HTTPS_PORT_NUMBER | expose 8080 8443 | user 1001 | on debian | github.com/bitnami/containers
          ~httpd ~apache ~php-apache | httpd.apache.org/docs/current/bind.html
        PHP | web | 80+? HTTP, 9000? FastCGI | php-fpm apache2-foreground |
          php:*apache* | listens 80+ HTTP | expose 80 | entrypoint docker-php-entrypoint | cmd apache2-foreground | on debian | stop SIGWINCH | github.com/docker-library/php
          php:*fpm* | listens 9000 FastCGI | expose 9000 | entrypoint docker-php-entrypoint | cmd php-fpm | on debian | stop SIGQUIT | github.com/docker-library/php
          bitnami/php-fpm bitnamilegacy/php-fpm | listens 9000 FastCGI | expose 9000 | on debian | github.com/bitnami/containers
          webdevops/php-nginx webdevops/php-apache | listens 80+ HTTP, 443+ HTTPS, 9000 FastCGI | expose 80 443 9000 | entrypoint /entrypoint | cmd supervisord | github.com/webdevops/Dockerfile
        PHP command line | base | none | |
          php | entrypoint docker-php-entrypoint | cmd php -a | on debian | github.com/docker-library/php
        Caddy | proxy | 80+ HTTP, 443+ HTTPS, 443/udp+ HTTP/3, 2019!? administration | caddy run file-server reverse-proxy |
          caddy | expose 80 443 443/udp 2019 | cmd caddy run --config /etc/caddy/Caddyfile --adapter caddyfile | on alpine | github.com/caddyserver/caddy-docker
          lucaslorentz/caddy-docker-proxy | expose 80 443 2019 | entrypoint /bin/caddy | cmd docker-proxy | on alpine | github.com/lucaslorentz/caddy-docker-proxy
          ~caddy ~caddy-docker-proxy | caddyserver.com/docs
        Traefik | proxy | 80+ HTTP --entrypoints.*.address --entryPoints.*.address $TRAEFIK_ENTRYPOINTS_WEB_ADDRESS, 443+? HTTPS $TRAEFIK_ENTRYPOINTS_WEBSECURE_ADDRESS, 8080!? dashboard @--api.insecure @--api.insecure=true @--api, 443/udp+? HTTP/3, 25+? mail, 465+? mail, 587+? mail, 993+? mail | traefik |
          traefik | expose 80 | entrypoint /entrypoint.sh | cmd traefik | on alpine | github.com/traefik/traefik-library-image
          traefik/traefik | expose 80 | entrypoint /entrypoint.sh | cmd traefik | on alpine | github.com/traefik/traefik-library-image
          ~traefik | doc.traefik.io/traefik/routing/entrypoints
        HAProxy | proxy | 80+? HTTP, 443+? HTTPS | haproxy |
          haproxy | listens ? | expose none | entrypoint docker-entrypoint.sh | cmd haproxy -f /usr/local/etc/haproxy/haproxy.cfg | user haproxy | on debian | stop SIGUSR1 | github.com/docker-library/haproxy
          dockercloud/haproxy ~haproxy | listens ? | docs.haproxy.org
        Envoy | proxy | 80+? HTTP, 443+? HTTPS, 9901!? administration | envoy |
          envoyproxy/envoy | listens ? | entrypoint /docker-entrypoint.sh | on ubuntu | envoyproxy.io/docs
          ~envoy ~contour istio/proxyv2 ~pomerium | listens ? | envoyproxy.io/docs
        nginx-proxy | proxy | 80+ HTTP $HTTP_PORT, 443+ HTTPS $HTTPS_PORT, 443/udp+? HTTP/3 | forego |
          jwilder/nginx-proxy nginxproxy/nginx-proxy nginx-proxy/nginx-proxy | expose 80 | entrypoint /app/docker-entrypoint.sh | cmd forego start -r | on debian | github.com/nginx-proxy/nginx-proxy
          ~nginx-proxy | github.com/nginx-proxy/nginx-proxy
        ACME companion | base | none | start.sh |
          nginxproxy/acme-companion jrcs/letsencrypt-nginx-proxy-companion jwilder/docker-gen nginxproxy/docker-gen | github.com/nginx-proxy/acme-companion
        Nginx Proxy Manager | proxy | 80+ HTTP, 443+ HTTPS, 81! administration | |
          jc21/nginx-proxy-manager chishin/nginx-proxy-manager-zh | expose 80 81 443 | entrypoint /init | on debian | github.com/NginxProxyManager/nginx-proxy-manager
          ~nginx-proxy-manager ~nginx-proxy-manager-zh | nginxproxymanager.com/guide
          zoeyvid/npmplus ~npmplus | listens 80+ HTTP, 443+ HTTPS, 443/udp+ HTTP/3, 81! administration | github.com/ZoeyVid/NPMplus
        SWAG | proxy | 80+ HTTP, 443+ HTTPS | |
          linuxserver/swag linuxserver/letsencrypt | expose 80 443 | entrypoint /init | on alpine | github.com/linuxserver/docker-swag
          ~swag ~letsencrypt | docs.linuxserver.io/general/swag
        HTTPS proxy | proxy | 80+ HTTP, 443+ HTTPS | |
          steveltn/https-portal ~https-portal jonasal/nginx-certbot staticfloat/nginx-certbot ~nginx-certbot ~docker-nginx-certbot | expose 80 443 | github.com/SteveLTN/https-portal
          ~zoraxy ~bunkerweb | listens ? | docs.bunkerweb.io
        Kong | proxy | 8000+ HTTP $KONG_PROXY_LISTEN*, 8443+ HTTPS, 8001!? administration $KONG_ADMIN_LISTEN*, 8444!? administration, 80+? HTTP, 443+? HTTPS | kong |
          kong kong/kong kong/kong-gateway | expose 8000 8001 8443 8444 | entrypoint /docker-entrypoint.sh | cmd kong docker-start | user kong | on ubuntu | health | stop SIGQUIT | github.com/Kong/docker-kong
          ~kong ~kong-gateway | developer.konghq.com/gateway/configuration
        API gateway | proxy | 9080+? HTTP, 9443+? HTTPS, 8080+? HTTP, 80+? HTTP, 443+? HTTPS | |
          apache/apisix ~apisix ~tyk-gateway devopsfaith/krakend ~krakend | listens ? | apisix.apache.org/docs
        Varnish | proxy | 80+ HTTP $VARNISH_HTTP_PORT, 8443+ PROXY $VARNISH_PROXY_PORT, 443+? HTTPS | varnishd |
          varnish ~varnish | expose 80 8443 | entrypoint /usr/local/bin/docker-varnish-entrypoint | user varnish | on debian | github.com/varnish/docker-varnish
        Squid | proxy | 3128! HTTP proxy | squid |
          ubuntu/squid sameersbn/squid ~squid | expose 3128 | hub.docker.com/r/ubuntu/squid
        Tomcat | web | 8080+ HTTP, 8009!? AJP | catalina.sh |
          tomcat | expose 8080 | cmd catalina.sh run | on ubuntu | github.com/docker-library/tomcat
          bitnami/tomcat ~tomcat | tomcat.apache.org
        Jetty | web | 8080+ HTTP | |
          jetty ~jetty | expose 8080 | entrypoint /docker-entrypoint.sh | user jetty | on ubuntu | github.com/jetty/jetty.docker
        WildFly | web | 8080+ HTTP, 9990! management | standalone.sh |
          jboss/wildfly wildfly/wildfly ~wildfly | expose 8080 | cmd /opt/jboss/wildfly/bin/standalone.sh -b 0.0.0.0 | wildfly.org
        whoami | web | 80 HTTP $WHOAMI_PORT_NUMBER --port | |
          traefik/whoami containous/whoami | expose 80 | entrypoint /whoami | on scratch | github.com/traefik/whoami
          jwilder/whoami | listens 8000 HTTP | expose 8000 | github.com/jwilder/whoami
        HTTP echo | web | 5678 HTTP -listen | |
          hashicorp/http-echo | entrypoint /http-echo | on distroless | github.com/hashicorp/http-echo
          kennethreitz/httpbin | listens 80 HTTP | expose 80 | github.com/postmanlabs/httpbin
          mendhak/http-https-echo | listens 8080 HTTP $HTTP_PORT, 8443 HTTPS $HTTPS_PORT | expose 8080 8443 | github.com/mendhak/docker-http-https-echo
        WireMock | web | 8080 HTTP --port, 8443? HTTPS | |
          wiremock/wiremock ~wiremock | expose 8080 8443 | entrypoint /docker-entrypoint.sh | on ubuntu | health | github.com/wiremock/wiremock-docker
        Swagger UI | web | 8080 HTTP $PORT | |
          swaggerapi/swagger-ui swaggerapi/swagger-editor ~swagger-ui | expose 8080 | github.com/swagger-api/swagger-ui
        # Mail
        mail server | mail | 25+ SMTP, 143+ IMAP, 465+ SMTPS, 587+ submission, 993+ IMAPS, 110+? POP3, 995+? POP3S, 4190+? Sieve | |
          mailserver/docker-mailserver docker-mailserver/docker-mailserver tvial/docker-mailserver | expose 25 110 143 465 587 993 995 4190 | entrypoint /usr/bin/dumb-init -- | cmd supervisord -c /etc/supervisor/supervisord.conf | on debian | health | github.com/docker-mailserver/docker-mailserver
          ~docker-mailserver | github.com/docker-mailserver/docker-mailserver
          ~poste.io ~stalwart ~mail-server stalwartlabs/mail-server ~maddy ~mox ~iredmail mailu/front mailu/nginx | listens ? | stalw.art/docs
        Postfix | mail | 25+ SMTP, 465+? SMTPS, 587+? submission | postfix |
          boky/postfix | listens 587+ submission | expose 587 | github.com/bokysan/docker-postfix
          ~postfix ~postfix-relay mailcow/postfix ~exim ~haraka ~opensmtpd ~simple-mail-forwarder namshi/smtp ~smtp | postfix.org/documentation.html
        Dovecot | mail | 143+ IMAP, 993+ IMAPS, 110+? POP3, 995+? POP3S, 4190+? Sieve, 24? LMTP | dovecot |
          mailcow/dovecot dovecot/dovecot ~dovecot | listens ? | doc.dovecot.org
        mail aliases | mail | 25+ SMTP, 80+? HTTP | |
          ~anonaddy ~simplelogin | listens ? | addy.io/self-hosting
        MailHog | other | 1025 SMTP, 8025! HTTP | |
          mailhog/mailhog ~mailhog | expose 1025 8025 | entrypoint MailHog | user mailhog | on alpine | github.com/mailhog/MailHog
        Mailpit | other | 1025 SMTP $MP_SMTP_BIND_ADDR, 8025! HTTP $MP_UI_BIND_ADDR, 1110? POP3 | |
          axllent/mailpit ~mailpit | expose 1025 1110 8025 | entrypoint /mailpit | on alpine | health | github.com/axllent/mailpit
        MailDev | other | 1025 SMTP $MAILDEV_SMTP_PORT, 1080! HTTP $MAILDEV_WEB_PORT | |
          maildev/maildev ~maildev | expose 1025 1080 | entrypoint node dist/bin/maildev.js | user node | health | github.com/maildev/maildev
        mail catcher | other | 1025 SMTP, 1080! HTTP | |
          schickling/mailcatcher ~mailcatcher | expose 1025 1080 | mailcatcher.me
        # Names
        Pi-hole | dns | 53+ DNS, 53/udp+ DNS, 80 HTTP, 443? HTTPS, 67/udp+? DHCP, 123/udp? NTP | |
          pihole/pihole | expose 53 53/udp 67/udp 80 123/udp 443 | entrypoint start.sh | on alpine | health | github.com/pi-hole/docker-pi-hole
          ~pihole ~docker-pi-hole | docs.pi-hole.net
        AdGuard Home | dns | 53+ DNS, 53/udp+ DNS, 3000 HTTP, 80? HTTP, 443? HTTPS, 853+? DoT, 853/udp+? DoQ, 784/udp+? DoQ, 5443+? DNSCrypt, 5443/udp+? DNSCrypt, 67/udp+? DHCP, 68+? DHCP, 68/udp+? DHCP | |
          adguard/adguardhome | expose 53 53/udp 67/udp 68/udp 80 443 443/udp 853 853/udp 3000 3000/udp 5443 5443/udp 6060 | entrypoint /opt/adguardhome/AdGuardHome | cmd --no-check-update -c /opt/adguardhome/conf/AdGuardHome.yaml -w /opt/adguardhome/work | on alpine | github.com/AdguardTeam/AdGuardHome
          ~adguardhome ~adguard-home | github.com/AdguardTeam/AdGuardHome
        CoreDNS | dns | 53+ DNS -dns.port, 53/udp+ DNS -dns.port | coredns |
          coredns/coredns ~coredns | expose 53 53/udp | entrypoint /coredns | user 65532:65532 | on distroless | github.com/coredns/coredns
        Unbound | dns | 53+ DNS, 53/udp+ DNS, 853+? DoT, 853/udp+? DoQ | unbound |
          mvance/unbound mvance/unbound-rpi klutchell/unbound | expose 53 53/udp | github.com/MatthewVance/unbound-docker
          ~unbound ~unbound-rpi | nlnetlabs.nl/documentation/unbound
        BIND | dns | 53+ DNS, 53/udp+ DNS, 953!? control, 853+? DoT | named |
          ubuntu/bind9 internetsystemsconsortium/bind9 ~bind9 ~bind | expose 53 53/udp 953 | bind9.readthedocs.io
        dnsmasq | dns | 53+ DNS, 53/udp+ DNS, 67/udp+? DHCP | dnsmasq |
          4km3/dnsmasq netbootxyz/dnsmasq ~dnsmasq | expose 53 53/udp | thekelleys.org.uk/dnsmasq/doc.html
          jpillora/dnsmasq | listens 53+ DNS, 53/udp+ DNS, 8080 HTTP | expose 53/udp 8080 | github.com/jpillora/docker-dnsmasq
        Technitium DNS | dns | 53+ DNS, 53/udp+ DNS, 5380 HTTP $DNS_SERVER_WEB_SERVICE_HTTP_PORT, 53443? HTTPS, 853+? DoT, 443? DoH | |
          technitium/dns-server ~dns-server | github.com/TechnitiumSoftware/DnsServer
        Blocky | dns | 53+ DNS, 53/udp+ DNS, 4000? HTTP | |
          spx01/blocky 0xerr0r/blocky ~blocky | on scratch | 0xerr0r.github.io/blocky
        DNS server | dns | 53+ DNS, 53/udp+ DNS, 853+? DoT, 853/udp+? DoQ | |
          ~dnsdist ~pdns-auth-48 ~pdns-auth-49 ~pdns-recursor-51 ~powerdns ~pdns ~knot ~nsd ~stubby ~smartdns ~mosdns ~ctrld | doc.powerdns.com
          ~dnscrypt-proxy ~dnscrypt ~cloudflared-doh | listens ? | dnscrypt.info
        # Private networks
        WireGuard | vpn | 51820/udp+ WireGuard $SERVERPORT $WG_PORT | |
          linuxserver/wireguard | listens 51820/udp+ WireGuard | expose 51820/udp | entrypoint /init | on alpine | github.com/linuxserver/docker-wireguard
          wg-easy/wg-easy weejewel/wg-easy | listens 51820/udp+ WireGuard, 51821! HTTP $PORT | cmd /usr/bin/dumb-init node server/index.mjs | on alpine | health | github.com/wg-easy/wg-easy
          ~wireguard ~wg-easy ~wg-access-server ~wireguard-ui ~wg-portal | wireguard.com/quickstart
          ~netmaker ~netbird ~firezone | listens ? | docs.netmaker.io
        OpenVPN | vpn | 1194/udp+ OpenVPN, 1194+? OpenVPN, 443+? OpenVPN, 943+? HTTPS | openvpn |
          kylemanna/openvpn | expose 1194/udp | cmd ovpn_run | on alpine | github.com/kylemanna/docker-openvpn
          ~openvpn ~openvpn-server | openvpn.net/community-resources
          openvpn/openvpn-as linuxserver/openvpn-as ~openvpn-as | listens 1194/udp+ OpenVPN, 443+ HTTPS, 943+ HTTPS | openvpn.net/as-docs
        IPsec | vpn | 500/udp+ IKE, 4500/udp+ IPsec | |
          hwdsl2/ipsec-vpn-server ~ipsec-vpn-server ~strongswan | expose 500/udp 4500/udp | github.com/hwdsl2/docker-ipsec-vpn-server
        Tailscale | vpn | 41641/udp+? WireGuard | tailscaled |
          tailscale/tailscale ~tailscale | on alpine | cmd /usr/local/bin/containerboot | tailscale.com/kb/1282/docker
          headscale/headscale juanfont/headscale ~headscale ~derper | listens ? | headscale.net
        Cloudflare Tunnel | vpn | 2000? metrics $TUNNEL_METRICS --metrics | tunnel proxy-dns |
          cloudflare/cloudflared ~cloudflared | entrypoint cloudflared --no-autoupdate | cmd version | user 65532:65532 | github.com/cloudflare/cloudflared
        Shadowsocks | vpn | 8388+ proxy, 8388/udp+ proxy | |
          shadowsocks/shadowsocks-libev ~shadowsocks-libev ~shadowsocks ~shadowsocks-rust | shadowsocks.org
          ~xray ~v2ray ~hysteria ~sing-box | listens ? | xtls.github.io
        VPN client | vpn | | |
          qmcgaw/gluetun qdm12/gluetun | listens 8000? HTTP, 8888? HTTP proxy, 8388? Shadowsocks, 8388/udp? Shadowsocks | expose 8000 8388 8388/udp 8888 | entrypoint /gluetun-entrypoint | on alpine | health | github.com/qdm12/gluetun
          haugene/transmission-openvpn | listens 9091! HTTP $TRANSMISSION_RPC_PORT | expose 8118 9091 | cmd dumb-init /etc/openvpn/start.sh | on ubuntu | health | github.com/haugene/docker-transmission-openvpn
          ~gluetun | github.com/qdm12/gluetun
          dperson/openvpn-client ~openvpn-client ~wireguard-client | github.com/dperson/openvpn-client
          ~arch-qbittorrentvpn ~transmission-openvpn | listens ? | github.com/binhex/arch-qbittorrentvpn
        # For strangers
        Minecraft | public | 25565+ Minecraft $SERVER_PORT, 25575!? RCON, 19132/udp+? Bedrock | |
          itzg/minecraft-server | expose 25565 | entrypoint /image/scripts/start | health | github.com/itzg/docker-minecraft-server
          itzg/minecraft-bedrock-server ~minecraft-bedrock-server | listens 19132/udp+ Bedrock $SERVER_PORT | expose 19132/udp | github.com/itzg/docker-minecraft-bedrock-server
          itzg/bungeecord itzg/mc-proxy ~bungeecord ~mc-proxy | listens 25577+ Minecraft | expose 25577 | github.com/itzg/docker-mc-proxy
          ~minecraft-server ~minecraft ~papermc | docker-minecraft-server.readthedocs.io
        game server | public | 2456/udp+? Valheim, 2457/udp+? Valheim, 2458/udp+? Valheim, 27015+? Source, 27015/udp+? Source, 7777+? Terraria, 7777/udp+? ARK, 34197/udp+? Factorio, 8211/udp+? Palworld, 15777/udp+? Satisfactory, 16261/udp+? Zomboid | |
          factoriotools/factorio ~factorio | listens 34197/udp+ Factorio $PORT, 27015! RCON $RCON_PORT | expose 27015 34197/udp | github.com/factoriotools/factorio-docker
          lloesche/valheim-server ~valheim ~valheim-server | listens 2456/udp+ Valheim, 2457/udp+ Valheim | expose 2456/udp 2457/udp 9001 80 | github.com/lloesche/valheim-server-docker
          ~satisfactory-server ~palworld-server-docker ~terraria ~csgo ~cs2 ~ark-server ~rust-server ~zomboid ~project-zomboid | listens ? | hub.docker.com/r/thijsvanloef/palworld-server-docker
        TeamSpeak | public | 9987/udp+ voice, 30033+ files, 10011!? queries | ts3server |
          teamspeak ~teamspeak | expose 9987/udp 10011 30033 | entrypoint entrypoint.sh | cmd ts3server | on alpine | github.com/TeamSpeak-Systems/teamspeak-linux-docker-images
        Mumble | public | 64738+ Mumble, 64738/udp+ Mumble | |
          mumblevoip/mumble-server ~mumble-server | expose 64738 64738/udp | github.com/mumble-voip/mumble-docker
        qBittorrent | public | 6881+ BitTorrent $TORRENTING_PORT, 6881/udp+ BitTorrent $TORRENTING_PORT, 8080! HTTP $WEBUI_PORT | |
          linuxserver/qbittorrent | expose 6881 6881/udp 8080 | entrypoint /init | on alpine | github.com/linuxserver/docker-qbittorrent
          ~qbittorrent ~qbittorrent-nox | docs.linuxserver.io/images/docker-qbittorrent
        Transmission | public | 51413+ BitTorrent $PEERPORT, 51413/udp+ BitTorrent $PEERPORT, 9091! HTTP | |
          linuxserver/transmission | expose 9091 51413 51413/udp | entrypoint /init | on alpine | github.com/linuxserver/docker-transmission
          ~transmission | docs.linuxserver.io/images/docker-transmission
        Deluge | public | 8112! HTTP, 58846! RPC, 6881+? BitTorrent, 6881/udp+? BitTorrent, 58946+? BitTorrent, 58946/udp+? BitTorrent | |
          linuxserver/deluge | expose 8112 58846 58946 58946/udp | entrypoint /init | on alpine | github.com/linuxserver/docker-deluge
          ~deluge | docs.linuxserver.io/images/docker-deluge
        BitTorrent | public | 6881+? BitTorrent, 6881/udp+? BitTorrent, 51413+? BitTorrent, 51413/udp+? BitTorrent | |
          ~rtorrent ~rutorrent ~rtorrent-rutorrent | listens ? | github.com/crazy-max/docker-rtorrent-rutorrent
        Syncthing | public | 22000+ sync, 22000/udp+ sync, 21027/udp+ discovery, 8384! HTTP | |
          syncthing/syncthing | expose 8384 21027/udp 22000 22000/udp | entrypoint /bin/entrypoint.sh /bin/syncthing | on alpine | health | github.com/syncthing/syncthing
          linuxserver/syncthing | expose 8384 21027/udp 22000 22000/udp | entrypoint /init | on alpine | github.com/linuxserver/docker-syncthing
          ~syncthing | docs.syncthing.net
        TURN | public | 3478+ TURN, 3478/udp+ TURN, 5349+? TURN, 5349/udp+? TURN | turnserver |
          coturn/coturn instrumentisto/coturn | expose 3478 3478/udp | entrypoint docker-entrypoint.sh | cmd --log-file=stdout --external-ip=$(detect-external-ip) | on debian | github.com/coturn/coturn
          ~coturn ~eturnal | github.com/coturn/coturn
        Tor | public | 9001+? relay, 9030+? directory, 9050!? SOCKS | tor |
          ~tor-relay ~tor ~tor-socks-proxy | listens ? | community.torproject.org/relay
        RustDesk | public | 21115+ RustDesk, 21116+ RustDesk, 21116/udp+ RustDesk, 21117+ RustDesk, 21118+ WebSocket, 21119+ WebSocket | hbbs hbbr |
          rustdesk/rustdesk-server ~rustdesk-server | listens ? | rustdesk.com/docs
        # Watching
        Prometheus | other | 9090! HTTP --web.listen-address | prometheus |
          prom/prometheus prometheus/prometheus | expose 9090 | entrypoint /bin/prometheus | cmd --config.file=/etc/prometheus/prometheus.yml --storage.tsdb.path=/prometheus | user nobody | on busybox | github.com/prometheus/prometheus
          bitnami/prometheus ~prometheus | prometheus.io/docs
        Alertmanager | other | 9093! HTTP --web.listen-address, 9094! cluster --cluster.listen-address, 9094/udp! cluster --cluster.listen-address | alertmanager |
          prom/alertmanager prometheus/alertmanager | expose 9093 | entrypoint /bin/alertmanager | cmd --config.file=/etc/alertmanager/alertmanager.yml --storage.path=/alertmanager | user nobody | on busybox | github.com/prometheus/alertmanager
          ~alertmanager | prometheus.io/docs/alerting
        Pushgateway | other | 9091 HTTP --web.listen-address | pushgateway |
          prom/pushgateway prometheus/pushgateway ~pushgateway | expose 9091 | entrypoint /bin/pushgateway | user 65534 | on busybox | github.com/prometheus/pushgateway
        node exporter | other | 9100 metrics --web.listen-address | node_exporter |
          prom/node-exporter prometheus/node-exporter ~node-exporter | expose 9100 | entrypoint /bin/node_exporter | user nobody | on busybox | github.com/prometheus/node_exporter
        blackbox exporter | other | 9115 metrics --web.listen-address | blackbox_exporter |
          prom/blackbox-exporter prometheus/blackbox-exporter ~blackbox-exporter | expose 9115 | entrypoint /bin/blackbox_exporter | cmd --config.file=/etc/blackbox_exporter/config.yml | on busybox | github.com/prometheus/blackbox_exporter
        PostgreSQL exporter | other | 9187 metrics --web.listen-address | postgres_exporter |
          prometheuscommunity/postgres-exporter wrouesnel/postgres_exporter ~postgres-exporter | expose 9187 | entrypoint /bin/postgres_exporter | user nobody | on busybox | github.com/prometheus-community/postgres_exporter
        Redis exporter | other | 9121 metrics --web.listen-address $REDIS_EXPORTER_WEB_LISTEN_ADDRESS | redis_exporter |
          oliver006/redis_exporter ~redis_exporter ~redis-exporter | expose 9121 | entrypoint /redis_exporter | user 59000:59000 | on scratch | github.com/oliver006/redis_exporter
        MySQL exporter | other | 9104 metrics --web.listen-address | mysqld_exporter |
          prom/mysqld-exporter ~mysqld-exporter | expose 9104 | entrypoint /bin/mysqld_exporter | user nobody | on busybox | github.com/prometheus/mysqld_exporter
        nginx exporter | other | 9113 metrics --web.listen-address | |
          nginx/nginx-prometheus-exporter nginxinc/nginx-prometheus-exporter ~nginx-prometheus-exporter | expose 9113 | entrypoint /usr/bin/nginx-prometheus-exporter | on scratch | github.com/nginx/nginx-prometheus-exporter
        SNMP exporter | other | 9116 metrics --web.listen-address | |
          prom/snmp-exporter ~snmp-exporter | expose 9116 | entrypoint /bin/snmp_exporter | on busybox | github.com/prometheus/snmp_exporter
        statsd exporter | other | 9102 metrics, 9125 statsd, 9125/udp statsd | |
          prom/statsd-exporter ~statsd-exporter | expose 9102 9125 9125/udp | entrypoint /bin/statsd_exporter | user nobody | on busybox | github.com/prometheus/statsd_exporter
        cAdvisor | other | 8080! HTTP --port -port | |
          google/cadvisor cadvisor/cadvisor ~cadvisor | expose 8080 | entrypoint /usr/bin/cadvisor -logtostderr | on alpine | health | github.com/google/cadvisor
        Grafana | other | 3000 HTTP $GF_SERVER_HTTP_PORT | |
          grafana/grafana grafana/grafana-oss grafana/grafana-enterprise | expose 3000 | entrypoint /run.sh | user 472 | on alpine | github.com/grafana/grafana
          bitnami/grafana ~grafana ~grafana-oss | grafana.com/docs/grafana/latest/setup-grafana/configure-grafana
        Loki | store | 3100! HTTP, 9095! gRPC | loki |
          grafana/loki ~loki | expose 3100 | entrypoint /usr/bin/loki | cmd -config.file=/etc/loki/local-config.yaml | user 10001 | on distroless | github.com/grafana/loki
        Promtail | other | 9080 HTTP | |
          grafana/promtail ~promtail | entrypoint /usr/bin/promtail | cmd -config.file=/etc/promtail/config.yml | on debian | github.com/grafana/loki
        Grafana Alloy | other | 12345 HTTP --server.http.listen-addr | run |
          grafana/alloy ~alloy | entrypoint /bin/alloy | grafana.com/docs/alloy
        Tempo | store | 3200! HTTP, 9095! gRPC, 4317!? OTLP, 4318!? OTLP | |
          grafana/tempo ~tempo | entrypoint /tempo | grafana.com/docs/tempo
        Mimir | store | 8080! HTTP, 9095! gRPC | |
          grafana/mimir ~mimir | entrypoint /bin/mimir | grafana.com/docs/mimir
        Telegraf | other | 8092/udp? socket, 8094? socket, 8125/udp? statsd | telegraf |
          telegraf ~telegraf | listens none | expose 8092/udp 8094 8125/udp | entrypoint /entrypoint.sh | cmd telegraf | on debian | github.com/influxdata/influxdata-docker
        Chronograf | other | 8888! HTTP $PORT | chronograf |
          chronograf ~chronograf | expose 8888 | entrypoint /entrypoint.sh | cmd chronograf | on debian | github.com/influxdata/influxdata-docker
        Kapacitor | other | 9092! HTTP | kapacitord |
          kapacitor ~kapacitor | expose 9092 | entrypoint /entrypoint.sh | cmd kapacitord | on debian | github.com/influxdata/influxdata-docker
        Jaeger | other | 16686! HTTP, 4317 OTLP, 4318 OTLP, 14250 gRPC, 14268 HTTP, 6831/udp Thrift, 6832/udp Thrift, 5778 sampling, 9411? Zipkin, 14269! administration | |
          jaegertracing/all-in-one jaegertracing/jaeger ~all-in-one ~jaeger | github.com/jaegertracing/jaeger
        Zipkin | other | 9411! HTTP $QUERY_PORT | |
          openzipkin/zipkin openzipkin/zipkin-slim ~zipkin | expose 9410 9411 | entrypoint start-zipkin | on alpine | health | github.com/openzipkin/zipkin
        OpenTelemetry Collector | other | 4317? OTLP, 4318? OTLP, 55679? zpages, 8888? metrics | |
          otel/opentelemetry-collector | listens ? | expose 4317 4318 55679 | entrypoint /otelcol | cmd --config /etc/otelcol/config.yaml | on scratch | github.com/open-telemetry/opentelemetry-collector-releases
          otel/opentelemetry-collector-contrib ~otel-collector ~opentelemetry-collector-contrib ~opentelemetry-collector | listens ? | github.com/open-telemetry/opentelemetry-collector-releases
        Netdata | other | 19999! HTTP $NETDATA_LISTENER_PORT | |
          netdata/netdata ~netdata | expose 19999 | entrypoint /usr/sbin/run.sh | on debian | health | learn.netdata.cloud
        Glances | other | 61208! HTTP, 61209!? RPC | |
          nicolargo/glances ~glances | listens ? | expose 61208 61209 | glances.readthedocs.io
        Uptime Kuma | other | 3001 HTTP $UPTIME_KUMA_PORT $PORT | |
          louislam/uptime-kuma | expose 3001 | entrypoint /usr/bin/dumb-init -- | cmd node server/server.js | on debian | health | github.com/louislam/uptime-kuma
          ~uptime-kuma | github.com/louislam/uptime-kuma
        Dozzle | other | 8080! HTTP $DOZZLE_ADDR --addr | |
          amir20/dozzle ~dozzle | expose 8080 | entrypoint /dozzle | on scratch | github.com/amir20/dozzle
        Watchtower | other | 8080? HTTP @--http-api-update @--http-api-metrics | |
          containrrr/watchtower ~watchtower | expose 8080 | entrypoint /watchtower | on scratch | health | github.com/containrrr/watchtower
        Zabbix server | control | 10051! Zabbix | |
          zabbix/zabbix-server-mysql zabbix/zabbix-server-pgsql | expose 10051 | github.com/zabbix/zabbix-docker
        Zabbix web | other | 8080 HTTP, 8443? HTTPS | |
          zabbix/zabbix-web-nginx-mysql zabbix/zabbix-web-nginx-pgsql zabbix/zabbix-web-apache-mysql | expose 8080 8443 | github.com/zabbix/zabbix-docker
        Zabbix agent | other | 10050! Zabbix | |
          zabbix/zabbix-agent zabbix/zabbix-agent2 | github.com/zabbix/zabbix-docker
        Graylog | control | 9000! HTTP, 1514? syslog, 12201/udp? GELF | |
          graylog/graylog ~graylog | expose 9000 | health | go2docs.graylog.org
        Sentry | other | 9000 HTTP | |
          sentry getsentry/sentry ~sentry | develop.sentry.dev/self-hosted
        syslog | other | 514! syslog, 514/udp! syslog, 601!? syslog, 6514!? syslog | syslog-ng rsyslogd |
          balabit/syslog-ng ~syslog-ng | expose 514/udp 601 6514 | github.com/syslog-ng/syslog-ng
        # Who may in
        Keycloak | other | 8080 HTTP $KC_HTTP_PORT --http-port, 8443? HTTPS $KC_HTTPS_PORT --https-port, 9000? management $KC_HTTP_MANAGEMENT_PORT | start start-dev kc.sh |
          keycloak/keycloak jboss/keycloak | expose 8080 8443 | entrypoint /opt/keycloak/bin/kc.sh | user 1000 | on rhel | github.com/keycloak/keycloak
          bitnami/keycloak bitnamilegacy/keycloak ~keycloak | keycloak.org/server/all-config
        authentik | other | 9000 HTTP $AUTHENTIK_LISTEN__HTTP, 9443 HTTPS $AUTHENTIK_LISTEN__HTTPS, 9300! metrics | server |
          goauthentik/server beryju/authentik ~authentik | entrypoint dumb-init -- ak | user 1000 | on debian | health | github.com/goauthentik/authentik
        Authelia | other | 9091 HTTP $AUTHELIA_SERVER_ADDRESS | authelia |
          authelia/authelia ~authelia | expose 9091 | entrypoint /app/entrypoint.sh | on alpine | health | github.com/authelia/authelia
        OAuth2 Proxy | other | 4180 HTTP $OAUTH2_PROXY_HTTP_ADDRESS --http-address, 44180? metrics | |
          oauth2-proxy/oauth2-proxy bitnami/oauth2-proxy ~oauth2-proxy | entrypoint /bin/oauth2-proxy | on distroless | oauth2-proxy.github.io
        Dex | other | 5556 HTTP, 5557? gRPC, 5558? metrics | dex serve |
          dexidp/dex ~dex | entrypoint /usr/local/bin/docker-entrypoint | cmd dex serve /etc/dex/config.docker.yaml | on alpine | dexidp.io/docs
        Ory Hydra | other | 4444 HTTP, 4445! administration | serve |
          oryd/hydra ~hydra | entrypoint hydra | ory.com/docs/hydra
        Ory Kratos | other | 4433 HTTP, 4434! administration | serve |
          oryd/kratos ~kratos | entrypoint kratos | ory.com/docs/kratos
        ZITADEL | other | 8080 HTTP $ZITADEL_PORT | start start-from-init |
          zitadel/zitadel ~zitadel | entrypoint /app/zitadel | zitadel.com/docs
        Vaultwarden | other | 80 HTTP $ROCKET_PORT, 3012? WebSocket | |
          vaultwarden/server bitwardenrs/server ~vaultwarden | expose 80 | cmd /start.sh | on debian | health | github.com/dani-garcia/vaultwarden
        CrowdSec | control | 8080! HTTP, 6060! metrics | |
          crowdsecurity/crowdsec ~crowdsec | docs.crowdsec.net
        # Web applications
        WordPress | web | 80+ HTTP | apache2-foreground php-fpm |
          wordpress:*cli* | listens none | entrypoint docker-entrypoint.sh | cmd wp shell | github.com/docker-library/wordpress
          wordpress:*fpm* | listens 9000 FastCGI | expose 9000 | entrypoint docker-entrypoint.sh | cmd php-fpm | on debian | stop SIGQUIT | github.com/docker-library/wordpress
          wordpress | expose 80 | entrypoint docker-entrypoint.sh | cmd apache2-foreground | on debian | stop SIGWINCH | github.com/docker-library/wordpress
          bitnami/wordpress bitnamilegacy/wordpress | listens 8080+ HTTP $WORDPRESS_HTTP_PORT_NUMBER $APACHE_HTTP_PORT_NUMBER, 8443+ HTTPS $APACHE_HTTPS_PORT_NUMBER | expose 8080 8443 | entrypoint /opt/bitnami/scripts/wordpress/entrypoint.sh | cmd /opt/bitnami/scripts/apache/run.sh | user 1001 | on debian | github.com/bitnami/containers
          ~wordpress | github.com/docker-library/wordpress
        Nextcloud | web | 80+ HTTP | apache2-foreground php-fpm |
          nextcloud:*fpm* | listens 9000 FastCGI | expose 9000 | entrypoint /entrypoint.sh | cmd php-fpm | on debian | stop SIGQUIT | github.com/nextcloud/docker
          nextcloud | expose 80 | entrypoint /entrypoint.sh | cmd apache2-foreground | on debian | stop SIGWINCH | github.com/nextcloud/docker
          linuxserver/nextcloud | listens 80+ HTTP, 443+ HTTPS | expose 80 443 | entrypoint /init | on alpine | github.com/linuxserver/docker-nextcloud
          nextcloud/all-in-one | listens 8080! HTTPS, 80+ HTTP, 8443+ HTTPS | github.com/nextcloud/all-in-one
          ~nextcloud | github.com/nextcloud/docker
        ownCloud | web | 8080 HTTP | |
          owncloud/server ~owncloud | expose 8080 | doc.owncloud.com
          owncloud/ocis ~ocis | listens 9200 HTTPS | expose 9200 | entrypoint /usr/bin/ocis | cmd server | on alpine | doc.owncloud.com/ocis
        Drupal | web | 80+ HTTP | apache2-foreground php-fpm |
          drupal:*fpm* | listens 9000 FastCGI | expose 9000 | entrypoint docker-php-entrypoint | cmd php-fpm | on debian | github.com/docker-library/drupal
          drupal | expose 80 | entrypoint docker-php-entrypoint | cmd apache2-foreground | on debian | stop SIGWINCH | github.com/docker-library/drupal
          ~drupal | github.com/docker-library/drupal
        Joomla | web | 80+ HTTP | apache2-foreground php-fpm |
          joomla:*fpm* | listens 9000 FastCGI | expose 9000 | entrypoint /entrypoint.sh | cmd php-fpm | on debian | github.com/joomla-docker/docker-joomla
          joomla ~joomla | expose 80 | entrypoint /entrypoint.sh | cmd apache2-foreground | on debian | stop SIGWINCH | github.com/joomla-docker/docker-joomla
        Matomo | web | 80+ HTTP | apache2-foreground php-fpm |
          matomo:*fpm* | listens 9000 FastCGI | expose 9000 | entrypoint /entrypoint.sh | cmd php-fpm | on debian | github.com/matomo-org/docker
          matomo ~matomo | expose 80 | entrypoint /entrypoint.sh | cmd apache2-foreground | on debian | stop SIGWINCH | github.com/matomo-org/docker
        MediaWiki | web | 80+ HTTP | apache2-foreground php-fpm |
          mediawiki:*fpm* | listens 9000 FastCGI | expose 9000 | entrypoint docker-php-entrypoint | cmd php-fpm | on debian | github.com/wikimedia/mediawiki-docker
          mediawiki ~mediawiki | expose 80 | entrypoint docker-php-entrypoint | cmd apache2-foreground | on debian | stop SIGWINCH | github.com/wikimedia/mediawiki-docker
        Ghost | web | 2368+ HTTP $server__port | node |
          ghost ~ghost | expose 2368 | entrypoint docker-entrypoint.sh | cmd node current/index.js | on debian | github.com/TryGhost/docker-library-ghost
        Odoo | web | 8069+ HTTP --http-port -p, 8071? RPC, 8072? long polling --gevent-port | odoo |
          odoo ~odoo | expose 8069 8071 8072 | entrypoint /entrypoint.sh | cmd odoo | user odoo | on ubuntu | github.com/odoo/docker
        Redmine | web | 3000+ HTTP -p | rails |
          redmine ~redmine | expose 3000 | entrypoint /docker-entrypoint.sh | cmd rails server -b 0.0.0.0 | on debian | github.com/docker-library/redmine
        PrestaShop | web | 80+ HTTP | |
          prestashop/prestashop ~prestashop | expose 80 | github.com/PrestaShop/docker
        Moodle | web | 8080+ HTTP, 8443+ HTTPS | |
          bitnami/moodle bitnamilegacy/moodle | expose 8080 8443 | user 1001 | on debian | github.com/bitnami/containers
        Gitea | other | 3000 HTTP $GITEA__server__HTTP_PORT, 22 SSH $SSH_LISTEN_PORT | |
          gitea/gitea:*rootless* | listens 3000 HTTP $GITEA__server__HTTP_PORT, 2222 SSH | expose 2222 3000 | on alpine | github.com/go-gitea/gitea
          gitea/gitea | expose 22 3000 | entrypoint /usr/bin/entrypoint | cmd /bin/s6-svscan /etc/s6 | on alpine | github.com/go-gitea/gitea
          ~gitea | docs.gitea.com
        Forgejo | other | 3000 HTTP, 22 SSH | |
          forgejo/forgejo ~forgejo | on alpine | entrypoint /usr/bin/entrypoint | cmd /bin/s6-svscan /etc/s6 | forgejo.org/docs
        Gogs | other | 3000 HTTP, 22 SSH | |
          gogs/gogs ~gogs | expose 22 3000 | github.com/gogs/gogs
        GitLab | other | 80 HTTP, 443 HTTPS, 22 SSH | |
          gitlab/gitlab-ce gitlab/gitlab-ee ~gitlab-ce ~gitlab-ee | expose 22 80 443 | cmd /assets/wrapper | on ubuntu | health | docs.gitlab.com/install/docker
          sameersbn/gitlab ~gitlab | expose 22 80 443 | entrypoint /sbin/entrypoint.sh | cmd app:start | on ubuntu | github.com/sameersbn/docker-gitlab
        GitLab Runner | base | none | run |
          gitlab/gitlab-runner ~gitlab-runner | entrypoint /usr/bin/dumb-init /entrypoint | cmd run --working-directory=/home/gitlab-runner | on ubuntu | docs.gitlab.com/runner/install/docker
        Drone | other | 80 HTTP, 443? HTTPS | |
          drone/drone ~drone | expose 80 443 | entrypoint /bin/drone-server | on alpine | docs.drone.io
        Woodpecker | other | 8000 HTTP, 9000 gRPC | |
          woodpeckerci/woodpecker-server ~woodpecker-server | expose 8000 9000 | entrypoint /bin/woodpecker-server | on scratch | woodpecker-ci.org/docs
        SonarQube | other | 9000 HTTP $SONAR_WEB_PORT, 9001!? search | |
          sonarqube ~sonarqube | expose 9000 | entrypoint /opt/sonarqube/docker/entrypoint.sh | user sonarqube | on ubuntu | stop SIGINT | github.com/SonarSource/docker-sonarqube
        Nexus | other | 8081 HTTP | |
          sonatype/nexus3 ~nexus3 | expose 8081 | cmd /opt/sonatype/nexus/bin/nexus run | user nexus | on rhel | github.com/sonatype/docker-nexus3
        Artifactory | other | 8081 HTTP, 8082 HTTP | |
          jfrog/artifactory-oss jfrog/artifactory-pro ~artifactory-oss | jfrog.com/help
        n8n | other | 5678 HTTP $N8N_PORT | start |
          n8nio/n8n n8n-io/n8n ~n8n | expose 5678 | entrypoint tini -- /docker-entrypoint.sh | user node | on alpine | github.com/n8n-io/n8n
        Node-RED | other | 1880! HTTP $PORT | |
          nodered/node-red ~node-red ~nodered | expose 1880 | entrypoint ./entrypoint.sh | user node-red | on alpine | health | github.com/node-red/node-red-docker
        Metabase | other | 3000 HTTP $MB_JETTY_PORT | |
          metabase/metabase ~metabase | expose 3000 | entrypoint /app/run_metabase.sh | on alpine | github.com/metabase/metabase
        Superset | other | 8088 HTTP $SUPERSET_PORT | |
          apache/superset ~superset | expose 8088 | user superset | on debian | superset.apache.org/docs
        Redash | other | 5000 HTTP | server |
          redash/redash ~redash | entrypoint /app/bin/docker-entrypoint | cmd server | user redash | on debian | github.com/getredash/redash
        Jupyter | control | 8888! HTTP --port --NotebookApp.port --ServerApp.port $JUPYTER_PORT | start-notebook.sh start-notebook.py jupyter jupyterhub |
          jupyter/base-notebook jupyter/minimal-notebook jupyter/scipy-notebook jupyter/datascience-notebook jupyter/tensorflow-notebook jupyter/pyspark-notebook ~jupyter ~base-notebook ~scipy-notebook | expose 8888 | entrypoint tini -g -- start.sh | cmd start-notebook.py | on ubuntu | health | github.com/jupyter/docker-stacks
        MLflow | control | 5000! HTTP --port -p | server mlflow |
          mlflow/mlflow ~mlflow | listens ? | mlflow.org/docs
        Hasura | other | 8080 HTTP $HASURA_GRAPHQL_SERVER_PORT | graphql-engine serve |
          hasura/graphql-engine ~graphql-engine | cmd graphql-engine serve | hasura.io/docs
        PostgREST | other | 3000 HTTP $PGRST_SERVER_PORT | postgrest |
          postgrest/postgrest ~postgrest | expose 3000 | on scratch | docs.postgrest.org
        Directus | other | 8055 HTTP $PORT | |
          directus/directus ~directus | expose 8055 | user node | on alpine | github.com/directus/directus
        Umami | other | 3000 HTTP $PORT | |
          umami-software/umami ~umami | expose 3000 | cmd pnpm start-docker | user nextjs | on alpine | github.com/umami-software/umami
        Plausible | other | 8000 HTTP $HTTP_PORT $PORT | |
          plausible/analytics plausible/community-edition ~plausible | plausible.io/docs/self-hosting
        Mattermost | other | 8065 HTTP | |
          mattermost/mattermost-team-edition mattermost/mattermost-enterprise-edition ~mattermost | expose 8065 8067 8074 8075 | docs.mattermost.com
        Rocket.Chat | other | 3000 HTTP $PORT | |
          rocket.chat rocketchat/rocket.chat ~rocket.chat | expose 3000 | docs.rocket.chat
        Synapse | other | 8008 HTTP, 8448? HTTPS, 8009? HTTP | |
          matrixdotorg/synapse element-hq/synapse ~synapse | expose 8008 8009 8448 | entrypoint /start.py | on debian | health | github.com/matrix-org/synapse
        Element | web | 80 HTTP $ELEMENT_WEB_PORT | |
          vectorim/element-web ~element-web | expose 80 | on alpine | github.com/element-hq/element-web
        Discourse | other | 80 HTTP | |
          ~discourse | listens ? | github.com/discourse/discourse_docker
        Wiki.js | other | 3000 HTTP $PORT, 3443? HTTPS | |
          requarks/wiki | expose 3000 3443 | cmd node server | user node | on alpine | github.com/requarks/wiki
        BookStack | other | 80 HTTP, 443 HTTPS | |
          linuxserver/bookstack ~bookstack | expose 80 443 | entrypoint /init | on alpine | github.com/linuxserver/docker-bookstack
          solidnerd/bookstack | listens 8080 HTTP | expose 8080 | github.com/solidnerd/docker-bookstack
        Outline | other | 3000 HTTP $PORT | |
          outlinewiki/outline ~outline | expose 3000 | user nodejs | on debian | github.com/outline/outline
        HedgeDoc | other | 3000 HTTP $CMD_PORT | |
          hedgedoc/hedgedoc ~hedgedoc | expose 3000 | docs.hedgedoc.org
        Etherpad | other | 9001 HTTP $PORT | |
          etherpad/etherpad ~etherpad | expose 9001 | docs.etherpad.org
        Paperless-ngx | other | 8000 HTTP $PAPERLESS_PORT | |
          paperless-ngx/paperless-ngx paperlessngx/paperless-ngx ~paperless-ngx | expose 8000 | entrypoint /init | on debian | health | github.com/paperless-ngx/paperless-ngx
        Gotenberg | other | 3000 HTTP $API_PORT --api-port | gotenberg |
          gotenberg/gotenberg ~gotenberg | expose 3000 | entrypoint /usr/bin/tini -- | cmd gotenberg | user gotenberg | on debian | gotenberg.dev/docs
        Apache Tika | other | 9998 HTTP | |
          apache/tika ~tika | expose 9998 | on ubuntu | github.com/apache/tika-docker
        Immich | other | 2283 HTTP $IMMICH_PORT | |
          immich-app/immich-server altran1502/immich-server ~immich-server | docs.immich.app
        Immich machine learning | other | 3003 HTTP $IMMICH_PORT | |
          immich-app/immich-machine-learning ~immich-machine-learning | docs.immich.app
        PhotoPrism | other | 2342 HTTP $PHOTOPRISM_HTTP_PORT, 2443? HTTPS | |
          photoprism/photoprism ~photoprism | expose 2342 2443 | entrypoint /scripts/entrypoint.sh | cmd /opt/photoprism/bin/photoprism start | on ubuntu | github.com/photoprism/photoprism
        File Browser | other | 80 HTTP $FB_PORT --port -p | |
          filebrowser/filebrowser ~filebrowser | expose 80 | entrypoint tini -- /init.sh | user user | on busybox | health | github.com/filebrowser/filebrowser
        Seafile | other | 80 HTTP | |
          seafileltd/seafile-mc ~seafile-mc ~seafile | expose 80 | manual.seafile.com
        Open WebUI | other | 8080 HTTP $PORT | |
          open-webui/open-webui ~open-webui | expose 8080 | cmd bash start.sh | on debian | health | github.com/open-webui/open-webui
        Firefly III | other | 8080 HTTP | |
          fireflyiii/core ~firefly-iii | expose 8080 | docs.firefly-iii.org
        Actual Budget | other | 5006 HTTP $ACTUAL_PORT | |
          actualbudget/actual-server ~actual-server | expose 5006 | actualbudget.org/docs
        FreshRSS | other | 80 HTTP $LISTEN | |
          freshrss/freshrss | expose 80 | on debian | github.com/FreshRSS/FreshRSS
          linuxserver/freshrss ~freshrss | listens 80 HTTP, 443 HTTPS | expose 80 443 | entrypoint /init | on alpine | github.com/linuxserver/docker-freshrss
        Miniflux | other | 8080 HTTP $PORT $LISTEN_ADDR | |
          miniflux/miniflux ~miniflux | expose 8080 | cmd /usr/bin/miniflux | user 65534 | on alpine | github.com/miniflux/v2
        Wallabag | other | 80 HTTP | |
          wallabag/wallabag ~wallabag | expose 80 | on alpine | github.com/wallabag/docker
        linkding | other | 9090 HTTP $LD_SERVER_PORT | |
          sissbruecker/linkding ~linkding | expose 9090 | linkding.link
        Vikunja | other | 3456 HTTP | |
          vikunja/vikunja ~vikunja | expose 3456 | vikunja.io/docs
        Joplin Server | other | 22300 HTTP $APP_PORT | |
          joplin/server ~joplin-server | hub.docker.com/r/joplin/server
        changedetection.io | other | 5000 HTTP $PORT | |
          dgtlmoon/changedetection.io ~changedetection.io | expose 5000 | entrypoint /docker-entrypoint.sh | cmd python ./changedetection.py -d /datastore | on debian | github.com/dgtlmoon/changedetection.io
        SearXNG | other | 8080 HTTP $GRANIAN_PORT | |
          searxng/searxng ~searxng | expose 8080 | docs.searxng.org
        ntfy | other | 80 HTTP $NTFY_LISTEN_HTTP | serve |
          binwiederhier/ntfy ~ntfy | expose 80 | entrypoint ntfy | on alpine | github.com/binwiederhier/ntfy
        Gotify | other | 80 HTTP $GOTIFY_SERVER_PORT | |
          gotify/server ~gotify | expose 80 | entrypoint ./gotify-app | cmd serve | on debian | health | github.com/gotify/server
        Memos | other | 5230 HTTP $MEMOS_PORT --port | |
          neosmemo/memos ~memos | expose 5230 | on alpine | usememos.com/docs
        Excalidraw | web | 80 HTTP | |
          excalidraw/excalidraw ~excalidraw | expose 80 | on alpine | github.com/excalidraw/excalidraw
        draw.io | web | 8080 HTTP, 8443 HTTPS | |
          jgraph/drawio ~drawio | expose 8080 8443 | github.com/jgraph/docker-drawio
        Collabora Online | other | 9980 HTTP | |
          collabora/code | expose 9980 | sdk.collaboraonline.com
        ONLYOFFICE | other | 80 HTTP, 443? HTTPS | |
          onlyoffice/documentserver ~documentserver | expose 80 443 | on ubuntu | github.com/ONLYOFFICE/Docker-DocumentServer
        Homepage | other | 3000 HTTP $PORT | |
          gethomepage/homepage ~homepage | expose 3000 | entrypoint docker-entrypoint.sh | cmd node server.js | user root | on alpine | health | github.com/gethomepage/homepage
        Homer | other | 8080 HTTP $PORT | |
          b4bz/homer ~homer | expose 8080 | on alpine | github.com/bastienwirtz/homer
        Dashy | other | 8080 HTTP $PORT | |
          lissy93/dashy ~dashy | on alpine | health | github.com/Lissy93/dashy
        Heimdall | other | 80 HTTP, 443 HTTPS | |
          linuxserver/heimdall ~heimdall | expose 80 443 | entrypoint /init | on alpine | github.com/linuxserver/docker-heimdall
        Homarr | other | 7575 HTTP | |
          ajnart/homarr homarr-labs/homarr ~homarr | homarr.dev/docs
        Organizr | other | 80 HTTP | |
          organizr/organizr ~organizr | expose 80 | docs.organizr.app
        Code Server | control | 8443! HTTP | |
          linuxserver/code-server | expose 8443 | entrypoint /init | on ubuntu | github.com/linuxserver/docker-code-server
          codercom/code-server | listens 8080! HTTP | expose 8080 | user coder | on debian | github.com/coder/code-server
          ~code-server | listens ? | coder.com/docs/code-server
        # Homes
        Home Assistant | other | 8123 HTTP | |
          homeassistant/home-assistant home-assistant/home-assistant ~home-assistant ~homeassistant | entrypoint /init | on alpine | github.com/home-assistant/core
          linuxserver/homeassistant | expose 8123 | entrypoint /init | on alpine | github.com/linuxserver/docker-homeassistant
        ESPHome | other | 6052 HTTP | |
          esphome/esphome ~esphome | expose 6052 | entrypoint /entrypoint.sh | cmd dashboard /config | on debian | github.com/esphome/esphome
        Zigbee2MQTT | other | 8080 HTTP $ZIGBEE2MQTT_CONFIG_FRONTEND_PORT | |
          koenkk/zigbee2mqtt ~zigbee2mqtt | expose 8080 | entrypoint docker-entrypoint.sh | cmd /sbin/tini -- node index.js | on alpine | github.com/Koenkk/zigbee2mqtt
        openHAB | other | 8080 HTTP $OPENHAB_HTTP_PORT, 8443 HTTPS $OPENHAB_HTTPS_PORT, 5007 language server, 8101! console | |
          openhab/openhab ~openhab | expose 5007 8080 8101 8443 | github.com/openhab/openhab-docker
        Domoticz | other | 8080 HTTP, 443 HTTPS, 6144 | |
          domoticz/domoticz ~domoticz | expose 443 6144 8080 | github.com/domoticz/docker
        Frigate | other | 8971 HTTPS, 5000! HTTP, 8554 RTSP, 8555 WebRTC, 8555/udp WebRTC, 1984! go2rtc | |
          blakeblackshear/frigate ~frigate | expose 5000 8554 8555 8555/udp 8971 1984 5173 | on debian | docs.frigate.video
        Jellyfin | other | 8096 HTTP, 8920? HTTPS, 7359/udp discovery, 1900/udp? DLNA | |
          jellyfin/jellyfin | expose 8096 | entrypoint /jellyfin/jellyfin | on debian | health | github.com/jellyfin/jellyfin-packaging
          linuxserver/jellyfin ~jellyfin | expose 8096 8920 | entrypoint /init | on ubuntu | github.com/linuxserver/docker-jellyfin
        Plex | other | 32400 HTTP, 8324 Roku, 32469 DLNA, 1900/udp DLNA, 32410/udp discovery, 32412/udp discovery, 32413/udp discovery, 32414/udp discovery | |
          plexinc/pms-docker ~pms-docker | expose 8324 32400 32469 1900/udp 32410/udp 32412/udp 32413/udp 32414/udp | entrypoint /init | on ubuntu | health | github.com/plexinc/pms-docker
          linuxserver/plex ~plex | expose 1900/udp 5353/udp 8324 32400 32410/udp 32412/udp 32413/udp 32414/udp 32469 | entrypoint /init | on ubuntu | github.com/linuxserver/docker-plex
        Emby | other | 8096 HTTP, 8920 HTTPS | |
          linuxserver/emby | expose 8096 8920 | entrypoint /init | on ubuntu | github.com/linuxserver/docker-emby
          emby/embyserver ~emby ~embyserver | emby.media/docker-server.html
        Sonarr | other | 8989 HTTP | |
          linuxserver/sonarr ~sonarr | expose 8989 | entrypoint /init | on alpine | github.com/linuxserver/docker-sonarr
        Radarr | other | 7878 HTTP | |
          linuxserver/radarr ~radarr | expose 7878 | entrypoint /init | on alpine | github.com/linuxserver/docker-radarr
        Lidarr | other | 8686 HTTP | |
          linuxserver/lidarr ~lidarr | expose 8686 | entrypoint /init | on alpine | github.com/linuxserver/docker-lidarr
        Readarr | other | 8787 HTTP | |
          linuxserver/readarr ~readarr | expose 8787 | entrypoint /init | on alpine | github.com/linuxserver/docker-readarr
        Prowlarr | other | 9696 HTTP | |
          linuxserver/prowlarr ~prowlarr | expose 9696 | entrypoint /init | on alpine | github.com/linuxserver/docker-prowlarr
        Bazarr | other | 6767 HTTP | |
          linuxserver/bazarr ~bazarr | expose 6767 | entrypoint /init | on alpine | github.com/linuxserver/docker-bazarr
        Jackett | other | 9117 HTTP | |
          linuxserver/jackett ~jackett | expose 9117 | entrypoint /init | on alpine | github.com/linuxserver/docker-jackett
        SABnzbd | other | 8080 HTTP | |
          linuxserver/sabnzbd ~sabnzbd | expose 8080 | entrypoint /init | on alpine | github.com/linuxserver/docker-sabnzbd
        NZBGet | other | 6789 HTTP | |
          linuxserver/nzbget ~nzbget | expose 6789 | entrypoint /init | on alpine | github.com/linuxserver/docker-nzbget
        Overseerr | other | 5055 HTTP $PORT | |
          sctx/overseerr linuxserver/overseerr ~overseerr | expose 5055 | on alpine | github.com/linuxserver/docker-overseerr
        Jellyseerr | other | 5055 HTTP $PORT | |
          fallenbagel/jellyseerr ~jellyseerr ~seerr | expose 5055 | on alpine | docs.seerr.dev
        Ombi | other | 3579 HTTP | |
          linuxserver/ombi ~ombi | expose 3579 | entrypoint /init | on ubuntu | github.com/linuxserver/docker-ombi
        Tautulli | other | 8181 HTTP | |
          linuxserver/tautulli tautulli/tautulli ~tautulli | expose 8181 | entrypoint /init | on alpine | github.com/linuxserver/docker-tautulli
        FlareSolverr | other | 8191 HTTP $PORT, 8192? metrics | |
          flaresolverr/flaresolverr ~flaresolverr | expose 8191 8192 | entrypoint /usr/bin/dumb-init -- | cmd /usr/local/bin/python -u /app/flaresolverr.py | user flaresolverr | on debian | github.com/FlareSolverr/FlareSolverr
        Calibre-Web | other | 8083 HTTP $CALIBRE_PORT | |
          linuxserver/calibre-web ~calibre-web | expose 8083 | entrypoint /init | on ubuntu | github.com/linuxserver/docker-calibre-web
        Kavita | other | 5000 HTTP | |
          linuxserver/kavita jvmilazz0/kavita kizaing/kavita ~kavita | expose 5000 | github.com/linuxserver/docker-kavita
        Audiobookshelf | other | 80 HTTP $PORT | |
          advplyr/audiobookshelf ~audiobookshelf | expose 80 | on alpine | audiobookshelf.org/docs
        Navidrome | other | 4533 HTTP $ND_PORT | |
          deluan/navidrome ~navidrome | expose 4533 | entrypoint /app/navidrome | on alpine | navidrome.org/docs
        Duplicati | other | 8200 HTTP | |
          linuxserver/duplicati ~duplicati | expose 8200 | entrypoint /init | on ubuntu | github.com/linuxserver/docker-duplicati
        Grocy | other | 80 HTTP, 443 HTTPS | |
          linuxserver/grocy ~grocy | expose 80 443 | entrypoint /init | on alpine | github.com/linuxserver/docker-grocy
        Piwigo | other | 80 HTTP, 443 HTTPS | |
          linuxserver/piwigo ~piwigo | expose 80 443 | entrypoint /init | on alpine | github.com/linuxserver/docker-piwigo
        SmokePing | other | 80 HTTP | |
          linuxserver/smokeping ~smokeping | expose 80 | entrypoint /init | on alpine | github.com/linuxserver/docker-smokeping
        Speedtest Tracker | other | 80 HTTP, 443 HTTPS | |
          linuxserver/speedtest-tracker ~speedtest-tracker | entrypoint /init | on alpine | github.com/linuxserver/docker-speedtest-tracker
        UniFi | control | 8080! HTTP, 8443! HTTPS, 8843 HTTPS, 8880 HTTP, 3478/udp STUN, 10001/udp discovery, 6789 speed test | |
          linuxserver/unifi-network-application linuxserver/unifi-controller jacobalberty/unifi ~unifi-network-application ~unifi-controller ~unifi | expose 8080 8443 8843 8880 | on ubuntu | github.com/linuxserver/docker-unifi-network-application
        desktop in a browser | control | 3000! HTTP, 3001! HTTPS | |
          linuxserver/webtop linuxserver/firefox linuxserver/chromium ~webtop | expose 3001 | entrypoint /init | github.com/linuxserver/docker-webtop
          ~kasm-vnc | listens ? | kasmweb.com/docs
        # Distributions and languages
        Alpine | base | none | |
          alpine | cmd /bin/sh | on alpine | github.com/alpinelinux/docker-alpine
        Debian | base | none | |
          debian | cmd bash | on debian | github.com/debuerreotype/docker-debian-artifacts
          buildpack-deps bitnami/minideb | cmd bash | on debian | github.com/docker-library/buildpack-deps
        Ubuntu | base | none | |
          ubuntu:14.04 | cmd /bin/bash | hub.docker.com/_/ubuntu
          ubuntu | cmd /bin/bash | on ubuntu | hub.docker.com/_/ubuntu
        busybox | base | none | |
          busybox | cmd sh | on busybox | github.com/docker-library/busybox
        Fedora | base | none | |
          fedora fedora/fedora | cmd /bin/bash | on rhel | github.com/fedora-cloud/docker-brew-fedora
        Rocky Linux | base | none | |
          rockylinux rockylinux/rockylinux almalinux centos centos/centos oraclelinux | cmd /bin/bash | on rhel | hub.docker.com/_/almalinux
        Red Hat UBI | base | none | |
          ubi8/ubi ubi9/ubi ubi8/ubi-minimal ubi9/ubi-minimal ubi8 ubi9 ubi10/ubi | cmd /bin/bash | on rhel | catalog.redhat.com/software/base-images
        Amazon Linux | base | none | |
          amazonlinux amazonlinux/amazonlinux | cmd /bin/bash | on amazon | github.com/amazonlinux/container-images
        Arch Linux | base | none | |
          archlinux archlinux/archlinux | cmd /usr/bin/bash | on arch | hub.docker.com/_/archlinux
        Bash | base | none | |
          bash | entrypoint docker-entrypoint.sh | cmd bash | on alpine | github.com/tianon/docker-bash
        Python | base | none | |
          python | cmd python3 | on debian | github.com/docker-library/python
          tiangolo/uvicorn-gunicorn-fastapi tiangolo/uvicorn-gunicorn | listens 80 HTTP $PORT | expose 80 443 | cmd /start.sh | on debian | github.com/tiangolo/uvicorn-gunicorn-fastapi-docker
        Node.js | base | none | |
          node | entrypoint docker-entrypoint.sh | cmd node | on debian | github.com/nodejs/docker-node
        Bun | base | none | |
          oven/bun | entrypoint /usr/local/bin/docker-entrypoint.sh | cmd /usr/local/bin/bun | on debian | github.com/oven-sh/bun
        Deno | base | none | |
          denoland/deno | entrypoint /tini -- docker-entrypoint.sh | on debian | github.com/denoland/deno_docker
        Ruby | base | none | |
          ruby | cmd irb | on debian | github.com/docker-library/ruby
        Go | base | none | |
          golang | cmd bash | on debian | github.com/docker-library/golang
          golang:*alpine* | cmd /bin/sh | on alpine | github.com/docker-library/golang
        Rust | base | none | |
          rust | cmd bash | on debian | github.com/rust-lang/docker-rust
        Swift | base | none | |
          swift | cmd /bin/bash | on ubuntu | github.com/swiftlang/swift-docker
        Java | base | none | |
          openjdk eclipse-temurin | on ubuntu | github.com/adoptium/containers
          amazoncorretto | on amazon | github.com/corretto/corretto-docker
        Maven | base | none | |
          maven gradle | on ubuntu | github.com/carlossg/docker-maven
        .NET | base | none | |
          dotnet/runtime dotnet/sdk | on debian | github.com/dotnet/dotnet-docker
          dotnet/aspnet core/aspnet | on debian | github.com/dotnet/dotnet-docker
        Perl | base | none | |
          perl | cmd perl -de0 | on debian | github.com/perl/docker-perl
        Composer | base | none | |
          composer composer/composer | entrypoint /docker-entrypoint.sh | cmd composer | on alpine | github.com/composer/docker
        hello-world | base | none | |
          hello-world | cmd /hello | on scratch | github.com/docker-library/hello-world
        network tools | base | none | |
          nicolaka/netshoot | cmd zsh | on alpine | github.com/nicolaka/netshoot
          curlimages/curl | entrypoint /entrypoint.sh | cmd curl | user curl_user | on alpine | github.com/curl/curl-container
          alpine/git alpine/curl alpine/socat alpine/openssl | on alpine | hub.docker.com/u/alpine
          wbitt/network-multitool praqma/network-multitool | listens 80 HTTP $HTTP_PORT, 443 HTTPS $HTTPS_PORT, 1180? HTTP, 11443? HTTPS | expose 80 443 1180 11443 | github.com/wbitt/Network-MultiTool
        Certbot | base | none | |
          certbot/certbot certbot/dns-cloudflare | expose 80 443 | entrypoint certbot | on alpine | github.com/certbot/certbot
        Restic | base | none | |
          restic/restic | entrypoint /usr/bin/restic | on alpine | github.com/restic/restic
          restic/rest-server | listens 8000! HTTP | cmd /entrypoint.sh | on alpine | github.com/restic/rest-server
        Rclone | base | none | |
          rclone/rclone | entrypoint rclone | on alpine | github.com/rclone/rclone
        Flyway | base | none | |
          flyway/flyway liquibase/liquibase migrate/migrate | hub.docker.com/r/flyway/flyway
        autoheal | base | none | |
          willfarrell/autoheal mcuadros/ofelia mazzolino/restic offen/docker-volume-backup prodrigestivill/postgres-backup-local prodrigestivill/pg-backup-local fradelg/mysql-cron-backup databack/mysql-backup favonia/cloudflare-ddns oznu/cloudflare-ddns recyclarr/recyclarr linuxserver/duckdns | hub.docker.com/r/willfarrell/autoheal
        k6 | base | none | |
          grafana/k6 loadimpact/k6 | entrypoint k6 | user 12345 | on alpine | github.com/grafana/k6
        Kubernetes pause | base | none | |
          pause google_containers/pause | on scratch | github.com/kubernetes/kubernetes
        """
}
