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
        ("{{join .Config.Cmd \" \"}}", ""),
        ("{{.HostConfig.PortBindings}}", "map[80/tcp:[{ 8080}]]"),
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
        ("{{.Labels.tier}} {{.Driver}} {{.EnableIPv6}} {{.Options}}", "back bridge false map[]"),
    ])
    func `a network`(template: String, output: String) {
        let result = Self.prepared().run(["network", "inspect", "-f", template, "back"])
        #expect(result == CommandLine.Result(status: 0, output: output + "\n", errors: ""))
    }
}
