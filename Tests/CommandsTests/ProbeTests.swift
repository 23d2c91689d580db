import Testing

@Test func probe() {
    let l = CommandLine()
    for s in ["inspect nope", "inspect bridge", "container inspect nope"] {
        let r = l(s)
        print("$ netsim \(s)\n\(r.output)--\n\(r.errors)=> \(r.status)")
    }
}
