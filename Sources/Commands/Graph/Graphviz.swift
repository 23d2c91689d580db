/// Graphviz's `dot`, asked where to put things.
struct Graphviz {
    /// The program, looked for in the path unless it has a slash.
    var program = "dot"
    var arguments = ["-Tjson0"]
    /// From start to end, in milliseconds.
    var deadline = 20_000
    /// More than any layout is long.
    var limit = 64 << 20

    /// Runs it with `input` as its standard input.
    func run(_ input: String) -> Subprocess.Outcome {
        var process = Subprocess(program: program, arguments: arguments)
        process.deadline = deadline
        process.limit = limit
        return process.run(input)
    }
}
