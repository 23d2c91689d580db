import Foundation
import Lab
import Rendering
import TestSupport
import Testing

@testable import LabStore

@Suite struct `Stored faults` {
    /// The settings of a lab as netsim wrote them before it knew faults and user rules.
    private static let formerSettings = """
        010B646F636B65722D686F737404657468305254001234560204C000020A180620010DB8000000000000000000000010400204C0000201
        0620010DB80000000000000000000000010104C0000235000000002465323230613833392D376231642D346461662D616537382D3965366
        1613162393635663401000000808002C7DC030106612E746573740141AC02093139322E302E322E3100E6D5C63ADC8C3C1A0500
        """.filter(\.isHexDigit)

    private func row(_ settings: LabSettings) throws -> String {
        try RowWriter.row(settings).map { Identifier.hex(UInt64($0) << 56, digits: 2) }.joined().uppercased()
    }

    @Test func `a store of the former version opens, and stays as it was while there are none`() throws {
        let home = try TemporaryHome()
        try home.store().replace(with: Lab.fresh())
        try home.sql("UPDATE lab SET settings = x'\(Self.formerSettings)'")
        #expect(
            try home.store().read { lab in
                lab.faults.isNone && lab.userRules.isEmpty && lab.upstream.records.map(\.name) == ["a.test"]
            }
        )
        // What is written without them is what the former version wrote, and so can be read by it.
        #expect(try home.store().read { try row($0.settings) } == Self.formerSettings)
        try home.store().update(now: noon) { try $0.impair(network: "bridge", .lossy) }
        let longer = try home.store().read { try row($0.settings) }
        #expect(longer.hasPrefix(Self.formerSettings) && longer.count > Self.formerSettings.count)
        #expect(try home.store().read { $0.faults.networkImpairments.count } == 1)
        try home.store().update(now: noon) { try $0.impair(network: "bridge", nil) }
        #expect(try home.store().read { try row($0.settings) } == Self.formerSettings)
    }

    /// Rules alone: a field that has its default stands before one that has not.
    @Test func `rules are stored without faults`() throws {
        let home = try TemporaryHome()
        var lab = Lab.fresh()
        let before = try row(lab.settings)
        lab.userRules = [UserRule(words: ["-j", "é"], isIPv6: true)]
        #expect(try row(lab.settings) == before + "00" + "01" + "01" + "02" + "022D6A" + "02C3A9" + "01")
        try home.store().replace(with: lab)
        #expect(try home.store().read { $0.userRules } == lab.userRules)
        #expect(try home.store().read { $0.archived } == lab.archived)
    }

    @Test func `an export of the former version is imported`() throws {
        let lab = Lab.fresh()
        let json = LabArchive.encode(lab)
        #expect(json["settings"]?["faults"] == nil && json["settings"]?["userRules"] == nil)
        #expect(try LabArchive.decode(json).faults.isNone)
    }

    @Test func `stop, restart of the process, and start keep them`() throws {
        let home = try TemporaryHome()
        try home.store().update(now: noon) { lab in
            try lab.network("back")
            try lab.run("web", on: "back")
            try lab.run("db", on: "back")
            try lab.setLink(of: "web", isUp: false)
            try lab.impair(network: "back", container: "db", .lossy)
            try lab.partition("db", "web")
        }
        let before = try home.store().read { $0.faults }
        try home.store().update(now: noon) { try $0.stopContainer(matching: "web", at: noon) }
        #expect(try home.store().read { $0.faults } == before)
        try home.store().update(now: noon) { try $0.startContainer(matching: "web", at: noon) }
        #expect(try home.store().read { $0.faults } == before)
        try home.store().update(now: noon) { try $0.removeContainer(matching: "web", force: true, at: noon) }
        #expect(try home.store().read { [$0.faults.downLinks.count, $0.faults.partitions.count] } == [0, 0])
    }

    // MARK: Damage

    private static let one = String(repeating: "0", count: 63) + "1"

    @Test(
        arguments: [
            (
                #"{"down":[{"container":"C","network":"NOT"}]}"#, "settings",
                "its faults name a network that does not exist, 000000000000"
            ),
            (
                #"{"down":[{"container":"NOT","network":"N"}]}"#, "settings",
                "its faults name a container that does not exist, 000000000000"
            ),
            (
                #"{"partitions":[{"first":"C","second":"NOT"}]}"#, "settings",
                "its faults name a container that does not exist, 000000000000"
            ),
            (#"{"partitions":[{"first":"C","second":"C"}]}"#, "settings", "it cuts a container off from itself"),
            (
                #"{"networks":[{"network":"NOT","impairment":IMPAIRMENT}]}"#, "settings",
                "its faults name a network that does not exist, 000000000000"
            ),
            (
                #"{"networks":[{"network":"N","impairment":{"delay":-1,"jitter":0,"loss":0,"duplication":0,"reordering":0,"rate":0}}]}"#,
                "settings", "an impairment: delay is out of range (0 to 1 hour)"
            ),
            (
                #"{"links":[{"place":{"container":"C","network":"N"},"impairment":{"delay":0,"jitter":0,"loss":0,"duplication":0,"reordering":5,"rate":0}}]}"#,
                "settings", "an impairment: reordering not possible without specifying some delay"
            ),
            (
                #"{"down":[{"container":"C","network":"N"},{"container":"C","network":"N"}]}"#, "settings.faults",
                "a fault is there twice"
            ),
            (#"{"down":[{"container":"C"}]}"#, "settings.faults.down[0].network", "the field is missing"),
            (#"{"up":[]}"#, "settings.faults.up", "there is no such field"),
            (#"[]"#, "settings.faults", "expected an object, found an array"),
        ]
    )
    func `that contradict the lab are refused`(_ faults: String, _ path: String, _ problem: String) throws {
        var lab = Lab.fresh()
        try lab.run("web")
        let text =
            faults
            .replacing("\"C\"", with: "\"\(try lab.container(matching: "web").id)\"")
            .replacing("\"N\"", with: "\"\(try lab.network(matching: "bridge").id)\"")
            .replacing("\"NOT\"", with: "\"\(Self.one)\"")
            .replacing(
                "IMPAIRMENT",
                with: #"{"delay":0,"jitter":0,"loss":5,"duplication":0,"reordering":0,"rate":0}"#
            )
        let json = LabArchive.encode(lab).json().replacing(
            #""nextSequence":"#,
            with: "\"faults\":\(text),\"nextSequence\":"
        )
        let error = #expect(throws: ArchiveError.self) { try LabArchive.decode(JSONValue(parsing: json)) }
        #expect(error?.path == path)
        #expect(error?.problem == problem)
    }
}
