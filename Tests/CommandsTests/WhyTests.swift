import Rendering
import Testing

/// What `netsim why` says, and which changes it offers.
struct WhyTests {
    /// Everything that can stand in the way.
    private static func prepared() -> CommandLine {
        let line = CommandLine()
        for command in [
            "network create --subnet 10.81.0.0/24 front", "network create --subnet 10.82.0.0/24 back",
            "network create --subnet 10.83.0.0/24 --internal vault",
            "network create --subnet 10.84.0.0/24 -o com.docker.network.bridge.enable_icc=false quiet",
            "network create --subnet 10.85.0.0/24 -o com.docker.network.bridge.enable_ip_masquerade=false plain",
            "run -d --name web --net front --expose 80 nginx", "run -d --name user --net front alpine",
            "run -d --name db --net back --expose 3306 mysql", "run -d --name safe --net vault --expose 80 nginx",
            "run -d --name mute --net quiet --expose 80 nginx", "run -d --name deaf --net quiet alpine",
            "run -d --name bare --net plain alpine", "run -d --name cut --net front --expose 80 nginx",
            "run -d --name off --net front --expose 80 nginx", "run -d --name asleep --net front --expose 80 nginx",
            "run -d --name pub --net back -p 8080:80 nginx", "stop -t 0 asleep", "link down off",
            "partition user cut", "rules add -s 10.81.0.0/24 -d 198.51.100.0/24 -j DROP",
        ] {
            #expect(line(command).status == 0, "\(command)")
        }
        return line
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let question: String
        let verdict: String
        let remedies: [String]

        init(_ question: String, _ verdict: String, _ remedies: String...) {
            self.question = question
            self.verdict = verdict
            self.remedies = remedies
        }

        var testDescription: String { question }
    }

    @Test(arguments: [
        Row("user web:80", "reached: web answered"),
        Row("user 10.81.0.1:8080", "reached: pub answered"),
        Row(
            "user db:3306",
            "unresolved: db means nothing to user",
            "connect user to back, then 10.82.0.2:3306 answers",
            "connect db to front, then 10.81.0.6:3306 answers",
            "publish 3306/tcp of db and ask the host for it, then 10.81.0.1:3306 answers"
        ),
        Row(
            "user 10.82.0.2:3306",
            "dropped: rule 3 of PREROUTING (table raw), container db on back: no direct access",
            "connect user to back, then 10.82.0.2:3306 answers",
            "publish 3306/tcp of db and ask the host for it, then 10.81.0.1:3306 answers"
        ),
        Row(
            "user 10.83.0.2:80",
            "dropped: rule 1 of DOCKER-INTERNAL (table filter), network vault: --internal",
            "connect user to vault, then 10.83.0.2:80 answers"
        ),
        Row(
            "safe 198.51.100.7",
            "unreachable: Network is unreachable",
            "make vault without --internal, then 198.51.100.7 answers"
        ),
        Row(
            "deaf mute:80",
            "dropped: rule 8 of DOCKER-FORWARD (table filter), network quiet: enable_icc=false",
            "let containers of quiet talk (enable_icc=true), then 10.84.0.2:80 answers",
            "publish 80/tcp of mute and ask the host for it, then 10.84.0.1:80 answers"
        ),
        Row(
            "bare 198.51.100.7",
            "dropped: the world outside has no way back to a private source address",
            "masquerade what leaves plain, then 198.51.100.7 answers"
        ),
        Row(
            "user cut:80",
            "unreachable: No route to host",
            "heal the partition between user and cut, then 10.81.0.4:80 answers"
        ),
        Row(
            "user off:80",
            "unreachable: No route to host",
            "bring the link of off on front up, then 10.81.0.5:80 answers"
        ),
        Row("user asleep:80", "unresolved: asleep means nothing to user", "start asleep, then 10.81.0.6:80 answers"),
        Row("asleep web:80", "impossible: asleep does not run (exited)", "start asleep, then 10.81.0.2:80 answers"),
        Row(
            "user 198.51.100.7",
            "dropped: rule 1 of DOCKER-USER (table filter), your own rule 1",
            "remove your own rule 1, then 198.51.100.7 answers"
        ),
        Row(
            "user web:81",
            "refused: nothing listens on the port",
            "ask for port 80/tcp, where web listens, then 10.81.0.2:80 answers",
            "let web listen on 81/tcp (--expose 81/tcp, or the label netsim.listen), then 10.81.0.2:81 answers"
        ),
        Row(
            "outside db:3306",
            "dropped: rule 3 of PREROUTING (table raw), container db on back: no direct access",
            "publish 3306/tcp of db and ask the host for it, then 192.0.2.10:3306 answers"
        ),
        Row("host safe:80", "reached: safe answered"),
        Row("user nobody:80", "unresolved: nobody means nothing to user"),
    ])
    func `says what decided, and what helps`(row: Row) {
        let line = Self.prepared()
        let result = line("why \(row.question)")
        #expect(result.status == (row.verdict.hasPrefix("reached") ? 0 : 1))
        let lines = result.output.split(separator: "\n").map(String.init)
        #expect(lines.contains(row.verdict), "\(result.output)")
        let offered = lines.filter { $0.hasPrefix("  - ") }.map { String($0.dropFirst(4)) }
        #expect(row.remedies.allSatisfy(offered.contains), "\(offered)")
        #expect(row.remedies.isEmpty == offered.isEmpty, "\(offered)")
    }

    @Test func `a published port is followed through every rule`() {
        let result = Self.prepared()("why user 10.81.0.1:8080")
        let text = result.output.replacing("br-56e4398a98f8", with: "BACK").replacing("br-b54e0f1600cc", with: "FRONT")
        for part in [
            "nat PREROUTING 1, DOCKER 1: DNAT to 10.82.0.3:80", "by port 8080:80/tcp of pub",
            "filter FORWARD 2, DOCKER-FORWARD 3, DOCKER-BRIDGE 3, DOCKER 1: accept", "masquerade",
            "by network front: enable_ip_masquerade=true", "the source that it sees is 10.82.0.1",
            "by network front: replies to what was let through",
        ] {
            #expect(text.contains(part), "\(part)\n\(text)")
        }
    }

    @Test func `as JSON`() throws {
        let result = Self.prepared()("why deaf mute:80 --format json")
        #expect(result.status == 1)
        let object = try JSONValue(parsing: result.output)
        #expect(object["verdict"] == "dropped")
        #expect(object["address"] == "10.84.0.2")
        #expect(object["origin"] == "network quiet: enable_icc=false")
        #expect(object["rule"]?.stringValue?.hasPrefix("-A DOCKER-FORWARD -i br-") == true)
        #expect(object["path"]?.arrayValue?.isEmpty == false)
        #expect(object["remedies"]?.arrayValue?.first?["commands"]?.arrayValue?.count == 6)
    }

    // MARK: Usual questions

    /// What people ask for help with.
    private static func usual() -> CommandLine {
        let line = CommandLine()
        for command in [
            "network create --subnet 10.1.0.0/24 front", "network create --subnet 10.2.0.0/24 back",
            "network create --subnet 10.3.0.0/24 --internal vault",
            "network create -d macvlan -o parent=eth0 --subnet 192.0.2.0/24 --gateway 192.0.2.1 --ip-range 192.0.2.128/27 lan",
            "network create --subnet 10.4.0.0/24 -o com.docker.network.bridge.gateway_mode_ipv4=nat-unprotected open",
            "network create -d macvlan -o parent=eth0.7 --subnet 10.61.0.0/24 --gateway 10.61.0.1 aside",
            "network create -d ipvlan -o parent=eth0.7 -o ipvlan_mode=l3 --subnet 10.7.0.0/24 third",
            "run -d --name app --net front alpine", "run -d --name web --net front -p 8080:80 nginx",
            "run -d --name db --net back --expose 5432 postgres",
            "run -d --name near --net front --expose 5432 postgres",
            "run -d --name mv --net lan --expose 80 nginx", "run -d --name pin --net vault -p 8081:80 nginx",
            "run -d --name hm --net host -p 8090:3000 --expose 3000 node",
            "run -d --name hml --net host --label netsim.listen=127.0.0.1:3001 node",
            "run -d --name one alpine", "run -d --name two --expose 80 nginx",
            "run -d --name wrong --net front -p 8082:3000 --label netsim.listen=80 nginx",
            "run -d --name shy --net front -p 8083:80 --label netsim.listen=127.0.0.1:80 nginx",
            "run -d --name narrow --net front -p 127.0.0.1:8084:80 nginx", "run -d --name none --net none alpine",
            "run -d --name far --net back --label netsim.listen=127.0.0.1:9000 nginx",
            "run -d --name fixed --net front --add-host web:10.9.9.9 alpine",
            "run -d --name join --net container:web alpine", "run -d --name vpn --net front -p 9001:9001 vpn",
            "run -d --name user --net container:vpn app", "restart vpn",
            "run -d --name split --net open --expose 80 nginx", "network connect aside split",
            "run -d --name still --net front --expose 80 nginx", "pause still",
        ] {
            #expect(line(command).status == 0, "\(command)")
        }
        return line
    }

    struct Usual: Sendable, CustomTestStringConvertible {
        let question: String
        /// The first cause given.
        let cause: String
        /// The first remedy offered; nil for none.
        let remedy: String?

        init(_ question: String, _ cause: String, _ remedy: String?) {
            (self.question, self.cause, self.remedy) = (question, cause, remedy)
        }

        var testDescription: String { question }
    }

    @Test(arguments: [
        Usual(
            "app 127.0.0.1:5432",
            "127.0.0.1 is app itself: in a container it is neither the host nor another container",
            "ask for near, where near listens on 5432/tcp, then 10.1.0.4:5432 answers"
        ),
        Usual(
            "app 127.0.0.1:8080",
            "127.0.0.1 is app itself: in a container it is neither the host nor another container",
            "ask for web, where web listens on 80/tcp, then 10.1.0.3:80 answers"
        ),
        Usual(
            "app 127.0.0.1:3000",
            "127.0.0.1 is app itself: in a container it is neither the host nor another container",
            "ask the host instead (host.docker.internal, with --add-host), then 10.1.0.1:3000 answers"
        ),
        Usual(
            "app 10.1.0.1:3001",
            "hml listens on 127.0.0.1:3001 of the host alone: containers and others come by another address",
            "let hml listen on every address (0.0.0.0:3001), not on 127.0.0.1:3001 alone, then 10.1.0.1:3001 answers"
        ),
        Usual(
            "outside 192.0.2.10:80",
            "80/tcp is the port of web itself; on the host it is published as 8080",
            "ask the host for port 8080, where 80/tcp of web is published, then 192.0.2.10:8080 answers"
        ),
        Usual(
            "app web:8080",
            "8080 is the port on the host; in its networks web listens on 80/tcp",
            "ask for port 80/tcp, where web listens, then 10.1.0.3:80 answers"
        ),
        Usual(
            "host mv:80",
            "mv is on lan, a child of eth0: such a child and the host itself never hear each other (by a bridge network "
                + "beside it they do, or by a macvlan interface of the host's own)",
            "connect mv to a bridge network as well (bridge), and ask there, then 172.17.0.4:80 answers"
        ),
        Usual(
            "mv host:3000",
            "mv is on lan, a child of eth0: such a child and the host itself never hear each other (by a bridge network "
                + "beside it they do, or by a macvlan interface of the host's own)",
            "connect mv to a bridge network as well (bridge), and ask the host there, then 172.17.0.1:3000 answers"
        ),
        Usual(
            "outside 192.0.2.10:8081",
            "-p of pin has no effect: it is only on internal networks (vault)",
            "connect pin to a bridge network as well (bridge), and ask there, then 192.0.2.10:8081 answers"
        ),
        Usual(
            "outside 192.0.2.10:8090",
            "-p of hm means nothing in host mode: its ports are open on the host as they are",
            "ask for port 3000/tcp, where hm listens, then 192.0.2.10:3000 answers"
        ),
        Usual(
            "app hm:3000",
            "hm runs in the host's stack: on the containers' networks it has neither name nor address",
            "ask the host, in whose stack hm runs, then 10.1.0.1:3000 answers"
        ),
        Usual(
            "app host.docker.internal:3000",
            "host.docker.internal is no name on Linux, unless the container was given it "
                + "(--add-host host.docker.internal:host-gateway)",
            "give app the name (--add-host host.docker.internal:host-gateway), then 172.17.0.1:3000 answers"
        ),
        Usual(
            "one two:80",
            "on the default bridge containers have no names for one another; networks of one's own have",
            "put both on a network of their own, where they have names, then 172.18.0.3:80 answers"
        ),
        Usual(
            "outside web:80",
            "the world outside asks web at its own address: from beyond its bridge only published ports answer, at the "
                + "host's address (gateway modes routed and nat-unprotected, and trusted_host_interfaces, open more)",
            "ask the host for port 8080, where 80/tcp of web is published, then 192.0.2.10:8080 answers"
        ),
        Usual(
            "outside db:5432",
            "the world outside asks db at its own address: from beyond its bridge only published ports answer, at the "
                + "host's address (gateway modes routed and nat-unprotected, and trusted_host_interfaces, open more)",
            "leave it closed and go by the host (a tunnel), then 10.2.0.2:5432 answers"
        ),
        Usual(
            "app db:5432",
            "app is on front and db on back: they share no network",
            "connect app to back, then 10.2.0.2:5432 answers"
        ),
        Usual(
            "outside 192.0.2.10:8082",
            "port 8082 of the host leads to 3000/tcp of wrong, where nothing listens; it listens on 80/tcp",
            "publish 80/tcp, where wrong listens, in place of 3000/tcp, then 192.0.2.10:8082 answers"
        ),
        Usual(
            "outside 192.0.2.10:8083",
            "shy listens on 127.0.0.1:80 alone: only what runs in its own stack reaches that",
            "let shy listen on every address (0.0.0.0:80), not on 127.0.0.1:80 alone, then 192.0.2.10:8083 answers"
        ),
        Usual(
            "outside 192.0.2.10:8084",
            "port 8084 of narrow is published on 127.0.0.1 of the host alone",
            "publish 8084 of narrow on every address of the host, not on 127.0.0.1 alone, then 192.0.2.10:8084 answers"
        ),
        Usual(
            "none web:80",
            "none is on no network and web on front: they share no network",
            "run none on front, then 10.1.0.3:80 answers"
        ),
        Usual(
            "pin 1.1.1.1:443",
            "pin is only on internal networks (vault), which lead nowhere else",
            "connect pin to front, then 1.1.1.1:443 answers"
        ),
        // Two changes together.
        Usual(
            "app far:9000",
            "far listens on 127.0.0.1:9000 alone: only what runs in its own stack reaches that",
            "connect app to back, and let far listen on every address (0.0.0.0:9000), not on 127.0.0.1:9000 alone, "
                + "then 10.2.0.3:9000 answers"
        ),
        Usual(
            "fixed web:80",
            "web is 10.9.9.9 by --add-host of fixed, whatever name servers say",
            "run fixed without --add-host web:10.9.9.9, then 10.1.0.3:80 answers"
        ),
        Usual(
            "app join:80",
            "join shares the stack of web: it is found by that name, and has none of its own",
            "ask for web, whose stack join shares, then 10.1.0.3:80 answers"
        ),
        Usual(
            "outside 192.0.2.10:9001",
            "user shares the stack that vpn had before it was started again: nothing but lo is left of that one, until "
                + "user is restarted too",
            "restart user, then 192.0.2.10:9001 answers"
        ),
        Usual(
            "outside 10.4.0.2:80",
            "the question comes to split by eth0 (open), and the answer leaves by eth1 (aside), whose gateway is the "
                + "default route",
            "let split answer by open: make it the default route (gw-priority), then 10.4.0.2:80 answers"
        ),
        Usual(
            "app split:80",
            "app is on front and split on open, aside: they share no network",
            "connect app to open, then 10.4.0.2:80 answers"
        ),
        Usual("outside 192.0.2.10:81", "nothing of the host listens on 81/tcp, and no container publishes it", nil),
        Usual(
            "app 10.8.0.1:80",
            "10.8.0.1 is a private address that no network here and no link of the host has: beyond eth0 nobody knows "
                + "a way to it",
            nil
        ),
        Usual(
            "app example.test:443",
            "no container that it could ask for is called example.test, and no name server knows it (of the world "
                + "outside: netsim upstream add example.test A ADDRESS)",
            nil
        ),
        Usual(
            "app still:80",
            "still is paused: its kernel takes connections, and nobody answers them",
            "unpause still, then 10.1.0.10:80 answers"
        ),
    ])
    func `says what is behind it, and what helps best`(row: Usual) throws {
        let line = Self.usual()
        let result = line("why --format json \(row.question)")
        #expect(result.status == 1)
        let object = try JSONValue(parsing: result.output)
        let causes = (object["causes"]?.arrayValue ?? []).compactMap(\.stringValue)
        #expect(causes.first == row.cause, "\(causes)")
        let text = line("why \(row.question)").output
        let offered = text.split(separator: "\n").filter { $0.hasPrefix("  - ") }.map { String($0.dropFirst(4)) }
        #expect(offered.first == row.remedy, "\(offered)")
    }

    @Test func `publishing a database's port never comes first`() {
        let line = Self.usual()
        for question in [
            "app db:5432", "outside db:5432", "outside near:5432", "one db:5432", "mv db:5432", "pin near:5432",
        ] {
            let offered = line("why \(question)").output.split(separator: "\n").first { $0.hasPrefix("  - ") }
            #expect(offered?.hasPrefix("  - publish") != true, "\(question): \(offered ?? "")")
        }
    }

    @Test func `names come from the hosts file, or from the search list step by step`() {
        let line = Self.usual()
        for command in [
            "run -d --name seeker --net front --dns-search corp.test --dns-search lab.test alpine",
            "upstream add db.lab.test A 198.51.100.7",
        ] {
            #expect(line(command).status == 0, "\(command)")
        }
        #expect(
            line("why fixed web:80").output.contains("/etc/hosts of fixed says 10.9.9.9, and no name server is asked")
        )
        let text = line("why seeker db:80").output
        for part in [
            "the search list corp.test lab.test and ndots:0: db, then db.corp.test, then db.lab.test",
            "db: no such name", "db.corp.test: no such name", "db.lab.test: 198.51.100.7\n", "db is 198.51.100.7\n",
        ] {
            #expect(text.contains(part), "\(part)\n\(text)")
        }
        let own = line("why seeker web:80").output
        #expect(own.contains("web: 10.1.0.3\n") && !own.contains("\"web.corp\""))
    }

    /// What an unknown image listens on is a doubt, in the same way for both.
    @Test func `nobody knows what an unknown image listens on`() {
        let line = CommandLine()
        line("network create net")
        line("run -d --name web --net net nginx")
        line("run -d --name app --net net team/app")
        let doubt = "whether app listens on 5000/tcp is not known: nothing is known of the image team/app"
        let why = line("why web app:5000")
        #expect(why.status == 0)
        #expect(why.output.contains("reached: the way is open\n"))
        #expect(why.output.contains("but \(doubt)"))
        let probe = line("probe web app:5000")
        #expect(probe.status == 0)
        #expect(probe.errors.hasPrefix("netsim: \(doubt)"))
        #expect(line("probe app web:80").errors.isEmpty)
        #expect(line("why app web:81").output.contains("because web listens on 80/tcp, not on 81/tcp"))
    }
}
