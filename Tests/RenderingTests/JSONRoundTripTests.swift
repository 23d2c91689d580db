import Rendering
import Testing

@Suite
struct JSONRoundTripTests {
    @Test(arguments: [JSONStyle.compact, .indented, .marshal, .marshalIndent, JSONStyle(indent: 1)])
    func `what is written reads back the same`(style: JSONStyle) throws {
        let seed: UInt64 = 0x5EED_0003
        var random = SplitMix64(state: seed)
        for round in 0..<300 {
            let value = RandomJSON.value(depth: 5, using: &random)
            let text = value.json(style)
            #expect(try JSONValue(parsing: text) == value, "seed \(seed), round \(round): \(text)")
        }
    }

    /// No prefix of a text, and no text with a byte changed, traps; a prefix of an object is never whole.
    @Test func `damaged texts are read or refused`() {
        let seed: UInt64 = 0x5EED_0004
        var random = SplitMix64(state: seed)
        for round in 0..<60 {
            let bytes = Array(JSONValue.object(["x": RandomJSON.value(depth: 4, using: &random)]).json().utf8)
            for length in bytes.indices {
                #expect(throws: JSONError.self, "seed \(seed), round \(round), length \(length)") {
                    try JSONValue(parsing: Array(bytes[..<length]))
                }
            }
            for _ in 0..<50 {
                var damaged = bytes
                let place = Int.random(in: 0..<damaged.count, using: &random)
                damaged[place] = UInt8.random(in: 0...255, using: &random)
                let value = try? JSONValue(parsing: damaged)
                if let value { #expect((try? JSONValue(parsing: value.json())) != nil, "seed \(seed), round \(round)") }
            }
        }
    }

    @Test func `members keep their order, and are replaced in place`() {
        var object: JSONObject = ["b": 1, "a": 2]
        object["c"] = 3
        object["b"] = 4
        object["a"] = nil
        object["missing"] = nil
        #expect(object.memberNames == ["b", "c"])
        #expect(object["b"] == 4)
        #expect(object["a"] == nil)
        let added = object.append("c", 5)
        #expect(!added)
        #expect(object == ["b": 4, "c": 3])
        #expect(object != ["c": 3, "b": 4])
    }

    @Test func `a large object behaves as a small one`() {
        let seed: UInt64 = 0x5EED_0005
        var random = SplitMix64(state: seed)
        var object = JSONObject()
        var model: [(key: String, value: JSONValue)] = []
        for step in 0..<2000 {
            let key = "k\(Int.random(in: 0..<60, using: &random))"
            let value: JSONValue? = Int.random(in: 0..<4, using: &random) == 0 ? nil : .int(Int64(step))
            object[key] = value
            if let place = model.firstIndex(where: { $0.key == key }) {
                if let value { model[place].value = value } else { model.remove(at: place) }
            } else if let value {
                model.append((key, value))
            }
            #expect(object.elementsEqual(model) { $0 == $1 }, "seed \(seed), step \(step)")
            #expect(object[key] == value, "seed \(seed), step \(step)")
        }
        #expect(object.sortedByKey().memberNames == model.map(\.key).sorted())
    }
}
