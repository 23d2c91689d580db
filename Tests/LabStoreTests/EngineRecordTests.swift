import Addressing
import Lab
import Rendering
import TestSupport
import Testing

@testable import LabStore

@Suite struct `Stored engine settings` {
    private func configured() throws -> Lab {
        var engine = EngineSettings(engineID: "")
        engine.addressPools = [.init(base: try IPPrefix(parsing: "10.64.0.0/12"), size: 24)]
        engine.defaultBridge.address = try IPPrefix(parsing: "10.1.0.9/16")
        engine.defaultBridge.gateway = try IPAddress(parsing: "10.1.0.254")
        engine.defaultBridge.mtu = 1400
        engine.defaultNetworkOptions = [.init(driver: "bridge", options: ["com.docker.network.driver.mtu": "1400"])]
        return Lab(seed: 1, engine: engine, created: noon)
    }

    @Test func `pools, default bridge and network options are kept, and used by the next process`() throws {
        let home = try TemporaryHome()
        let lab = try configured()
        try home.store().replace(with: lab)
        #expect(try home.store().read { $0.engine } == lab.engine)
        let prefix = try home.store().update(now: noon) { lab in try lab.network("back").subnets.first?.prefix }
        #expect(prefix?.description == "10.64.0.0/24")
        let json = LabArchive.encode(lab)
        #expect(try LabArchive.decode(json).engine == lab.engine)
    }

    @Test func `without them a record is what it was`() throws {
        let fresh = try RowWriter.row(Lab.fresh().settings)
        var other = try configured().settings
        other.engine.addressPools = []
        other.engine.defaultBridge = .init()
        other.engine.defaultNetworkOptions = []
        #expect(try RowWriter.row(other).count == fresh.count)
        #expect(LabArchive.encode(Lab.fresh())["settings"]?["addressPools"] == nil)
    }
}
