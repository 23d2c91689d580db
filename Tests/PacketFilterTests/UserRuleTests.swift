import Addressing
import Lab
import PacketFilter
import TestSupport
import Testing

/// The words of the user's own rules. Texts of refusals are those of iptables 1.8.9 where it refuses too.
struct UserRuleTests {
    private static func parse(_ words: String, isIPv6: Bool = false) throws(UserRuleError) -> FilterRule {
        let words = words.split(separator: " ").map { $0 == "''" ? "" : String($0) }
        return try UserRuleParser.parse(UserRule(words: words, isIPv6: isIPv6), number: 1)
    }

    /// What a rule's words come to in `iptables -S`, as the program itself wrote it.
    @Test(arguments: [
        ("-j DROP", "-j DROP"),
        (
            "-s 10.1.2.3/8 -d 1.2.3.4 ! -i eth0 -o br+ -j ACCEPT",
            "-s 10.0.0.0/8 -d 1.2.3.4/32 ! -i eth0 -o br+ -j ACCEPT"
        ),
        (
            "-p tcp ! --dport 80:90 --sport 5 -j REJECT",
            "-p tcp -m tcp --sport 5 ! --dport 80:90 -j REJECT --reject-with icmp-port-unreachable"
        ),
        (
            "-m conntrack ! --ctstate NEW,RELATED,ESTABLISHED,INVALID --ctorigdst 1.2.3.4 --ctorigdstport 80:81 -j DROP",
            """
            -m conntrack ! --ctstate INVALID,NEW,RELATED,ESTABLISHED --ctorigdst 1.2.3.4 --ctorigdstport 80:81 \
            -j DROP
            """
        ),
        ("! -p tcp -j RETURN", "! -p tcp -j RETURN"), ("-p 47 -j DROP", "-p gre -j DROP"),
        ("-p 6 -j DROP", "-p tcp -j DROP"), ("-p TCP -j DROP", "-p tcp -j DROP"), ("-p 255 -j DROP", "-p 255 -j DROP"),
        ("-p icmpv6 -j DROP", "-p ipv6-icmp -j DROP"), ("-p all -s 0.0.0.0/0 -j DROP", "-j DROP"),
        ("-p sctp --dport 5 -j ACCEPT", "-p sctp -m sctp --dport 5 -j ACCEPT"),
        ("-p udp -m multiport ! --ports 1:3,5 -j ACCEPT", "-p udp -m multiport ! --ports 1:3,5 -j ACCEPT"),
        ("-p tcp --dport :80 -j DROP", "-p tcp -m tcp --dport 0:80 -j DROP"),
        ("-p tcp --dport 80: -j DROP", "-p tcp -m tcp --dport 80:65535 -j DROP"),
        ("-p tcp -m tcp --destination-port 5 -j DROP", "-p tcp -m tcp --dport 5 -j DROP"),
        ("-p tcp -j REJECT --reject-with tcp-reset", "-p tcp -j REJECT --reject-with tcp-reset"),
        ("-j REJECT --reject-with host-unreach", "-j REJECT --reject-with icmp-host-unreachable"),
        ("-m comment --comment abc -j DROP", "-m comment --comment abc -j DROP"),
        ("-m comment --comment '' -j DROP", #"-m comment --comment "" -j DROP"#),
        (#"-m comment --comment it's"x"\ -j DROP"#, #"-m comment --comment "it\'s\"x\"\\" -j DROP"#),
        ("--protocol tcp --in-interface=eth0 --jump DROP", "-i eth0 -p tcp -j DROP"),
        ("-i + -j DROP", "-j DROP"), ("-s 10.0.0.0/255.255.0.0 -j DROP", "-s 10.0.0.0/16 -j DROP"),
        ("-m addrtype ! --dst-type LOCAL -j DROP", "-m addrtype ! --dst-type LOCAL -j DROP"),
    ])
    func `words and what iptables makes of them`(words: String, text: String) throws {
        let rule = try Self.parse(words)
        #expect(RuleText.line(.dockerUser, rule, .ipv4) == "-A DOCKER-USER " + text)
        #expect(rule.origin == .user(1))
        // What iptables writes, it reads.
        if !text.contains("\"") { #expect(try Self.parse(text) == rule) }
    }

    @Test(arguments: [
        (
            "! -s fe80::/10 -p icmpv6 -j REJECT",
            "! -s fe80::/10 -p ipv6-icmp -j REJECT --reject-with icmp6-port-unreachable"
        ),
        (
            "-d fd00::1 -j REJECT --reject-with icmp6-adm-prohibited",
            "-d fd00::1/128 -j REJECT --reject-with icmp6-adm-prohibited"
        ),
        ("-6 -s fd00::/ffff:: -j DROP", "-s fd00::/16 -j DROP"),
    ])
    func `words of ip6tables`(words: String, text: String) throws {
        #expect(RuleText.line(.dockerUser, try Self.parse(words, isIPv6: true), .ipv6) == "-A DOCKER-USER " + text)
    }

    @Test(
        arguments: [
            ("--foo -j DROP", .unknownOption("--foo"), #"unknown option "--foo""#),
            ("foo -j DROP", .badArgument("foo"), "Bad argument `foo'"),
            ("-s", .missingArgument("-s"), #"option "-s" requires an argument"#),
            ("-s banana -j DROP", .unknownAddress("banana"), "host/network `banana' not found"),
            ("-s 10.0.0.0/99 -j DROP", .invalidMask("99"), "invalid mask `99' specified"),
            (
                "-s 1.2.3.4/255.255.0.255 -j DROP", .invalidMask("255.255.0.255"),
                "invalid mask `255.255.0.255' specified"
            ),
            ("-s fd00::1 -j DROP", .unknownAddress("fd00::1"), "host/network `fd00::1' not found"),
            ("-p foo -j DROP", .unknownProtocol("foo"), #"unknown protocol "foo" specified"#),
            ("-p 300 -j DROP", .unknownProtocol("300"), #"unknown protocol "300" specified"#),
            ("! -p 0 -j DROP", .neverMatches, "rule would never match protocol"),
            ("--dport 80 -j DROP", .unknownOption("--dport"), #"unknown option "--dport""#),
            ("-p icmp --dport 4 -j DROP", .unknownOption("--dport"), #"unknown option "--dport""#),
            ("! -p tcp --dport 4 -j DROP", .unknownOption("--dport"), #"unknown option "--dport""#),
            ("-p tcp --dport 70000 -j DROP", .invalidPort("70000"), "invalid port/service `70000' specified"),
            ("-p tcp --dport -5 -j DROP", .invalidPort("-5"), "invalid port/service `-5' specified"),
            ("-p tcp --dport 90:80 -j DROP", .reversedPorts, "invalid portrange (min > max)"),
            (
                "-p tcp --dport 1 --dport 2 -j DROP", .repeatedPort("--destination-port"),
                "Only one `--destination-port' allowed"
            ),
            ("-j FOO", .unknownTarget("FOO"), "Chain 'FOO' does not exist"),
            ("-m foo -j DROP", .unknownModule("foo"), "Couldn't load match `foo':No such file or directory"),
            ("-m conntrack --ctstate FOO -j DROP", .unknownState(option: "ctstate", "FOO"), #"Bad ctstate "FOO""#),
            ("-m state --state FOO -j DROP", .unknownState(option: "state", "FOO"), #"Bad state "FOO""#),
            ("-m conntrack -j DROP", .missingOption(module: "conntrack"), "conntrack: At least one option is required"),
            (
                "-m comment -j DROP", .missingOption(module: "comment"),
                #"comment: option "--comment" must be specified"#
            ),
            ("-m multiport -p tcp -j DROP", .missingOption(module: "multiport"), "multiport expection an option"),
            (
                "-m multiport --dports 80 -j DROP", .portsNeedProtocol,
                "multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'"
            ),
            (
                "-p tcp -m multiport --dports 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16 -j DROP", .tooManyPorts,
                "too many ports specified"
            ),
            ("-m tcp --dport 5 -j DROP", .moduleNeedsProtocol("tcp"), "TCP match requires '-p tcp'"),
            ("-s 1.1.1.1 -s 1.1.1.2 -j DROP", .repeated("-s"), "multiple -s flags not allowed"),
            ("-j DROP -j ACCEPT", .repeated("-j"), "multiple -j flags not allowed"),
            ("-j REJECT --reject-with foo", .unknownRejection("foo"), #"unknown reject type "foo""#),
            (
                "-j REJECT --reject-with icmp6-no-route", .unknownRejection("icmp6-no-route"),
                #"unknown reject type "icmp6-no-route""#
            ),
            ("-j DROP --reject-with tcp-reset", .unknownOption("--reject-with"), #"unknown option "--reject-with""#),
            ("-j DROP extra", .badArgument("extra"), "Bad argument `extra'"),
            ("! -j DROP", .cannotNegate("-j"), "cannot have ! before -j"),
            ("! ! -s 1.1.1.1 -j DROP", .negatedTwice, "multiple consecutive ! not allowed"),
            (
                "-i abcdefghijklmnop -j DROP", .longInterface("abcdefghijklmnop"),
                "interface name `abcdefghijklmnop' must be shorter than IFNAMSIZ (15)"
            ),
            ("-i '' -j DROP", .emptyInterface, "Empty interface is likely to be undesired"),
            ("-6 -j DROP", .unknownOption("-6"), #"unknown option "-6""#),
            (
                "-p udp -j REJECT --reject-with tcp-reset", .resetNeedsTCP,
                "a TCP reset answers TCP alone: the rule needs -p tcp"
            ),
            ("-s 1.1.1.1", .noTarget, "a rule without -j decides nothing: give it ACCEPT, DROP, REJECT or RETURN"),
            (
                "-j LOG", .notModelled("the target LOG: only ACCEPT, DROP, REJECT and RETURN"),
                "netsim does not simulate the target LOG: only ACCEPT, DROP, REJECT and RETURN"
            ),
            (
                "-m limit --limit 5/s -j ACCEPT", .notModelled("the match -m limit"),
                "netsim does not simulate the match -m limit"
            ),
            (
                "-m conntrack --ctdir ORIGINAL -j DROP", .notModelled("the match --ctdir"),
                "netsim does not simulate the match --ctdir"
            ),
        ] as [(String, UserRuleError, String)]
    )
    func `words that are no rule`(words: String, error: UserRuleError, text: String) {
        #expect(throws: error) { try Self.parse(words) }
        #expect(error.description == text)
    }

    @Test func `rules of both families are numbered apart`() throws {
        var lab = Lab.fresh()
        lab.appendUserRule(UserRule(words: ["-j", "DROP"], isIPv6: false))
        lab.appendUserRule(UserRule(words: ["-j", "RETURN"], isIPv6: true))
        try lab.insertUserRule(UserRule(words: ["-i", "eth0", "-j", "ACCEPT"], isIPv6: false), at: 1)
        try lab.insertUserRule(UserRule(words: ["-j", "REJECT"], isIPv6: true), at: 2)
        #expect(
            RuleGoldenTests.rules(lab, .filter).hasSuffix(
                "-A DOCKER-USER -i eth0 -j ACCEPT\n-A DOCKER-USER -j DROP"
            )
        )
        #expect(
            RuleGoldenTests.rules(lab, .filter, .ipv6).hasSuffix(
                "-A DOCKER-USER -j RETURN\n-A DOCKER-USER -j REJECT --reject-with icmp6-port-unreachable"
            )
        )
        #expect(refusal { try lab.deleteUserRule(3) } == "Index of deletion too big.")
        #expect(refusal { try lab.deleteUserRule(0) } == "Index of deletion too big.")
        #expect(
            refusal { try lab.insertUserRule(UserRule(words: [], isIPv6: false), at: 4) }
                == "Index of insertion too big."
        )
        _ = lab.takeChanges()
        #expect(try lab.deleteUserRule(1).words == ["-i", "eth0", "-j", "ACCEPT"])
        #expect(lab.takeChanges().settings)
        #expect(try lab.deleteUserRule(2, isIPv6: true).words == ["-j", "REJECT"])
        #expect(RuleGoldenTests.rules(lab, .filter).hasSuffix("-A DOCKER-USER -j DROP"))
    }

    @Test func `a stored rule that cannot be read has no effect, and is named`() {
        var lab = Lab.fresh()
        lab.appendUserRule(UserRule(words: ["banana"], isIPv6: false))
        lab.appendUserRule(UserRule(words: ["-j", "DROP"], isIPv6: false))
        let filter = PacketFilter(lab)
        #expect(filter.rules(.filter, .dockerUser, .ipv4).map(\.origin) == [.user(2)])
        #expect(filter.unreadableUserRules(.ipv4).map(\.number) == [1])
        #expect(filter.unreadableUserRules(.ipv4).map(\.error) == [.badArgument("banana")])
    }

    /// Words from a rule's own vocabulary in any order, some of them broken: a rule or a refusal, never a trap.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func `any words are a rule or refused`(seed: UInt64) {
        let vocabulary = [
            "-s", "-d", "-i", "-o", "-p", "-m", "-j", "!", "--dport", "--sport", "--dports", "--ports", "--ctstate",
            "--state", "--comment", "--reject-with", "--ctorigdst", "--ctorigdstport", "tcp", "udp", "multiport",
            "conntrack", "state", "comment", "10.0.0.0/8", "1.2.3.4/", "/", ":", "80:", ":80", "80,443", ",", "NEW",
            "DROP",
            "REJECT", "tcp-reset", "ü", "", "-", "--", "--=", "--dport=1:2:3", "99999999999999999999", "fd00::/129",
            "0", "0/0", "255.0.0.0", "+", "addrtype", "--dst-type", "LOCAL",
        ]
        var random = SeededGenerator(seed: seed)
        var rules = 0
        for _ in 0..<3000 {
            var words = (0..<Int.random(in: 0...6, using: &random)).compactMap { _ in
                vocabulary.randomElement(using: &random)
            }
            if Bool.random(using: &random) { words += ["-j", "DROP"] }
            let isIPv6 = Bool.random(using: &random)
            guard let rule = try? UserRuleParser.parse(UserRule(words: words, isIPv6: isIPv6), number: 1) else {
                continue
            }
            rules += 1
            #expect(!RuleText.line(.dockerUser, rule, isIPv6 ? .ipv6 : .ipv4).isEmpty, "seed \(seed)")
        }
        #expect(rules > 0)
    }
}
