import Foundation
import Lab
import LabStore
import Rendering
import TestSupport
import Testing

@Suite struct `Archives` {
    @Test func `say what they are, in readable words`() throws {
        var lab = Lab(seed: 1, created: Timestamp(seconds: 0))
        lab.addUpstreamRecord(.init(name: "www.example.test", type: "A", ttl: 300, data: "198.51.100.7"))
        let json = LabArchive.encode(lab)
        #expect(json.objectValue?.memberNames == ["format", "version", "settings", "networks"])
        #expect(
            json["settings"]?.json(.indented) == """
                {
                    "host": {
                        "hostname": "docker-host",
                        "uplinkName": "eth0",
                        "uplinkMAC": "52:54:00:12:34:56",
                        "uplinkAddresses": [
                            "192.0.2.10/24",
                            "2001:db8::10/64"
                        ],
                        "gateways": [
                            "192.0.2.1",
                            "2001:db8::1"
                        ],
                        "nameservers": [
                            "192.0.2.53"
                        ]
                    },
                    "engine": {
                        "id": "\(lab.engine.engineID)",
                        "interContainerCommunication": true,
                        "ephemeralPorts": "32768-60999"
                    },
                    "upstream": {
                        "records": [
                            {
                                "name": "www.example.test",
                                "type": "A",
                                "ttl": 300,
                                "data": "198.51.100.7"
                            }
                        ]
                    },
                    "entropy": "\(Identifier.hex(lab.entropy.state))",
                    "nextSequence": 1
                }
                """
        )
        #expect(
            json["networks"]?[1]?.json(.indented) == """
                {
                    "id": "\(try lab.network(matching: "host").id)",
                    "name": "host",
                    "created": "1970-01-01T00:00:00Z",
                    "driver": "host",
                    "scope": "local",
                    "enableIPv4": true,
                    "enableIPv6": false,
                    "internal": false,
                    "attachable": false,
                    "ingress": false,
                    "configOnly": false,
                    "ipamDriver": "default"
                }
                """
        )
    }

    /// Between them, the containers of the rich lab have every field, so nothing is left out of an archive unnoticed.
    @Test func `hold every field that a lab can have`() throws {
        let fields = Set(JSONPlace.all(in: LabArchive.encode(try richLab())).map(\.pattern))
        #expect(fields.count == 230, "\(fields.sorted().joined(separator: "\n"))")
        for rare in [
            "containers[].config.restartPolicy.maximumRetries", "containers[].config.entrypoint",
            "containers[].attachments[].config.linkLocal[]", "containers[].attachments[].endpoint.linkLocal[]",
            "containers[].linkLines[].names[]", "containers[].stack.sandbox", "networks[].bridge.trustedInterfaces[]",
            "networks[].subnets[].auxiliary", "settings.portCursors[].last", "settings.upstream.server.port",
        ] {
            #expect(fields.contains(rare), "\(rare)")
        }
    }

    @Test func `of equal labs are equal bytes, however the labs came about`() throws {
        var one = Lab.fresh()
        try one.network("n1")
        try one.network("n2")
        try one.run("a1", on: "n1")
        var other = one
        // A removal leaves another order of slots behind.
        try other.run("a2", on: "n1")
        try other.removeContainer(matching: "a2", force: true, at: noon)
        try other.network("n3")
        try other.removeNetwork(matching: "n3")
        (other.entropy, other.nextSequence) = (one.entropy, one.nextSequence)
        #expect(other.archived == one.archived)
    }

    // MARK: - Refusals

    @Test func `are refused where a field has a value of another kind`() throws {
        let json = LabArchive.encode(try richLab())
        for (place, json) in Self.distinctPlaces(json) {
            // `{}` for all but objects, an array of arrays for these.
            let wrong: JSONValue = place.value(in: json)?.objectValue == nil ? [:] : [[]]
            let error = #expect(throws: ArchiveError.self, "\(place)") {
                try LabArchive.decode(place.replacing(with: wrong, in: json))
            }
            #expect(error?.path == place.description, "\(place): \(error?.description ?? "")")
        }
    }

    @Test func `are refused where a text is not of the form that its field has`() throws {
        let json = LabArchive.encode(try richLab())
        let free: Set = [
            "containers[].config.networkMode", "containers[].attachments[].network", "containers[].error",
            "containers[].name",
            "networks[].name", "networks[].scope", "networks[].configFrom", "networks[].ipamDriver",
        ]
        var count = 0
        for (place, json) in Self.distinctPlaces(json) where place.value(in: json)?.stringValue != nil {
            if free.contains(place.pattern) || place.isFreeText { continue }
            count += 1
            let error = #expect(throws: ArchiveError.self, "\(place)") {
                try LabArchive.decode(place.replacing(with: "\u{7f}?", in: json))
            }
            #expect(place.description.hasPrefix(error?.path ?? "-"), "\(place): \(error?.description ?? "")")
        }
        #expect(count > 40)
    }

    @Test func `are refused where a text, or the name of a label, has a NUL`() throws {
        let json = LabArchive.encode(try richLab())
        for (place, json) in Self.distinctPlaces(json) where place.value(in: json)?.stringValue != nil {
            let error = #expect(throws: ArchiveError.self, "\(place)") {
                try LabArchive.decode(place.replacing(with: "a\0b", in: json))
            }
            #expect(place.description.hasPrefix(error?.path ?? "-"), "\(place): \(error?.description ?? "")")
        }
    }

    @Test func `are refused where a field is missing, or one too many`() throws {
        let json = LabArchive.encode(try richLab())
        var missing = 0
        for (place, json) in Self.distinctPlaces(json) {
            if let without = place.removed(from: json), let error = Self.refusal(without) {
                missing += 1
                // A part that is left out may be missed by another one.
                if error.problem == "the field is missing" { #expect(error.path == place.description) }
            }
            guard let object = place.value(in: json)?.objectValue, !place.isMap else { continue }
            var extended = object
            extended["stranger"] = 1
            let error = Self.refusal(place.replacing(with: .object(extended), in: json))
            #expect(error?.description == "\(place).stranger: there is no such field")
        }
        #expect(missing > 60)
    }

    private static func refusal(_ json: JSONValue) -> ArchiveError? {
        do {
            _ = try LabArchive.decode(json)
            return nil
        } catch {
            return error
        }
    }

    /// One place of each kind, each with a document that has no other container or network: a fault in a field is found
    /// before the parts are held against each other.
    private static func distinctPlaces(_ json: JSONValue) -> [(JSONPlace, JSONValue)] {
        var seen: Set<String> = []
        return JSONPlace.all(in: json).filter { seen.insert($0.pattern).inserted }.map { $0.alone(in: json) }
    }

    @Test(arguments: [
        ("[]", "expected an object, found an array"),
        ("{}", "format: expected \"netsim lab\": this is no lab"),
        (#"{"format": "compose"}"#, "format: expected \"netsim lab\": this is no lab"),
        (#"{"format": "netsim lab"}"#, "version: expected an integer"),
        (#"{"format": "netsim lab", "version": "1"}"#, "version: expected an integer"),
        (#"{"format": "netsim lab", "version": 2}"#, "version: version 2 is unknown, this netsim reads 1"),
        (#"{"format": "netsim lab", "version": 1}"#, "settings: the field is missing"),
    ])
    func `that are none are refused for it`(_ text: String, _ message: String) throws {
        let error = #expect(throws: ArchiveError.self) { try LabArchive.decode(JSONValue(parsing: text)) }
        #expect(error?.description == message)
    }

    @Test(arguments: [
        (
            #""nextSequence": 1"#, #""nextSequence": 9223372036854775808"#,
            "settings: its next sequence number 9223372036854775808 is out of range"
        ),
        (
            #""nextSequence": 1"#, #""nextSequence": -1"#,
            "settings.nextSequence: -1 is out of range (0 to 18446744073709551615)"
        ),
        (#""nextSequence": 1"#, #""nextSequence": 0"#, "settings: its next sequence number 0 is out of range"),
        (
            #""driver": "host""#, #""driver": "overlay""#,
            "networks[1].driver: expected one of bridge, host, null, macvlan, ipvlan, found \"overlay\""
        ),
        (
            #""ephemeralPorts": "32768-60999""#, #""ephemeralPorts": "9-8""#,
            "settings.engine.ephemeralPorts: expected a port or range of ports, found \"9-8\""
        ),
        (#""name": "none""#, #""name": "nun""#, "settings: its predefined network none is missing"),
        (
            #""created": "1970-01-01T00:00:00Z""#, #""created": "1970-02-30T00:00:00Z""#,
            "networks[0].created: expected a time of RFC 3339, found \"1970-02-30T00:00:00Z\""
        ),
    ])
    func `with such values are refused`(_ old: String, _ new: String, _ message: String) throws {
        let text = LabArchive.encode(Lab(seed: 1, created: Timestamp(seconds: 0))).json(.indented)
        guard let range = text.range(of: old) else { throw JSONPlace.Missing() }
        do {
            _ = try LabArchive.decode(JSONValue(parsing: text.replacingCharacters(in: range, with: new)))
            Issue.record("was not refused")
        } catch {
            #expect("\(error)".hasSuffix(message), "\(error)")
        }
    }
}
