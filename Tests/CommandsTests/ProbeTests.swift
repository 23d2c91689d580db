import Testing

@Test func probe() {
    let l = CommandLine()
    for s in [
        "", "network", "bogus", "network create --subnet 172.72.0.0/16 a", "network create a",
        "run --network a -d --name web -p 80:80 nginx", "run -d --name x -p 80:80 --memory 1g nginx", "port web",
        "rename web ''", "stop -t 0 web y", "start web", "create --name k x:1", "create", "create foo",
        "create foo --internal bar", "create img ls -l", "network rm a foo", "--help", "run --help",
        "network create --help", "network create --ip-range 1.2.3.0/24 --subnet x y", "run --foo", "run -z",
        "rm -f nope web x", "create --help", "network prune", "network prune -f",
    ] {
        let r = l(s)
        print("$ netsim \(s)\n\(r.output)--\n\(r.errors)=> \(r.status)")
    }
}
