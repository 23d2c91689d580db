// What text/template of Go 1.24.3 (which Docker 28.2 is built with) prints for each template, with the functions of
// docker/cli's templates package. One JSON object a line: template, and output or error.
// swift-format-ignore-file

extension GoTemplateTable {
    /// The same where Docker falls back to raw JSON: `json.Number`, `missingkey=error`. Only what differs.
    static let raw = GoTemplateCase.parse(
        data: #"""
            {"Id": "abc", "Name": "/web", "Networks": {"bridge": {"IPAddress": "172.17.0.2", "Aliases": null}, "a-net": {"IPAddress": "172.18.0.2", "Aliases": ["w", "x"]}}, "big": 123456789.25, "e": "", "el": [], "em": {}, "f": 1.5, "fl": false, "l": ["a", "b", "c"], "li": [1, 2, 3], "m": {"z": 1, "a": "x", "nul": null}, "mixed": [1, "x", null, [true], {"k": 1}], "n": 3, "neg": -5, "nested": {"x": {"y": {"z": "deep"}}}, "nul": null, "s": "héllo <w>", "t": true}
            """#,
        cases: #"""
            {"template": "{{.Foo}}", "error": "template: :1:2: executing \"\" at <.Foo>: map has no entry for key \"Foo\""}
            {"template": "{{.n}} {{.neg}} {{.f}} {{.big}} {{.t}} {{.fl}} {{.nul}} {{.s}} {{.e}} {{.l}} {{.li}} {{.mixed}} {{.el}} {{.m}} {{.em}}", "output": "3 -5 1.5 123456789.25 true false <no value> héllo <w>  [a b c] [1 2 3] [1 x <nil> [true] map[k:1]] [] map[a:x nul:<nil> z:1] map[]"}
            {"template": "{{.nested.x.y.z}} {{.nested.x.q.z}} {{.nested}}", "error": "template: :1:27: executing \"\" at <.nested.x.q.z>: map has no entry for key \"q\""}
            {"template": "{{.nested.q.r}}", "error": "template: :1:9: executing \"\" at <.nested.q.r>: map has no entry for key \"q\""}
            {"template": "{{range .n}}{{.}}{{end}}", "error": "template: :1:8: executing \"\" at <.n>: range can't iterate over 3"}
            {"template": "{{range $x := .n}}{{$x}}{{end}}", "error": "template: :1:14: executing \"\" at <.n>: range can't iterate over 3"}
            {"template": "{{range $i, $x := .n}}{{$x}}{{end}}", "error": "template: :1:18: executing \"\" at <.n>: range can't iterate over 3"}
            {"template": "{{range .missing}}x{{else}}e{{end}}", "error": "template: :1:8: executing \"\" at <.missing>: map has no entry for key \"missing\""}
            {"template": "{{$}} ", "output": "map[Id:abc Name:/web Networks:map[a-net:map[Aliases:[w x] IPAddress:172.18.0.2] bridge:map[Aliases:<nil> IPAddress:172.17.0.2]] big:123456789.25 e: el:[] em:map[] f:1.5 fl:false l:[a b c] li:[1 2 3] m:map[a:x nul:<nil> z:1] mixed:[1 x <nil> [true] map[k:1]] n:3 neg:-5 nested:map[x:map[y:map[z:deep]]] nul:<nil> s:héllo <w> t:true] "}
            {"template": "{{define \"A\"}}{{template \"B\" .}}{{end}}{{define \"B\"}}{{.Foo.Bar.Baz}}{{.n.x}}{{end}}{{template \"A\" .}}", "error": "template: :1:59: executing \"B\" at <.Foo.Bar.Baz>: map has no entry for key \"Foo\""}
            {"template": "{{and 1 0 2}} {{and 1 2}} {{or 0 \"\" \"x\"}} {{or 0 \"\"}} {{not .t}} {{not .missing}} {{and}} ", "error": "template: :1:71: executing \"\" at <.missing>: map has no entry for key \"missing\""}
            {"template": "{{or .nul .missing .n}} {{and .t .nul}}", "error": "template: :1:10: executing \"\" at <.missing>: map has no entry for key \"missing\""}
            {"template": "{{eq .n 3}} {{eq .nul nil}} {{eq .missing nil}} {{eq .n nil}}", "error": "template: :1:2: executing \"\" at <eq .n 3>: error calling eq: incompatible types for comparison"}
            {"template": "{{eq .m .m}}", "error": "template: :1:2: executing \"\" at <eq .m .m>: error calling eq: non-comparable type map[a:x nul:<nil> z:1]: map[string]interface {}"}
            {"template": "{{eq .nul .missing}} {{ne .nul 1}}", "error": "template: :1:10: executing \"\" at <.missing>: map has no entry for key \"missing\""}
            {"template": "{{index .n 1}}", "error": "template: :1:2: executing \"\" at <index .n 1>: error calling index: reflect: string index out of range"}
            {"template": "{{(index .mixed 4).k}} {{(index .Networks \"bridge\").IPAddress}} {{(index .Networks \"none\").IPAddress}}", "error": "template: :1:83: executing \"\" at <\"none\">: nil data; no entry for key \"IPAddress\""}
            {"template": "{{slice .n 1}}", "output": ""}
            {"template": "{{len .n}}", "output": "1"}
            {"template": "{{len .missing}}", "error": "template: :1:6: executing \"\" at <.missing>: map has no entry for key \"missing\""}
            {"template": "{{print 1 2 \"a\" \"b\" 3 4 nil .nul .l}} {{print}} {{print \"a\" 1 \"b\"}} {{print .missing}}", "error": "template: :1:76: executing \"\" at <.missing>: map has no entry for key \"missing\""}
            {"template": "{{html \"<a href='x'>&\\\"\" 1}} {{js \"it's <\\\\> \\n = é \"}} {{urlquery \"a b&c=é/~\" 1}} {{html .missing}} {{html .nul}} {{html nil}}", "error": "template: :1:92: executing \"\" at <.missing>: map has no entry for key \"missing\""}
            {"template": "{{call .n}}", "error": "template: :1:2: executing \"\" at <call .n>: error calling call: non-function .n of type json.Number"}
            {"template": "{{json .s}} {{json .l}} {{json .missing}} {{json nil}} {{json 1.0}} {{json \"a<b>&\"}}", "error": "template: :1:31: executing \"\" at <.missing>: map has no entry for key \"missing\""}
            {"template": "{{join .n \"-\"}}", "error": "template: :1:7: executing \"\" at <.n>: wrong type for value; expected []string; got json.Number"}
            {"template": "{{join .missing \"-\"}}x", "error": "template: :1:7: executing \"\" at <.missing>: map has no entry for key \"missing\""}
            {"template": "{{upper .n}}", "error": "template: :1:8: executing \"\" at <.n>: wrong type for value; expected string; got json.Number"}
            {"template": "{{upper .missing}}", "error": "template: :1:8: executing \"\" at <.missing>: map has no entry for key \"missing\""}
            {"template": "{{pad \"a\" 2 3}}| {{pad \"\" 2 3}}| {{pad .Name .n 1}}|", "error": "template: :1:45: executing \"\" at <.n>: wrong type for value; expected int; got json.Number"}
            {"template": "{{.}}{{- \" x\" -}}   y", "output": "map[Id:abc Name:/web Networks:map[a-net:map[Aliases:[w x] IPAddress:172.18.0.2] bridge:map[Aliases:<nil> IPAddress:172.17.0.2]] big:123456789.25 e: el:[] em:map[] f:1.5 fl:false l:[a b c] li:[1 2 3] m:map[a:x nul:<nil> z:1] mixed:[1 x <nil> [true] map[k:1]] n:3 neg:-5 nested:map[x:map[y:map[z:deep]]] nul:<nil> s:héllo <w> t:true] xy"}
            {"template": "{{.é}}", "error": "template: :1:2: executing \"\" at <.é>: map has no entry for key \"é\""}
            {"template": "{{printf .n}}", "error": "template: :1:9: executing \"\" at <.n>: wrong type for value; expected string; got json.Number"}
            {"template": "{{printf \"%d %s %v %q %x %t %f %5s|%-10s|%05d %%\" .n .Name .l .Name .s .t .f \"ab\" \"cd\" 42}}", "output": "%!d(json.Number=3) /web [a b c] \"/web\" 68c3a96c6c6f203c773e true %!f(json.Number=1.5)    ab|cd        |00042 %"}
            {"template": "{{printf \"%#v %#v %#v %#v %#v %#v\" 1 \"a\" 1.5 nil .l .m}}", "output": "1 \"a\" 1.5 <nil> []interface {}{\"a\", \"b\", \"c\"} map[string]interface {}{\"a\":\"x\", \"nul\":interface {}(nil), \"z\":\"1\"}"}
            {"template": "{{printf \"%v %s %d %x %q %5d\" .mixed .l .li .li .l .li}}", "output": "[1 x <nil> [true] map[k:1]] [a b c] [%!d(json.Number=1) %!d(json.Number=2) %!d(json.Number=3)] [31 32 33] [\"a\" \"b\" \"c\"] [%!d(json.Number=    1) %!d(json.Number=    2) %!d(json.Number=    3)]"}
            {"template": "{{printf \"%e %E %g %G %.3g %8.3f|%-8.2f|%+.1f %08.3f % f %#g %.0f %f %v\" .f .f .big .big .big .f .f .f .f .f .f 2.5 1e21 1e21}}", "output": "%!e(json.Number=1.5) %!E(json.Number=1.5) %!g(json.Number=123456789.25) %!G(json.Number=123456789.25) %!g(json.Number=123) %!f(json.Number=     1.5)|%!f(json.Number=1.      )|%!f(json.Number=1) %!f(json.Number=000001.5) %!f(json.Number=1.5) %!g(json.Number=1.5) 2 1000000000000000000000.000000 1e+21"}
            {"template": "{{printf \"%s\" .missing}} {{printf \"%v\" .missing}} {{printf \"%d\" .missing}}", "error": "template: :1:14: executing \"\" at <.missing>: map has no entry for key \"missing\""}
            {"template": "{{printf \"%v\" .}}", "output": "map[Id:abc Name:/web Networks:map[a-net:map[Aliases:[w x] IPAddress:172.18.0.2] bridge:map[Aliases:<nil> IPAddress:172.17.0.2]] big:123456789.25 e: el:[] em:map[] f:1.5 fl:false l:[a b c] li:[1 2 3] m:map[a:x nul:<nil> z:1] mixed:[1 x <nil> [true] map[k:1]] n:3 neg:-5 nested:map[x:map[y:map[z:deep]]] nul:<nil> s:héllo <w> t:true]"}
            {"template": "{{.Networks.bridge.IPAddress}} {{.Networks.nope.IPAddress}} {{.Networks.bridge.Aliases}}", "error": "template: :1:42: executing \"\" at <.Networks.nope.IPAddress>: map has no entry for key \"nope\""}
            {"template": "{{range .mixed}}{{printf \"%T\" .}}|{{end}}", "output": "json.Number|string|<nil>|[]interface {}|map[string]interface {}|"}
            {"template": "{{and .l}} {{or .nul}} {{and (eq .n 3) (eq .Name \"/web\")}}", "error": "template: :1:30: executing \"\" at <eq .n 3>: error calling eq: incompatible types for comparison"}
            {"template": "{{if and (eq .n 3) (or .fl .t)}}yes{{end}}", "error": "template: :1:10: executing \"\" at <eq .n 3>: error calling eq: incompatible types for comparison"}
            {"template": "{{print $}}", "output": "map[Id:abc Name:/web Networks:map[a-net:map[Aliases:[w x] IPAddress:172.18.0.2] bridge:map[Aliases:<nil> IPAddress:172.17.0.2]] big:123456789.25 e: el:[] em:map[] f:1.5 fl:false l:[a b c] li:[1 2 3] m:map[a:x nul:<nil> z:1] mixed:[1 x <nil> [true] map[k:1]] n:3 neg:-5 nested:map[x:map[y:map[z:deep]]] nul:<nil> s:héllo <w> t:true]"}
            {"template": "{{define \"a\"}}\n\n{{.q.r.s}}{{.n.z}}{{end}}\n{{template \"a\" .}}", "error": "template: :3:4: executing \"a\" at <.q.r.s>: map has no entry for key \"q\""}
            """#)

    /// Over Go structs, see `GoTemplateCase.inspectShape`.
    static let typed = GoTemplateCase.parse(
        data: #"""
            {"Id": "abc", "Name": "/web", "Running": true, "Pid": 42, "Load": 1.25, "State": "running", "Config": {"Hostname": "h", "Labels": {"a": "1", "b.c": "2"}, "Env": ["A=1", "B=2"]}, "Networks": {"br": {"IPAMConfig": {"IPv4Address": "1.2.3.4"}, "Aliases": ["x", "y"], "IPAddress": "172.17.0.2", "IPPrefixLen": 16, "GwPriority": -1, "DriverOpts": null}, "ne": {"IPAMConfig": null, "Aliases": null, "IPAddress": "", "IPPrefixLen": 0, "GwPriority": 0, "DriverOpts": {"k": "v"}}, "nx": null}, "Mounts": [{"Hostname": "a", "Labels": null, "Env": null}], "Extra": {"x": ["q", null]}}
            """#,
        cases: #"""
            {"template": "{{.ID}} {{.Name}} {{.Running}} {{.Pid}} {{.Load}} {{.State}}", "output": "abc /web true 42 1.25 running"}
            {"template": "{{.Id}}", "error": "template: :1:2: executing \"\" at <.Id>: can't evaluate field Id in type main.Inspect"}
            {"template": "{{.Nope}}", "error": "template: :1:2: executing \"\" at <.Nope>: can't evaluate field Nope in type main.Inspect"}
            {"template": "{{.Config.Nope}}", "error": "template: :1:9: executing \"\" at <.Config.Nope>: can't evaluate field Nope in type *main.Config"}
            {"template": "{{.Config.Hostname.x}}", "error": "template: :1:9: executing \"\" at <.Config.Hostname.x>: can't evaluate field x in type string"}
            {"template": "{{.State.x}}", "error": "template: :1:8: executing \"\" at <.State.x>: can't evaluate field x in type main.State"}
            {"template": "{{.Networks.br.IPAddress}} {{.Networks.q.IPAddress}} {{.Networks.q}} {{.Networks.nx}}", "output": "172.17.0.2 <no value> <no value> <nil>"}
            {"template": "{{.Networks.nx.IPAddress}}", "error": "template: :1:11: executing \"\" at <.Networks.nx.IPAddress>: nil pointer evaluating *main.Endpoint.IPAddress"}
            {"template": "{{.Networks.nx.Nope}}", "error": "template: :1:11: executing \"\" at <.Networks.nx.Nope>: can't evaluate field Nope in type *main.Endpoint"}
            {"template": "{{.Networks.ne.IPAMConfig}} {{.Networks.ne.Aliases}} {{.Networks.br.DriverOpts}}", "output": "<nil> [] map[]"}
            {"template": "{{.Networks.ne.IPAMConfig.IPv4Address}}", "error": "template: :1:11: executing \"\" at <.Networks.ne.IPAMConfig.IPv4Address>: nil pointer evaluating *main.IPAMConfig.IPv4Address"}
            {"template": "{{.Networks.br.IPAMConfig.IPv4Address}}", "output": "1.2.3.4"}
            {"template": "{{index .Config.Labels \"a\"}}|{{index .Config.Labels \"nope\"}}|{{.Config.Labels.a}}|{{.Config.Labels.nope}}", "output": "1||1|<no value>"}
            {"template": "{{index .Config.Labels \"b.c\"}}", "output": "2"}
            {"template": "{{(index .Networks \"br\").IPAddress}}", "output": "172.17.0.2"}
            {"template": "{{(index .Networks \"none\").IPAddress}}", "error": "template: :1:19: executing \"\" at <\"none\">: nil pointer evaluating *main.Endpoint.IPAddress"}
            {"template": "{{range $k, $v := .Networks}}{{$k}}:{{if $v}}{{$v.IPAddress}}{{end}} {{end}}", "output": "br:172.17.0.2 ne: nx: "}
            {"template": "{{range .Networks}}{{.IPAddress}}{{end}}", "error": "template: :1:21: executing \"\" at <.IPAddress>: nil pointer evaluating *main.Endpoint.IPAddress"}
            {"template": "{{range .Config.Env}}{{.}};{{end}}{{join .Config.Env \",\"}}{{join .Networks.ne.Aliases \",\"}}", "output": "A=1;B=2;A=1,B=2"}
            {"template": "{{.Mounts}} {{range .Mounts}}{{.Hostname}}{{.Labels}}{{.Env}}{{len .Labels}}{{end}}", "output": "[{a map[] []}] amap[][]0"}
            {"template": "{{.Config}}", "output": "{h map[a:1 b.c:2] [A=1 B=2]}"}
            {"template": "{{printf \"%v\" .Config}}", "output": "&{h map[a:1 b.c:2] [A=1 B=2]}"}
            {"template": "{{printf \"%+v\" .Config}}", "output": "&{Hostname:h Labels:map[a:1 b.c:2] Env:[A=1 B=2]}"}
            {"template": "{{printf \"%#v\" .Mounts}}", "output": "[]main.Config{main.Config{Hostname:\"a\", Labels:map[string]string(nil), Env:[]string(nil)}}"}
            {"template": "{{printf \"%s %d %q\" .State .Pid .State}}", "output": "running 42 \"running\""}
            {"template": "{{upper .State}}", "error": "template: :1:8: executing \"\" at <.State>: wrong type for value; expected string; got main.State"}
            {"template": "{{upper .Name}} {{.Name | printf \"%.3s\"}}", "output": "/WEB /we"}
            {"template": "{{eq .State \"running\"}} {{eq .Pid 42}} {{gt .Pid 10}} {{lt .Load 2.0}}", "output": "true true true true"}
            {"template": "{{lt .Load 2}}", "error": "template: :1:2: executing \"\" at <lt .Load 2>: error calling lt: incompatible types for comparison"}
            {"template": "{{json .Config.Labels}} {{json .Networks.br}} {{json .State}} {{json .Networks.nx}}", "output": "{\"a\":\"1\",\"b.c\":\"2\"} {\"IPAMConfig\":{\"IPv4Address\":\"1.2.3.4\"},\"Aliases\":[\"x\",\"y\"],\"IPAddress\":\"172.17.0.2\",\"IPPrefixLen\":16,\"GwPriority\":-1,\"DriverOpts\":null} \"running\" null"}
            {"template": "{{json .}}", "output": "{\"Id\":\"abc\",\"Name\":\"/web\",\"Running\":true,\"Pid\":42,\"Load\":1.25,\"State\":\"running\",\"Config\":{\"Hostname\":\"h\",\"Labels\":{\"a\":\"1\",\"b.c\":\"2\"},\"Env\":[\"A=1\",\"B=2\"]},\"Networks\":{\"br\":{\"IPAMConfig\":{\"IPv4Address\":\"1.2.3.4\"},\"Aliases\":[\"x\",\"y\"],\"IPAddress\":\"172.17.0.2\",\"IPPrefixLen\":16,\"GwPriority\":-1,\"DriverOpts\":null},\"ne\":{\"IPAMConfig\":null,\"Aliases\":null,\"IPAddress\":\"\",\"IPPrefixLen\":0,\"GwPriority\":0,\"DriverOpts\":{\"k\":\"v\"}},\"nx\":null},\"Mounts\":[{\"Hostname\":\"a\",\"Labels\":null,\"Env\":null}],\"Extra\":{\"x\":[\"q\",null]}}"}
            {"template": "{{if .Networks.br.DriverOpts}}y{{else}}n{{end}}{{if .Networks.nx}}y{{else}}n{{end}}{{if .Config}}y{{end}}{{if .Pid}}y{{end}}", "output": "nnyy"}
            {"template": "{{with .Networks.ne.IPAMConfig}}x{{else}}none{{end}}", "output": "none"}
            {"template": "{{len .Networks}} {{len .Config.Env}} {{len .Networks.ne.Aliases}}", "output": "3 2 0"}
            {"template": "{{.Extra.x}} {{.Extra.q}} {{.Extra}}", "output": "[q <nil>] <no value> map[x:[q <nil>]]"}
            {"template": "{{.Extra.x.y}}", "error": "template: :1:8: executing \"\" at <.Extra.x.y>: can't evaluate field y in type interface {}"}
            {"template": "{{.Networks.br.IPAMConfig.Nope}}", "error": "template: :1:11: executing \"\" at <.Networks.br.IPAMConfig.Nope>: can't evaluate field Nope in type *main.IPAMConfig"}
            {"template": "{{.Mounts.x}}", "error": "template: :1:9: executing \"\" at <.Mounts.x>: can't evaluate field x in type []main.Config"}
            {"template": "{{index .Mounts 0}} {{(index .Mounts 0).Hostname}}", "output": "{a map[] []} a"}
            {"template": "{{index .Config 0}}", "error": "template: :1:2: executing \"\" at <index .Config 0>: error calling index: can't index item of type main.Config"}
            {"template": "{{len .Config}}", "error": "template: :1:2: executing \"\" at <len .Config>: error calling len: len of type main.Config"}
            {"template": "{{len .Networks.nx}}", "error": "template: :1:2: executing \"\" at <len .Networks.nx>: error calling len: len of nil pointer"}
            {"template": "{{range .Config}}{{end}}", "error": "template: :1:8: executing \"\" at <.Config>: range can't iterate over {h map[a:1 b.c:2] [A=1 B=2]}"}
            {"template": "{{range .Networks.nx}}{{end}}", "error": "template: :1:17: executing \"\" at <.Networks.nx>: range can't iterate over <nil>"}
            {"template": "{{.Name \"x\"}}", "error": "template: :1:2: executing \"\" at <.Name>: Name has arguments but cannot be invoked as function"}
            {"template": "{{.Name | .ID}}", "error": "template: :1:10: executing \"\" at <.ID>: ID has arguments but cannot be invoked as function"}
            {"template": "{{eq .Networks.nx nil}} {{eq .Config nil}} {{eq .Networks.ne.Aliases nil}}", "output": "true false true"}
            {"template": "{{eq .Config.Env .Config.Env}}", "error": "template: :1:2: executing \"\" at <eq .Config.Env .Config.Env>: error calling eq: non-comparable type [A=1 B=2]: []string"}
            {"template": "{{eq .Config.Labels .Config.Labels}}", "error": "template: :1:2: executing \"\" at <eq .Config.Labels .Config.Labels>: error calling eq: non-comparable type map[a:1 b.c:2]: map[string]string"}
            {"template": "{{printf \"%T %T %T %T %T\" .Config .Networks .State .Config.Env .}}", "output": "*main.Config map[string]*main.Endpoint main.State []string main.Inspect"}
            {"template": "{{printf \"%d %s\" .State .Pid}}", "output": "%!d(main.State=running) %!s(int=42)"}
            {"template": "{{printf \"%x|%d|%s\" .Networks.nx .Networks.nx .Networks.nx}}", "output": "0|0|%!s(*main.Endpoint=<nil>)"}
            {"template": "{{slice .Config.Env 1}} {{slice .Name 1}}", "output": "[B=2] web"}
            {"template": "{{truncate .Name 3}}{{pad .Name 1 .Pid}}", "output": "/we /web                                          "}
            {"template": "{{html .Config}}{{js .Name}}", "output": "{h map[a:1 b.c:2] [A=1 B=2]}/web"}
            """#)
}
