import TestSupport
import Testing

@testable import DNSService

@Suite struct `Pieces of the server` {
    @Test func `Messages come out of a stream however it is cut`() {
        let seed: UInt64 = 42
        var random = SeededGenerator(seed: seed)
        let buffer = MessageBuffer()
        for _ in 0..<100 {
            var messages: [[UInt8]] = []
            var stream: [UInt8] = []
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let length = Int.random(in: 12...(random.next() % 50 == 0 ? 65535 : 80), using: &random)
                let message = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
                messages.append(message)
                message.withUnsafeBytes { StreamFrames.append($0, to: &stream) }
            }
            var frames = StreamFrames()
            var found: [[UInt8]] = []
            var rest = stream[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...(random.next() % 3 == 0 ? 40000 : 30), using: &random))
                rest = rest.dropFirst(piece.count)
                piece.withUnsafeBytes { frames.append($0) }
                while case .message(let count) = frames.next(into: buffer) { found.append(Array(buffer.prefix(count))) }
            }
            #expect(found == messages, "seed \(seed)")
            #expect(frames.next(into: buffer) == .incomplete)
        }
    }

    @Test(arguments: 0..<12)
    func `A message shorter than a header is none`(length: UInt8) {
        var frames = StreamFrames()
        ([0, length] + [UInt8](repeating: 1, count: 20)).withUnsafeBytes { frames.append($0) }
        #expect(frames.next(into: MessageBuffer()) == .malformed)
    }

    @Test func `The recency list agrees with a plain one`() {
        let seed: UInt64 = 9
        var random = SeededGenerator(seed: seed)
        var list = RecencyList()
        var model: [(index: Int, time: UInt64)] = []
        for time in 0..<5000 as Range<UInt64> {
            let index = Int.random(in: 0..<20, using: &random)
            model.removeAll { $0.index == index }
            if Bool.random(using: &random) {
                list.touch(index, at: time)
                model.append((index, time))
            } else {
                list.remove(index)
            }
            #expect(list.oldest?.index == model.first?.index, "seed \(seed)")
            #expect(list.oldest?.time == model.first?.time, "seed \(seed)")
        }
        while let first = model.first {
            #expect(list.oldest?.index == first.index)
            list.remove(first.index)
            model.removeFirst()
        }
        #expect(list.oldest == nil)
    }

    @Test func `Handles of former tenants find nothing`() {
        var table = SlotTable<String>()
        let first = table.insert { _ in "first" }
        let second = table.insert { _ in "second" }
        #expect(table[first] == "first" && table.count == 2)
        #expect(table.remove(first) == "first")
        #expect(table[first] == nil && table.remove(first) == nil)
        let third = table.insert { _ in "third" }
        #expect(third.index == first.index && third != first)
        #expect(table[first] == nil && table[third] == "third" && table[second] == "second")
        #expect(table.handle(at: third.index) == third)
        #expect(table.handle(at: 7) == nil)
        #expect(Set(table.handles) == [second, third])
        #expect(table[Handle(index: -1, generation: 0)] == nil)
    }

    @Test(arguments: [
        EventToken(.stop), EventToken(.forward, Handle(index: 1023, generation: .max)),
        EventToken(.connection, Handle(index: 0xff_ffff, generation: 1)),
    ])
    func `Tokens go through the kernel unchanged`(token: EventToken) {
        #expect(EventToken(token.rawValue) == token)
        #expect(EventToken(0xff00_0000_0000_0000) == nil)
    }
}
