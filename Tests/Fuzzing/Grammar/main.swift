// Runs netsim's commands as somebody would who means it badly: whole commands, drawn from the grammar that the commands
// themselves are made of, over a lab in memory, whose state is checked after each hundred.
//
//     netsim-grammar COUNT [SEED]      COUNT commands from a seed, which is printed; by the clock unless told
//     netsim-grammar --dictionary      the grammar's words, and numbers at the ends of their ranges, for libFuzzer
//
// Commands come in rounds of 300, each on a new lab and from a seed of its own, by which a round that failed is run
// again alone. A trap, a command that takes a minute and a state that contradicts itself end the run with the round's
// commands.

import Glibc

var words = CommandLine.arguments.dropFirst()
if words.first == "--dictionary" {
    for word in Vocabulary.dictionary { Watchman.say("\"\(word)\"") }
    exit(0)
}
guard let count = words.popFirst().flatMap({ Int($0) }), count > 0, words.count <= 1 else {
    Watchman.say("usage: netsim-grammar COUNT [SEED] | --dictionary")
    exit(64)
}
let seed: UInt64
if let text = words.first {
    guard let given = UInt64(text) else {
        Watchman.say("\(text) is no seed")
        exit(64)
    }
    seed = given
} else {
    seed = UInt64(bitPattern: Int64(time(nil)))
}
Watchman.say("netsim-grammar \(count) \(seed)")

// Files that commands name are looked for, and written, in a folder of their own.
var template = Array("/tmp/netsim-grammar-XXXXXX".utf8CString)
guard let folder = mkdtemp(&template).map({ String(cString: $0) }), chdir(folder) == 0 else {
    Watchman.say("cannot make a folder in /tmp")
    exit(70)
}
Watchman.begin()
var (done, round, accepted) = (0, 0, 0)
while done < count {
    let size = min(300, count - done)
    var one = Round(seed: seed &+ UInt64(round), home: folder)
    one.run(size)
    accepted += one.accepted
    done += size
    round += 1
}
Watchman.end()
removeFolder(folder)
Watchman.say("\(done) commands, \(accepted) of them accepted: no trap, no hang, no contradiction")

/// Deletes a folder with what is in it.
func removeFolder(_ path: String) {
    if let stream = opendir(path) {
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name == "." || name == ".." { continue }
            if unlink("\(path)/\(name)") != 0 { removeFolder("\(path)/\(name)") }
        }
        closedir(stream)
    }
    rmdir(path)
}
