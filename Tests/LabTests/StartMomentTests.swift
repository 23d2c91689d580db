import Testing

@testable import Lab

/// Starts are told apart by their moments, whatever the clock says.
struct StartMomentTests {
    @Test(arguments: [0, 1, -60] as [Int64])
    func `each start has a moment of its own`(seconds: Int64) throws {
        let first = Timestamp(seconds: 1_785_585_600)
        let later = Timestamp(seconds: 1_785_585_600 + seconds)
        var lab = Lab(seed: 1, created: first)
        let spec = ContainerSpec(name: "web", config: ContainerConfig(image: "nginx"))
        try lab.createContainer(spec, at: first)
        try lab.startContainer(matching: "web", at: first)
        var moments = [try lab.container(matching: "web").startedAt]
        #expect(moments == [first])
        for _ in 0..<3 {
            try lab.restartContainer(matching: "web", immediately: true, at: later)
            moments.append(try lab.container(matching: "web").startedAt)
        }
        #expect(moments == moments.sorted())
        #expect(Set(moments).count == 4)
    }
}
