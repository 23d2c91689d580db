/// Images that rules know by name: data, to be read and added to.
///
/// A line is `title | role | ports | images | schemes`:
/// - ports are the container's: `!` marks one that must not face the world, `+` one that is meant to;
/// - images are the last part of a repository's name, or its last two where that part is common to many;
/// - schemes are those of URLs that lead to the program.
///
/// Ports are those that the images' own pages name (Docker Hub, or the vendor's registry).
enum ImageTable {
    static let text = """
        PostgreSQL | store | 5432! | postgres postgresql postgis timescaledb timescaledb-ha pgvector pgvecto-rs cloudnative-pg postgresql-repmgr pgbouncer pgpool pgcat alloydb citus vchord supabase/postgres | postgres postgresql postgis
        MySQL | store | 3306! 33060! | mysql mariadb percona percona-server mysql-server mariadb-galera percona-xtradb-cluster proxysql tidb vitess linuxserver/mariadb yobasystems/alpine-mariadb | mysql mysql2 mariadb
        SQL Server | store | 1433! | mssql/server azure-sql-edge mssql-server-linux | sqlserver mssql
        Oracle | store | 1521! 5500! | oracle-xe oracle-free database/free database/express database/enterprise | oracle
        Db2 | store | 50000! | db2 db2_community/db2 ibmcom/db2 | db2
        Firebird | store | 3050! | firebird firebirdsql | firebird
        MongoDB | store | 27017! 27018! 27019! | mongo mongodb mongodb-community-server percona-server-mongodb ferretdb mongodb-atlas-local mongodb-sharded | mongodb mongodb+srv
        CouchDB | store | 5984! | couchdb pouchdb-server |
        Cassandra | store | 9042! 9160! 7000! 7199! | cassandra scylla scylladb dse-server | cassandra
        ClickHouse | store | 8123! 9000! 9009! 9440! | clickhouse clickhouse-server | clickhouse
        CockroachDB | store | 26257! 8080! | cockroach |
        Neo4j | store | 7474! 7687! 7473! | neo4j memgraph memgraph-platform | bolt neo4j
        ArangoDB | store | 8529! | arangodb arangodb/arangodb |
        RethinkDB | store | 28015! 29015! 8080! | rethinkdb | rethinkdb
        SurrealDB | store | 8000! | surrealdb |
        InfluxDB | store | 8086! 8088! | influxdb influxdb2 influxdb3-core | influxdb
        QuestDB | store | 9000! 8812! 9009! | questdb |
        etcd | store | 2379! 2380! | etcd etcd-development/etcd | etcd
        Consul | store | 8500! 8300! 8301! 8600! | consul |
        ZooKeeper | store | 2181! 2888! 3888! | zookeeper cp-zookeeper | zookeeper zk
        Redis | store | 6379! 16379! 26379! | redis redis-stack redis-stack-server redis-sentinel redis-cluster redis-alpine redismod valkey valkey-bundle keydb dragonfly dragonflydb garnet kvrocks redict twemproxy | redis rediss valkey
        memcached | store | 11211! 11211/udp! | memcached | memcached
        Elasticsearch | store | 9200! 9300! | elasticsearch elasticsearch-oss opensearch opendistro-for-elasticsearch zincsearch manticore | elasticsearch
        Solr | store | 8983! | solr | solr
        Meilisearch | store | 7700! | meilisearch |
        Typesense | store | 8108! | typesense |
        Qdrant | store | 6333! 6334! | qdrant |
        Milvus | store | 19530! 9091! | milvus |
        Weaviate | store | 8080! 50051! | weaviate |
        Chroma | store | 8000! | chroma chromadb/chroma |
        Aerospike | store | 3000! 3001! | aerospike-server aerospike |
        LDAP | control | 389! 636! 1389! 1636! 3389! 3890! 6360! | openldap lldap glauth 389ds/dirsrv openldap-backup | ldap ldaps
        RabbitMQ | broker | 5672! 15672! 25672! 4369! | rabbitmq lavinmq | amqp amqps
        Kafka | broker | 9092! 9093! 9094! 9101! 29092! | kafka cp-kafka cp-server kafka-native redpanda wurstmeister/kafka cp-enterprise-kafka | kafka
        ActiveMQ | broker | 61616! 8161! 5672! 1883! 61613! | activemq activemq-classic activemq-artemis artemis | 
        NATS | broker | 4222! 6222! 8222! | nats nats-streaming nats-server | nats
        MQTT | broker | 1883! 9001! | eclipse-mosquitto mosquitto emqx vernemq hivemq4 hivemq-ce nanomq rmqtt | mqtt
        Pulsar | broker | 6650! 8080! | pulsar pulsar-all | pulsar
        NSQ | broker | 4150! 4151! 4160! 4161! | nsq |
        beanstalkd | broker | 11300! | beanstalkd beanstalk |
        Gearman | broker | 4730! | gearmand gearman |
        Docker's API | control | 2375! 2376! | docker dind docker-socket-proxy socket-proxy |
        Kibana | control | 5601! | kibana opensearch-dashboards |
        Ollama | control | 11434! | ollama |
        Selenium | control | 4444! 5900! 7900! | selenium/hub standalone-chrome standalone-firefox standalone-chromium standalone-edge node-chrome node-firefox |
        Chrome | control | 3000! 9222! | browserless/chrome browserless/chromium headless-shell |
        Spark | control | 7077! 8080! 6066! | spark spark-master spark-worker |
        Hadoop | control | 8020! 9000! 9870! 50070! 8088! | hadoop-namenode hadoop namenode |
        Vault | control | 8200! 8201! | vault openbao |
        Nomad | control | 4646! | nomad |
        remote desktop | control | 5900! 5901! | kasm-vnc docker-headless-vnc-container ubuntu-xfce-vnc |
        Samba | control | 139! 445! | samba dperson/samba crazymax/samba |
        NFS | control | 2049! 111! | nfs-server nfs-server-alpine |
        nginx | web | 80+ 443+ 443/udp+ | nginx nginx-unprivileged openresty tengine angie freenginx |
        Apache | web | 80+ 443+ | httpd apache php-apache |
        Caddy | proxy | 80+ 443+ 443/udp+ | caddy caddy-docker-proxy |
        Traefik | proxy | 80+ 443+ 443/udp+ 25+ 465+ 587+ 993+ | traefik |
        HAProxy | proxy | 80+ 443+ | haproxy dockercloud/haproxy |
        Envoy | proxy | 80+ 443+ | envoy contour istio/proxyv2 pomerium |
        nginx proxy | proxy | 80+ 443+ | nginx-proxy nginx-proxy-manager nginx-proxy-manager-zh swag letsencrypt docker-gen npmplus zoraxy bunkerweb https-portal nginx-certbot docker-nginx-certbot steveltn/https-portal |
        Kong | proxy | 80+ 443+ 8000+ 8443+ | kong kong-gateway apisix tyk-gateway krakend |
        Varnish | proxy | 80+ 443+ | varnish |
        mail server | mail | 25+ 110+ 143+ 465+ 587+ 993+ 995+ 4190+ | docker-mailserver mailserver/docker-mailserver postfix boky/postfix postfix-relay dovecot mailcow/postfix mailcow/dovecot mailu/front mailu/nginx ghcr.io/mailu/nginx poste.io stalwart mail-server stalwartlabs/mail-server maddy mox exim haraka opensmtpd simple-mail-forwarder anonaddy simplelogin iredmail |
        Pi-hole | dns | 53+ 53/udp+ 67/udp+ | pihole docker-pi-hole |
        AdGuard Home | dns | 53+ 53/udp+ 853+ 853/udp+ 784/udp+ 5443+ 67/udp+ 68/udp+ 68+ | adguardhome adguard-home |
        DNS server | dns | 53+ 53/udp+ 853+ 853/udp+ | unbound unbound-rpi bind9 bind coredns dnsmasq dns-server technitium/dns-server blocky dnscrypt-proxy dnscrypt dnsdist pdns-auth-48 pdns-auth-49 pdns-recursor-51 powerdns pdns knot nsd cloudflared-doh stubby smartdns mosdns ctrld netbootxyz/dnsmasq 4km3/dnsmasq jpillora/dnsmasq |
        WireGuard | vpn | 51820/udp+ | wireguard wg-easy wg-access-server netmaker netbird firezone wireguard-ui wg-portal |
        OpenVPN | vpn | 1194/udp+ 1194+ 443+ 943+ | openvpn openvpn-as openvpn-server |
        IPsec | vpn | 500/udp+ 4500/udp+ | ipsec-vpn-server strongswan |
        Tailscale | vpn | 41641/udp+ | tailscale headscale derper |
        Shadowsocks | vpn | 8388+ 8388/udp+ | shadowsocks-libev shadowsocks shadowsocks-rust xray v2ray hysteria sing-box |
        VPN client | vpn | | gluetun openvpn-client arch-qbittorrentvpn transmission-openvpn wireguard-client |
        Minecraft | public | 25565+ 19132/udp+ | minecraft-server minecraft-bedrock-server minecraft bungeecord itzg/bungeecord mc-proxy papermc |
        game server | public | 2456/udp+ 2457/udp+ 2458/udp+ 27015+ 27015/udp+ 7777+ 7777/udp+ 34197/udp+ 8211/udp+ 15777/udp+ 16261/udp+ | valheim valheim-server factorio satisfactory-server palworld-server-docker terraria csgo cs2 ark-server rust-server zomboid project-zomboid |
        TeamSpeak | public | 9987/udp+ 30033+ | teamspeak | 
        Mumble | public | 64738+ 64738/udp+ | mumble-server |
        BitTorrent | public | 6881+ 6881/udp+ 51413+ 51413/udp+ | qbittorrent transmission deluge rtorrent rutorrent qbittorrent-nox |
        Syncthing | public | 22000+ 22000/udp+ 21027/udp+ | syncthing |
        TURN | public | 3478+ 3478/udp+ 5349+ 5349/udp+ | coturn eturnal |
        Tor | public | 9001+ 9030+ | tor-relay tor |
        Home Assistant | other | | home-assistant homeassistant |
        web application | other | | ocis wordpress nextcloud gitea gitlab-ce gitlab-ee forgejo ghost grafana prometheus alertmanager loki jellyfin plex emby pms-docker sonarr radarr lidarr bazarr readarr prowlarr jackett overseerr ombi jellyseerr tautulli sabnzbd nzbget vaultwarden bitwarden portainer portainer-ce phpmyadmin adminer pgadmin4 mongo-express redis-commander redisinsight kafka-ui metabase superset n8n nodered node-red keycloak authentik authelia jenkins sonarqube nexus3 registry minio uptime-kuma homepage dashy heimdall homarr immich-server paperless-ngx bookstack wiki joplin-server mattermost rocket.chat matomo drupal joomla odoo moodle mediawiki discourse photoprism firefly-iii freshrss miniflux wallabag linkding vikunja plausible umami cadvisor node-exporter blackbox-exporter jaeger zipkin all-in-one otel-collector opentelemetry-collector-contrib mailhog mailpit maildev airflow jupyter dozzle glances netdata filebrowser code-server |
        """
}
