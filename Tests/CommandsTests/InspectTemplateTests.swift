import Testing

@testable import Commands

/// Docker's common templates over what `inspect` shows, typed as Docker's structs are.
struct InspectTemplateTests {
    private static func prepared() -> CommandLine {
        let line = CommandLine()
        line("network create --subnet 10.9.0.0/24 --label tier=back back")
        line("run -d --name web --net back --net-alias www -p 8080:80 -l a=b --ip 10.9.0.7 nginx")
        return line
    }

    @Test(arguments: [
        ("{{.Name}}", "/web"),
        ("{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", "10.9.0.7"),
        ("{{range $name, $net := .NetworkSettings.Networks}}{{$name}}={{$net.Gateway}}{{end}}", "back=10.9.0.1"),
        ("{{.NetworkSettings.Networks.back.IPAddress}}", "10.9.0.7"),
        ("{{(index (index .NetworkSettings.Ports \"80/tcp\") 0).HostPort}}", "8080"),
        ("{{with index .NetworkSettings.Networks \"back\"}}{{.Aliases}}{{end}}", "[www]"),
        ("{{json .Config.Labels}}", "{\"a\":\"b\"}"),
        ("{{index .Config.Labels \"a\"}}", "b"),
        ("{{index .Config.Labels \"none\"}}", ""),
        ("{{.Config.Labels.none}}", "<no value>"),
        ("{{.NetworkSettings.Networks.none.IPAddress}}", "<no value>"),
        ("{{index .NetworkSettings.Networks \"none\"}}", "<nil>"),
        ("{{.HostConfig.PidsLimit}} {{.HostConfig.Links}}", "<nil> []"),
        ("{{.NetworkSettings.Networks.back.IPAMConfig.IPv4Address}}", "10.9.0.7"),
        ("{{.HostConfig.NetworkMode}} {{.State.Running}} {{.RestartCount}}", "back true 0"),
        ("{{if .State.Running}}up{{else}}down{{end}}", "up"),
        ("{{len .NetworkSettings.Networks}}", "1"),
        ("{{join .Config.Cmd \" \"}}", "nginx -g daemon off;"),
        ("{{.NetworkSettings.Networks.back.IPv6Gateway}}", "invalid IP"),
        ("{{json .NetworkSettings.Networks.back.IPv6Gateway}}", "\"\""),
        ("{{range .NetworkSettings.Networks}}{{if .IPv6Gateway}}always{{end}}{{end}}", "always"),
        ("{{.NetworkSettings.Networks.back.IPAMConfig.IPv6Address}}", "invalid IP"),
        ("{{json .Config.Healthcheck}} {{.Config.StopSignal}} {{.HostConfig.Sysctls}}", "null SIGQUIT map[]"),
        ("{{json .HostConfig.Dns}} {{json .HostConfig.ExtraHosts}}", "[] null"),
        ("{{.HostConfig.PortBindings}}", "map[80/tcp:[{invalid IP 8080}]]"),
        ("{{json .HostConfig.LogConfig}}", "{\"Type\":\"json-file\",\"Config\":{}}"),
    ])
    func `a container`(template: String, output: String) {
        let result = Self.prepared().run(["inspect", "-f", template, "web"])
        #expect(result == CommandLine.Result(status: 0, output: output + "\n", errors: ""))
    }

    @Test func `an identifier goes by its name in Go or in JSON`() {
        let line = Self.prepared()
        let id = line.run(["inspect", "-f", "{{.ID}}", "web"]).output
        #expect(id.count == 65)
        #expect(line.run(["inspect", "-f", "{{.Id}}", "web"]).output == id)
    }

    @Test(arguments: [
        ("{{.Foo}}", "template: :1:2: executing \"\" at <.Foo>: map has no entry for key \"Foo\""),
        ("{{.State.Foo}}", "template: :1:8: executing \"\" at <.State.Foo>: map has no entry for key \"Foo\""),
    ])
    func `a field that a container lacks`(template: String, error: String) {
        let result = Self.prepared().run(["inspect", "-f", template, "web"])
        let expected = CommandLine.Result(status: 1, output: "\n", errors: "template parsing error: \(error)\n")
        #expect(result == expected)
    }

    @Test(arguments: [
        ("{{range .IPAM.Config}}{{.Subnet}} {{.Gateway}}{{end}}", "10.9.0.0/24 10.9.0.1"),
        ("{{range .Containers}}{{.Name}} {{.IPv4Address}}{{end}}", "web 10.9.0.7/24"),
        (
            "{{range .Containers}}{{.IPv6Address}}{{end}}{{range .IPAM.Config}} {{.IPRange}}{{end}}",
            "invalid Prefix invalid Prefix"
        ),
        ("{{.Labels.tier}} {{.Driver}} {{.EnableIPv6}} {{.Options}}", "back bridge false map[]"),
    ])
    func `a network`(template: String, output: String) {
        let result = Self.prepared().run(["network", "inspect", "-f", template, "back"])
        #expect(result == CommandLine.Result(status: 0, output: output + "\n", errors: ""))
    }

    @Test func `a container without ports or gateway`() {
        let line = CommandLine()
        line("network create -d macvlan -o parent=eth0 --subnet 10.5.1.0/24 mac")
        line("create --name idle --net mac example/idle")
        #expect(line.run(["inspect", "-f", "{{json .Config.ExposedPorts}}", "idle"]).output == "null\n")
        #expect(
            line.run(["network", "inspect", "-f", "{{range .IPAM.Config}}{{.Gateway}}{{end}}", "mac"]).output
                == "invalid IP\n"
        )
    }

    @Test func `an endpoint is marshalled in the order of the command line's own type`() throws {
        let line = Self.prepared()
        let json = line.run(["inspect", "-f", "{{json .NetworkSettings.Networks.back}}", "web"]).output
        let places = ["Aliases", "MacAddress", "DriverOpts", "GwPriority", "IPAddress", "IPPrefixLen"].map {
            json.firstRange(of: "\"\($0)\"")?.lowerBound
        }
        #expect(places == places.sorted { ($0 ?? json.endIndex) < ($1 ?? json.endIndex) } && !places.contains(nil))
    }

    @Test func `a configuration-only network has no address management of its own`() {
        let line = CommandLine()
        line("network create --config-only --subnet 10.5.2.0/24 conf")
        line("network create --config-from conf real")
        #expect(line.run(["network", "inspect", "-f", "{{json .IPAM.Config}}", "conf"]).output == "null\n")
        #expect(
            line.run(["network", "inspect", "-f", "{{json .IPAM.Config}}", "real"]).output
                == "[{\"Subnet\":\"10.5.2.0/24\",\"Gateway\":\"10.5.2.1\"}]\n"
        )
    }

    @Test func `a paused container accepts connections, and answers none`() {
        let line = CommandLine()
        line("network create net")
        line("run -d --name web --net net --expose 80 --expose 53/udp nginx")
        line("run -d --name user --net net nginx")
        line("pause web")
        #expect(line("exec user nc -zv -w 1 web 80").status == 0)
        #expect(line("exec user curl -s -m 1 http://web/").status == 28)
        #expect(line("exec user nc -zv -w 1 web 81").status == 1)
        line("unpause web")
        #expect(line("exec user curl -s -m 1 http://web/").status == 0)
    }

    @Test func `a port that is routed is shown by port, and left out by ps`() {
        let line = CommandLine()
        line("network create -o com.docker.network.bridge.gateway_mode_ipv4=routed routed")
        line("run -d --name web --net routed -p 8188:80 nginx")
        #expect(line("port web").output == "80/tcp -> 0.0.0.0:\n80/tcp -> [::]:8188\n")
        #expect(line.run(["ps", "--format", "{{.Ports}}"]).output == "[::]:8188->80/tcp\n")
    }

    @Test(arguments: [
        ("run -d --pid container:nobody nginx", "No such container: nobody"),
        ("run -d --ipc container:nobody nginx", "No such container: nobody"),
        ("run -d --ipc bogus nginx", "invalid IPC mode: bogus"),
    ])
    func `a namespace of another container that is not there`(command: String, text: String) {
        let line = CommandLine()
        let result = line(command)
        #expect(result.status == 125 && result.errors.contains("Error response from daemon: \(text)"))
        #expect(line("ps -aq").output.isEmpty)
        #expect(line("run -d --name owner nginx").status == 0)
        #expect(line("run -d --pid container:owner --ipc container:owner nginx").status == 0)
    }

    @Test(arguments: ["inspect", "container inspect"])
    func `sizes are shown when asked for`(verb: String) {
        let line = Self.prepared()
        let result = line("\(verb) -s web")
        #expect(result.status == 0 && result.errors.isEmpty && result.output.contains("\"SizeRw\": 0"))
        #expect(!line("\(verb) web").output.contains("SizeRw"))
    }

    @Test func `a configuration's driver is never looked for, and a flag overrules an option`() {
        let line = CommandLine()
        #expect(line("network create --config-only -d nosuch conf").status == 0)
        line("network create --ipv6=false -o com.docker.network.enable_ipv6=true plain")
        let shown = line.run(["network", "inspect", "-f", "{{.EnableIPv6}} {{json .Options}}", "plain"])
        #expect(shown.output == "false {}\n")
    }
}
