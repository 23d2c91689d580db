// What text/template of Go 1.24.3 (which Docker 28.2 is built with) prints for each template, with the functions of
// docker/cli's templates package. One JSON object a line: template, and output or error.
// swift-format-ignore-file

enum GoTemplateTable {
    /// Over a `map[string]any`, integers as `int`.
    static let untyped = GoTemplateCase.parse(
        data: #"""
            {"Id": "abc", "Name": "/web", "Networks": {"bridge": {"IPAddress": "172.17.0.2", "Aliases": null}, "a-net": {"IPAddress": "172.18.0.2", "Aliases": ["w", "x"]}}, "big": 123456789.25, "e": "", "el": [], "em": {}, "f": 1.5, "fl": false, "l": ["a", "b", "c"], "li": [1, 2, 3], "m": {"z": 1, "a": "x", "nul": null}, "mixed": [1, "x", null, [true], {"k": 1}], "n": 3, "neg": -5, "nested": {"x": {"y": {"z": "deep"}}}, "nul": null, "s": "héllo <w>", "t": true}
            """#,
        cases: #"""
            {"template": "{{.Name}}", "output": "/web"}
            {"template": "{{.Foo}}", "output": "<no value>"}
            {"template": "{{.n}} {{.neg}} {{.f}} {{.big}} {{.t}} {{.fl}} {{.nul}} {{.s}} {{.e}} {{.l}} {{.li}} {{.mixed}} {{.el}} {{.m}} {{.em}}", "output": "3 -5 1.5 1.2345678925e+08 true false <no value> héllo <w>  [a b c] [1 2 3] [1 x <nil> [true] map[k:1]] [] map[a:x nul:<nil> z:1] map[]"}
            {"template": "{{.nested.x.y.z}} {{.nested.x.q.z}} {{.nested}}", "output": "deep <no value> map[x:map[y:map[z:deep]]]"}
            {"template": "{{.nested.q.r}}", "output": "<no value>"}
            {"template": "{{.Name.Foo}}", "error": "template: :1:7: executing \"\" at <.Name.Foo>: can't evaluate field Foo in type interface {}"}
            {"template": "{{.nul.Foo}}", "error": "template: :1:6: executing \"\" at <.nul.Foo>: nil pointer evaluating interface {}.Foo"}
            {"template": "{{.n.Foo.Bar}}", "error": "template: :1:4: executing \"\" at <.n.Foo.Bar>: can't evaluate field Foo in type interface {}"}
            {"template": "{{range .l}}{{.}},{{end}}", "output": "a,b,c,"}
            {"template": "{{range $i,$e := .l}}{{$i}}={{$e}} {{end}}", "output": "0=a 1=b 2=c "}
            {"template": "{{range $k,$v := .m}}{{$k}}={{$v}} {{end}}", "output": "a=x nul=<no value> z=1 "}
            {"template": "{{range $k,$v := .Networks}}{{$k}} {{$v.IPAddress}} {{range $v.Aliases}}[{{.}}]{{else}}none{{end}};{{end}}", "output": "a-net 172.18.0.2 [w][x];bridge 172.17.0.2 none;"}
            {"template": "{{range .el}}x{{else}}empty{{end}}", "output": "empty"}
            {"template": "{{range .n}}{{.}}{{end}}", "output": "012"}
            {"template": "{{range $x := .n}}{{$x}}{{end}}", "output": "012"}
            {"template": "{{range $i, $x := .n}}{{$x}}{{end}}", "error": "template: :1:18: executing \"\" at <.n>: can't use 3 to iterate over more than one variable"}
            {"template": "{{range 3}}{{.}}{{end}}{{range 0}}x{{else}}none{{end}}", "output": "012none"}
            {"template": "{{range .s}}x{{end}}", "error": "template: :1:8: executing \"\" at <.s>: range can't iterate over héllo <w>"}
            {"template": "{{range .t}}x{{end}}", "error": "template: :1:8: executing \"\" at <.t>: range can't iterate over true"}
            {"template": "{{range .nul}}x{{else}}e{{end}}", "output": "e"}
            {"template": "{{range .missing}}x{{else}}e{{end}}", "output": "e"}
            {"template": "{{range .f}}x{{else}}e{{end}}", "error": "template: :1:8: executing \"\" at <.f>: range can't iterate over 1.5"}
            {"template": "{{range .l}}{{if eq . \"b\"}}{{break}}{{end}}{{.}}{{end}}", "output": "a"}
            {"template": "{{range .l}}{{if eq . \"b\"}}{{continue}}{{end}}{{.}}{{end}}", "output": "ac"}
            {"template": "{{break}}", "error": "template: :1: {{break}} outside {{range}}"}
            {"template": "{{continue}}", "error": "template: :1: {{continue}} outside {{range}}"}
            {"template": "{{range .l}}{{break .}}{{end}}", "error": "template: :1: unexpected <.> in {{break}}"}
            {"template": "{{if .t}}y{{else}}n{{end}} {{if .fl}}y{{else if .n}}elif{{else}}n{{end}} {{if .e}}y{{end}} {{if .el}}y{{end}}{{if .em}}y{{end}}{{if .nul}}y{{end}}", "output": "y elif  "}
            {"template": "{{with .nested.x}}{{.y.z}}{{end}} {{with .e}}x{{else}}no{{end}} {{with .e}}x{{else with .n}}{{.}}{{end}}", "output": "deep no 3"}
            {"template": "{{with $x := .n}}{{$x}}{{.}}{{end}}{{$x}}", "error": "template: :1: undefined variable \"$x\""}
            {"template": "{{$x := 5}}{{$x}}{{$x = 6}}{{$x}}", "output": "56"}
            {"template": "{{$x = 6}}", "error": "template: :1:7: executing \"\" at <6>: undefined variable: $x"}
            {"template": "{{$x := .n}}{{if true}}{{$x = 9}}{{$y := 1}}{{$y}}{{end}}{{$x}}", "output": "19"}
            {"template": "{{$}} ", "output": "map[Id:abc Name:/web Networks:map[a-net:map[Aliases:[w x] IPAddress:172.18.0.2] bridge:map[Aliases:<nil> IPAddress:172.17.0.2]] big:1.2345678925e+08 e: el:[] em:map[] f:1.5 fl:false l:[a b c] li:[1 2 3] m:map[a:x nul:<nil> z:1] mixed:[1 x <nil> [true] map[k:1]] n:3 neg:-5 nested:map[x:map[y:map[z:deep]]] nul:<nil> s:héllo <w> t:true] "}
            {"template": "{{$.Name}}", "output": "/web"}
            {"template": "{{define \"T\"}}<{{.}}>{{end}}{{template \"T\" .n}}{{template \"T\"}}{{template \"T\" \"x\"}}", "output": "<3><<no value>><x>"}
            {"template": "{{template \"nope\"}}", "error": "template: :1:11: executing \"\" at <{{template \"nope\"}}>: template \"nope\" not defined"}
            {"template": "{{block \"B\" .n}}[{{.}}]{{end}}{{template \"B\" 4}}", "output": "[3][4]"}
            {"template": "{{define \"A\"}}x{{end}}{{define \"A\"}}y{{end}}", "error": "template: :1: template: multiple definition of template \"A\""}
            {"template": "{{define \"A\"}}{{template \"B\" .}}{{end}}{{define \"B\"}}{{.Foo.Bar.Baz}}{{.n.x}}{{end}}{{template \"A\" .}}", "error": "template: :1:73: executing \"B\" at <.n.x>: can't evaluate field x in type interface {}"}
            {"template": "{{and 1 0 2}} {{and 1 2}} {{or 0 \"\" \"x\"}} {{or 0 \"\"}} {{not .t}} {{not .missing}} {{and}} ", "error": "template: :1:84: executing \"\" at <and>: wrong number of args for and: want at least 1 got 0"}
            {"template": "{{or .nul .missing .n}} {{and .t .nul}}", "output": "3 <no value>"}
            {"template": "{{and .t .Name.Foo}}", "error": "template: :1:14: executing \"\" at <.Name.Foo>: can't evaluate field Foo in type interface {}"}
            {"template": "{{or .t .Name.Foo}}", "output": "true"}
            {"template": "{{1 | and 0}} {{1 | or 0}} {{0 | and 1 2}}", "output": "0 1 0"}
            {"template": "{{eq 1 1}} {{eq 1 2 3 1}} {{eq \"a\" \"a\"}} {{ne 1 2}} {{lt 1 2}} {{le 2 2}} {{gt 1 2}} {{ge 2 2}} {{lt \"a\" \"b\"}} {{lt 1.5 2.5}}", "output": "true true true true true true false true true true"}
            {"template": "{{eq 1 1.0}}", "error": "template: :1:2: executing \"\" at <eq 1 1.0>: error calling eq: incompatible types for comparison"}
            {"template": "{{eq 1 \"1\"}}", "error": "template: :1:2: executing \"\" at <eq 1 \"1\">: error calling eq: incompatible types for comparison"}
            {"template": "{{eq .n 3}} {{eq .nul nil}} {{eq .missing nil}} {{eq .n nil}}", "output": "true true true false"}
            {"template": "{{eq nil nil}}", "output": "true"}
            {"template": "{{eq .l .l}}", "error": "template: :1:2: executing \"\" at <eq .l .l>: error calling eq: non-comparable type [a b c]: []interface {}"}
            {"template": "{{eq .m .m}}", "error": "template: :1:2: executing \"\" at <eq .m .m>: error calling eq: non-comparable type map[a:x nul:<nil> z:%!s(int=1)]: map[string]interface {}"}
            {"template": "{{eq .l .m}}", "error": "template: :1:2: executing \"\" at <eq .l .m>: error calling eq: non-comparable types [a b c]: []interface {}, map[string]interface {}: map[a:x nul:<nil> z:1]"}
            {"template": "{{eq .nul .missing}} {{ne .nul 1}}", "output": "true true"}
            {"template": "{{lt .l 1}}", "error": "template: :1:2: executing \"\" at <lt .l 1>: error calling lt: invalid type for comparison"}
            {"template": "{{lt true false}}", "error": "template: :1:2: executing \"\" at <lt true false>: error calling lt: invalid type for comparison"}
            {"template": "{{lt 1 \"a\"}}", "error": "template: :1:2: executing \"\" at <lt 1 \"a\">: error calling lt: incompatible types for comparison"}
            {"template": "{{lt nil 1}}", "error": "template: :1:2: executing \"\" at <lt nil 1>: error calling lt: invalid type for comparison"}
            {"template": "{{eq 1}}", "error": "template: :1:2: executing \"\" at <eq 1>: error calling eq: missing argument for comparison"}
            {"template": "{{eq}}", "error": "template: :1:2: executing \"\" at <eq>: wrong number of args for eq: want at least 1 got 0"}
            {"template": "{{ne 1}}", "error": "template: :1:2: executing \"\" at <ne>: wrong number of args for ne: want 2 got 1"}
            {"template": "{{eq 'a' 97}} {{eq 0x10 16}} {{'a'}} {{'\\n'}} {{0x1F}} {{0b11}} {{0o17}} {{017}} {{1e3}} {{1_000}} {{1.5}} {{.5}} {{-3}} {{+3}}", "output": "true true 97 10 31 3 15 15 1000 1000 1.5 0.5 -3 3"}
            {"template": "{{1e400}}", "error": "template: :1: illegal number syntax: \"1e400\""}
            {"template": "{{99999999999999999999}}", "error": "template: :1: integer overflow: \"99999999999999999999\""}
            {"template": "{{18446744073709551615}}", "error": "template: :1:2: executing \"\" at <18446744073709551615>: 18446744073709551615 overflows int"}
            {"template": "{{9223372036854775808}}", "error": "template: :1:2: executing \"\" at <9223372036854775808>: 9223372036854775808 overflows int"}
            {"template": "{{08}}", "error": "template: :1: integer overflow: \"08\""}
            {"template": "{{'ab'}}", "error": "template: :1: malformed character constant: 'ab'"}
            {"template": "{{''}}", "error": "template: :1: invalid syntax"}
            {"template": "{{'}}", "error": "template: :1: unterminated character constant"}
            {"template": "{{'\\q'}}", "error": "template: :1: invalid syntax"}
            {"template": "{{index .l 0}} {{index .l 2}} {{index .m \"a\"}} {{index .m \"nope\"}} {{index .s 0}} {{index .mixed 4 \"k\"}} {{index .l}}", "output": "a c x <no value> 104 1 [a b c]"}
            {"template": "{{index .l 3}}", "error": "template: :1:2: executing \"\" at <index .l 3>: error calling index: reflect: slice index out of range"}
            {"template": "{{index .l 4}}", "error": "template: :1:2: executing \"\" at <index .l 4>: error calling index: index out of range: 4"}
            {"template": "{{index .l -1}}", "error": "template: :1:2: executing \"\" at <index .l -1>: error calling index: index out of range: -1"}
            {"template": "{{index .l \"x\"}}", "error": "template: :1:2: executing \"\" at <index .l \"x\">: error calling index: cannot index slice/array with type string"}
            {"template": "{{index .m 1}}", "error": "template: :1:2: executing \"\" at <index .m 1>: error calling index: value has type int; should be string"}
            {"template": "{{index .m nil}}", "error": "template: :1:2: executing \"\" at <index .m nil>: error calling index: value is nil; should be of type string"}
            {"template": "{{index .l nil}}", "error": "template: :1:2: executing \"\" at <index .l nil>: error calling index: cannot index slice/array with nil"}
            {"template": "{{index nil 1}}", "error": "template: :1:2: executing \"\" at <index nil 1>: error calling index: index of untyped nil"}
            {"template": "{{index .nul 1}}", "error": "template: :1:2: executing \"\" at <index .nul 1>: error calling index: index of untyped nil"}
            {"template": "{{index .m \"nul\" 1}}", "error": "template: :1:2: executing \"\" at <index .m \"nul\" 1>: error calling index: index of nil pointer"}
            {"template": "{{index .n 1}}", "error": "template: :1:2: executing \"\" at <index .n 1>: error calling index: can't index item of type int"}
            {"template": "{{index .s 6}}", "output": "32"}
            {"template": "{{index .s 7}}", "output": "60"}
            {"template": "{{index}}", "error": "template: :1:2: executing \"\" at <index>: wrong number of args for index: want at least 1 got 0"}
            {"template": "{{(index .mixed 4).k}} {{(index .Networks \"bridge\").IPAddress}} {{(index .Networks \"none\").IPAddress}}", "output": "1 172.17.0.2 <no value>"}
            {"template": "{{(index .l 0).Foo}}", "error": "template: :1:12: executing \"\" at <0>: can't evaluate field Foo in type string"}
            {"template": "{{slice .l 1}} {{slice .l 1 2}} {{slice .l}} {{slice .s 1 2}} {{slice .l 1 2 3}} {{slice .s 0 1}}", "output": "[b c] [b] [a b c] � [b] h"}
            {"template": "{{slice .l 2 1}}", "error": "template: :1:2: executing \"\" at <slice .l 2 1>: error calling slice: invalid slice index: 2 > 1"}
            {"template": "{{slice .s 1 2 3}}", "error": "template: :1:2: executing \"\" at <slice .s 1 2 3>: error calling slice: cannot 3-index slice a string"}
            {"template": "{{slice .n 1}}", "error": "template: :1:2: executing \"\" at <slice .n 1>: error calling slice: can't slice item of type int"}
            {"template": "{{slice .l 1 2 3 4}}", "error": "template: :1:2: executing \"\" at <slice .l 1 2 3 4>: error calling slice: too many slice indexes: 4"}
            {"template": "{{slice nil}}", "error": "template: :1:2: executing \"\" at <slice nil>: error calling slice: slice of untyped nil"}
            {"template": "{{slice .l 0 2 1}}", "error": "template: :1:2: executing \"\" at <slice .l 0 2 1>: error calling slice: invalid slice index: 2 > 1"}
            {"template": "{{len .l}} {{len .m}} {{len .s}} {{len \"abc\"}}", "output": "3 3 10 3"}
            {"template": "{{len .n}}", "error": "template: :1:2: executing \"\" at <len .n>: error calling len: len of type int"}
            {"template": "{{len .nul}}", "error": "template: :1:2: executing \"\" at <len .nul>: error calling len: len of nil pointer"}
            {"template": "{{len .missing}}", "error": "template: :1:2: executing \"\" at <len .missing>: error calling len: reflect: call of reflect.Value.Type on zero Value"}
            {"template": "{{len nil}}", "error": "template: :1:2: executing \"\" at <len nil>: error calling len: reflect: call of reflect.Value.Type on zero Value"}
            {"template": "{{print 1 2 \"a\" \"b\" 3 4 nil .nul .l}} {{print}} {{print \"a\" 1 \"b\"}} {{print .missing}}", "output": "1 2ab3 4 <nil> <nil> [a b c]  a1b <nil>"}
            {"template": "{{println 1 \"a\" nil}}", "output": "1 a <nil>\n"}
            {"template": "{{html \"<a href='x'>&\\\"\" 1}} {{js \"it's <\\\\> \\n = é \"}} {{urlquery \"a b&c=é/~\" 1}} {{html .missing}} {{html .nul}} {{html nil}}", "output": "&lt;a href=&#39;x&#39;&gt;&amp;&#34;1 it\\'s \\u003C\\\\\\u003E \\u000A \\u003D é  a+b%26c%3D%C3%A9%2F~1 &lt;no value&gt; &lt;no value&gt; &lt;no value&gt;"}
            {"template": "{{call .n}}", "error": "template: :1:2: executing \"\" at <call .n>: error calling call: non-function .n of type int"}
            {"template": "{{call nil}}", "error": "template: :1:2: executing \"\" at <call nil>: error calling call: call of nil"}
            {"template": "{{call .nul}}", "error": "template: :1:2: executing \"\" at <call .nul>: error calling call: call of nil"}
            {"template": "{{json .s}} {{json .l}} {{json .missing}} {{json nil}} {{json 1.0}} {{json \"a<b>&\"}}", "output": "\"héllo <w>\" [\"a\",\"b\",\"c\"] null null 1 \"a<b>&\""}
            {"template": "{{split \"a,b,c\" \",\"}} {{split \"abc\" \"\"}} {{split \"\" \",\"}} {{len (split \"\" \",\")}} {{index (split .Name \"/\") 1}}", "output": "[a b c] [a b c] [] 1 web"}
            {"template": "{{join (split \"a,b\" \",\") \"-\"}}", "output": "a-b"}
            {"template": "{{join .n \"-\"}}", "error": "template: :1:7: executing \"\" at <.n>: wrong type for value; expected []string; got int"}
            {"template": "{{join \"x\" \"-\"}}", "error": "template: :1:7: executing \"\" at <\"x\">: can't handle \"x\" for arg of type []string"}
            {"template": "{{join nil \"-\"}}x", "output": "x"}
            {"template": "{{join .missing \"-\"}}x", "output": "x"}
            {"template": "{{title \"hello wOrld-foo_bar élan\"}} {{lower \"ÀBC\"}} {{upper \"àbcß\"}} {{.Name | upper}} {{.Name | lower | printf \"%s!\"}}", "output": "Hello WOrld-Foo_bar Élan àbc ÀBCß /WEB /web!"}
            {"template": "{{upper .n}}", "error": "template: :1:8: executing \"\" at <.n>: wrong type for value; expected string; got int"}
            {"template": "{{upper 1}}", "error": "template: :1:8: executing \"\" at <1>: expected string; found 1"}
            {"template": "{{upper .missing}}", "error": "template: :1:8: executing \"\" at <.missing>: invalid value; expected string"}
            {"template": "{{upper .nul}}", "error": "template: :1:8: executing \"\" at <.nul>: wrong type for value; expected string; got interface {}"}
            {"template": "{{upper nil}}", "error": "template: :1:8: executing \"\" at <nil>: cannot assign nil to string"}
            {"template": "{{upper}}", "error": "template: :1:2: executing \"\" at <upper>: wrong number of args for upper: want 1 got 0"}
            {"template": "{{upper \"a\" \"b\"}}", "error": "template: :1:2: executing \"\" at <upper>: wrong number of args for upper: want 1 got 2"}
            {"template": "{{pad \"a\" 2 3}}| {{pad \"\" 2 3}}| {{pad .Name .n 1}}|", "output": "  a   | |    /web |"}
            {"template": "{{pad \"a\" -1 0}}", "error": "template: :1:2: executing \"\" at <pad \"a\" -1 0>: error calling pad: strings: negative Repeat count"}
            {"template": "{{pad \"a\" \"b\" 0}}", "error": "template: :1:10: executing \"\" at <\"b\">: expected integer; found \"b\""}
            {"template": "{{pad \"a\" 1.0 0}}", "output": " a"}
            {"template": "{{pad \"a\" 1.5 0}}", "error": "template: :1:10: executing \"\" at <1.5>: expected integer; found 1.5"}
            {"template": "{{truncate \"hello\" 3}} {{truncate \"hello\" 5}} {{truncate \"hello\" 9}}", "output": "hel hello hello"}
            {"template": "{{truncate \"hello\" -1}}", "error": "template: :1:2: executing \"\" at <truncate \"hello\" -1>: error calling truncate: runtime error: slice bounds out of range [:-1]"}
            {"template": "{{.Name | printf \"%s-%s\" \"x\"}}", "output": "x-/web"}
            {"template": "{{\"x\" | 5}}", "error": "template: :1: non executable command in pipeline stage 2"}
            {"template": "{{.n | .Name}}", "error": "template: :1:7: executing \"\" at <.Name>: Name is not a method but has arguments"}
            {"template": "{{.Name \"x\"}}", "error": "template: :1:2: executing \"\" at <.Name>: Name is not a method but has arguments"}
            {"template": "{{.Name | .Id}}", "error": "template: :1:10: executing \"\" at <.Id>: Id is not a method but has arguments"}
            {"template": "{{.nested.x \"q\"}}", "error": "template: :1:9: executing \"\" at <.nested.x>: x is not a method but has arguments"}
            {"template": "{{1 2}}", "error": "template: :1:2: executing \"\" at <1>: can't give argument to non-function 1"}
            {"template": "{{nil}}", "error": "template: :1:2: executing \"\" at <nil>: nil is not a command"}
            {"template": "{{nil.Foo}}", "error": "template: :1: unexpected . after term \"nil\""}
            {"template": "{{(nil).Foo}}", "error": "template: :1:3: executing \"\" at <nil>: nil is not a command"}
            {"template": "{{\"abc\".Foo}}", "error": "template: :1: unexpected . after term \"\\\"abc\\\"\""}
            {"template": "{{1.Foo}}", "error": "template: :1: bad number syntax: \"1.F\""}
            {"template": "{{true.Foo}}", "error": "template: :1: unexpected . after term \"true\""}
            {"template": "{{..Foo}}", "error": "template: :1: unexpected . after term \".\""}
            {"template": "{{.}}{{- \" x\" -}}   y", "output": "map[Id:abc Name:/web Networks:map[a-net:map[Aliases:[w x] IPAddress:172.18.0.2] bridge:map[Aliases:<nil> IPAddress:172.17.0.2]] big:1.2345678925e+08 e: el:[] em:map[] f:1.5 fl:false l:[a b c] li:[1 2 3] m:map[a:x nul:<nil> z:1] mixed:[1 x <nil> [true] map[k:1]] n:3 neg:-5 nested:map[x:map[y:map[z:deep]]] nul:<nil> s:héllo <w> t:true] xy"}
            {"template": "a   {{- \"b\" -}}   c", "output": "abc"}
            {"template": "a {{- /* comment */ -}} b {{/* c */}} d", "output": "ab  d"}
            {"template": "{{/* unclosed", "error": "template: :1: unclosed comment"}
            {"template": "{{/* c */ x}}", "error": "template: :1: comment ends before closing delimiter"}
            {"template": "{{/**/}}", "output": ""}
            {"template": "{{- -3 -}}", "output": "-3"}
            {"template": "{{-3}}", "output": "-3"}
            {"template": "{{", "error": "template: :1: unclosed action"}
            {"template": "{{.Name", "error": "template: :1: unclosed action"}
            {"template": "{{.Name}", "error": "template: :1: bad character U+007D '}'"}
            {"template": "{{.Name }", "error": "template: :1: unexpected \"}\" in operand"}
            {"template": "{{.Name} }}", "error": "template: :1: bad character U+007D '}'"}
            {"template": "{{.Name }}}", "output": "/web}"}
            {"template": "{{}}", "error": "template: :1: missing value for command"}
            {"template": "{{ }}", "error": "template: :1: missing value for command"}
            {"template": "{{-  -}}", "error": "template: :1: missing value for command"}
            {"template": "{{|}}", "error": "template: :1: unexpected \"|\" in command"}
            {"template": "{{.n|}}", "output": "3"}
            {"template": "{{|.n}}", "error": "template: :1: unexpected \"|\" in command"}
            {"template": "{{.n | | .n}}", "error": "template: :1: unexpected \"|\" in command"}
            {"template": "{{foo}}", "error": "template: :1: function \"foo\" not defined"}
            {"template": "{{foo.bar}}", "error": "template: :1: function \"foo\" not defined"}
            {"template": "{{foo 1}}", "error": "template: :1: function \"foo\" not defined"}
            {"template": "{{.Name | foo}}", "error": "template: :1: function \"foo\" not defined"}
            {"template": "{{\"abc}}", "error": "template: :1: unterminated quoted string"}
            {"template": "{{\"abc\\", "error": "template: :1: unterminated quoted string"}
            {"template": "{{`abc}}", "error": "template: :1: unterminated raw quoted string"}
            {"template": "{{\"a\\qb\"}}", "error": "template: :1: invalid syntax"}
            {"template": "{{\"a\\x41\\u00e9\\U0001F600\\101\\t\\\"\"}}", "output": "aAé😀A\t\""}
            {"template": "{{`raw\\n\"x\"`}}", "output": "raw\\n\"x\""}
            {"template": "{{$x}}", "error": "template: :1: undefined variable \"$x\""}
            {"template": "{{$x.Foo}}", "error": "template: :1: undefined variable \"$x\""}
            {"template": "{{.Name.}}", "error": "template: :1: unexpected <.> in operand"}
            {"template": "{{.Name#}}", "error": "template: :1: bad character U+0023 '#'"}
            {"template": "{{.a-b}}", "error": "template: :1: bad character U+002D '-'"}
            {"template": "{{foo-bar}}", "error": "template: :1: bad character U+002D '-'"}
            {"template": "{{$x-1}}", "error": "template: :1: bad character U+002D '-'"}
            {"template": "{{@}}", "error": "template: :1: unexpected \"@\" in command"}
            {"template": "{{.n @}}", "error": "template: :1: unexpected \"@\" in operand"}
            {"template": "{{é}}", "error": "template: :1: function \"é\" not defined"}
            {"template": "{{.é}}", "output": "<no value>"}
            {"template": "{{☃}}", "error": "template: :1: unrecognized character in action: U+2603 '☃'"}
            {"template": "{{.n ☃}}", "error": "template: :1: unrecognized character in action: U+2603 '☃'"}
            {"template": "{{:}}", "error": "template: :1: expected :="}
            {"template": "{{$x :}}", "error": "template: :1: undefined variable \"$x\""}
            {"template": "{{=}}", "error": "template: :1: unexpected \"=\" in command"}
            {"template": "{{,}}", "error": "template: :1: unexpected \",\" in command"}
            {"template": "{{(.n}}", "error": "template: :1: unclosed left paren"}
            {"template": "{{.n)}}", "error": "template: :1: unexpected right paren"}
            {"template": "{{()}}", "error": "template: :1: missing value for parenthesized pipeline"}
            {"template": "{{(1)}} {{((1))}} {{(print 1 2) | printf \"%q\"}}", "output": "1 1 \"1 2\""}
            {"template": "{{(1) (2)}}", "error": "template: :1:2: executing \"\" at <(1) (2)>: can't give argument to non-function 1"}
            {"template": "{{print (1)(2)}}", "error": "template: :1: unexpected \"(\" in operand"}
            {"template": "{{print 1(2)}}", "error": "template: :1: unexpected \"(\" in operand"}
            {"template": "{{if}}x{{end}}", "error": "template: :1: missing value for if"}
            {"template": "{{if .n}}", "error": "template: :1: unexpected EOF"}
            {"template": "{{if .n}}x{{else}}", "error": "template: :1: unexpected EOF"}
            {"template": "{{if .n}}x{{else}}y{{else}}z{{end}}", "error": "template: :1: expected end; found {{else}}"}
            {"template": "{{range}}x{{end}}", "error": "template: :1: missing value for range"}
            {"template": "{{range .l}}", "error": "template: :1: unexpected EOF"}
            {"template": "{{with}}x{{end}}", "error": "template: :1: missing value for with"}
            {"template": "{{end}}", "error": "template: :1: unexpected {{end}}"}
            {"template": "{{else}}", "error": "template: :1: unexpected {{else}}"}
            {"template": "{{x{{y}}}}", "error": "template: :1: bad character U+007B '{'"}
            {"template": "{{if .n}}{{end}}{{end}}", "error": "template: :1: unexpected {{end}}"}
            {"template": "{{range .l}}x{{else if .n}}y{{end}}", "error": "template: :1: unexpected <if> in input"}
            {"template": "{{if .n}}x{{else with .n}}y{{end}}", "error": "template: :1: unexpected <with> in input"}
            {"template": "{{end .n}}", "error": "template: :1: unexpected \".n\" in end"}
            {"template": "{{if .n}}{{end x}}", "error": "template: :1: unexpected \"x\" in end"}
            {"template": "{{if .n}}{{else x}}{{end}}", "error": "template: :1: unexpected \"x\" in else"}
            {"template": "{{define}}x{{end}}", "error": "template: :1: unexpected \"}}\" in define clause"}
            {"template": "{{define x}}x{{end}}", "error": "template: :1: unexpected \"x\" in define clause"}
            {"template": "{{define \"x\" .n}}x{{end}}", "error": "template: :1: unexpected \".n\" in define clause"}
            {"template": "{{define \"x\"}}y", "error": "template: :1: unexpected EOF"}
            {"template": "{{define \"x\"}}y{{else}}z{{end}}", "error": "template: :1: unexpected {{else}} in define clause"}
            {"template": "{{if .n}}{{define \"x\"}}y{{end}}{{end}}", "error": "template: :1: unexpected <define> in command"}
            {"template": "{{template}}", "error": "template: :1: unexpected \"}}\" in template clause"}
            {"template": "{{template .n}}", "error": "template: :1: unexpected \".n\" in template clause"}
            {"template": "{{template \"x\" .n .n}}", "error": "template: :1:11: executing \"\" at <{{template \"x\" .n .n}}>: template \"x\" not defined"}
            {"template": "{{template \"x\" 1 2}}", "error": "template: :1:11: executing \"\" at <{{template \"x\" 1 2}}>: template \"x\" not defined"}
            {"template": "{{block \"x\"}}y{{end}}", "error": "template: :1: missing value for block clause"}
            {"template": "{{block \"x\" .}}y", "error": "template: :1: unexpected EOF"}
            {"template": "{{range $a, $b, $c := .l}}{{end}}", "error": "template: :1: too many declarations in range"}
            {"template": "{{range $a, 1 := .l}}{{end}}", "error": "template: :1: range can only initialize variables"}
            {"template": "{{range $a, .n}}{{end}}", "error": "template: :1: range can only initialize variables"}
            {"template": "{{range $a}}{{end}}", "error": "template: :1: undefined variable \"$a\""}
            {"template": "{{$a, $b := .l}}", "error": "template: :1: too many declarations in command"}
            {"template": "{{$a,}}", "error": "template: :1: too many declarations in command"}
            {"template": "{{if $a := .n}}{{$a}}{{end}}", "output": "3"}
            {"template": "{{if $a, $b := .n}}{{$a}}{{end}}", "error": "template: :1: too many declarations in if"}
            {"template": "{{$x := 1}}{{$x := 2}}{{$x}}", "output": "2"}
            {"template": "{{$x := }}", "error": "template: :1: missing value for command"}
            {"template": "{{$x := $x}}", "error": "template: :1:8: executing \"\" at <$x>: undefined variable: $x"}
            {"template": "{{1 | 2}}", "error": "template: :1: non executable command in pipeline stage 2"}
            {"template": "{{.n | \"x\"}}", "error": "template: :1: non executable command in pipeline stage 2"}
            {"template": "{{.n | nil}}", "error": "template: :1: non executable command in pipeline stage 2"}
            {"template": "{{.n | .}}", "error": "template: :1: non executable command in pipeline stage 2"}
            {"template": "{{.n | true}}", "error": "template: :1: non executable command in pipeline stage 2"}
            {"template": "{{.n | ($x)}}", "error": "template: :1: undefined variable \"$x\""}
            {"template": "{{.n | (print)}}", "error": "template: :1:2: executing \"\" at <.n>: can't give argument to non-function print"}
            {"template": "{{print | print 1}}", "output": "1"}
            {"template": "{{printf}}", "error": "template: :1:2: executing \"\" at <printf>: wrong number of args for printf: want at least 1 got 0"}
            {"template": "{{printf 1}}", "error": "template: :1:9: executing \"\" at <1>: expected string; found 1"}
            {"template": "{{printf .n}}", "error": "template: :1:9: executing \"\" at <.n>: wrong type for value; expected string; got int"}
            {"template": "{{printf \"%d %s %v %q %x %t %f %5s|%-10s|%05d %%\" .n .Name .l .Name .s .t .f \"ab\" \"cd\" 42}}", "output": "3 /web [a b c] \"/web\" 68c3a96c6c6f203c773e true 1.500000    ab|cd        |00042 %"}
            {"template": "{{printf \"%d\" \"x\"}} {{printf \"%s\" 1}} {{printf \"%z\" 1}} {{printf \"%d\"}} {{printf \"%d\" 1 2}} {{printf \"%\"}} {{printf \"%!\"}} {{printf \"%d\" nil}} {{printf \"%v\" nil}} {{printf \"%s\" .nul}}", "output": "%!d(string=x) %!s(int=1) %!z(int=1) %!d(MISSING) 1%!(EXTRA int=2) %!(NOVERB) %!!(MISSING) %!d(<nil>) <nil> %!s(<nil>)"}
            {"template": "{{printf \"%[2]d %[1]d\" 1 2}} {{printf \"%[3]d\" 1}} {{printf \"%*d\" 5 1}} {{printf \"%.*f\" 2 1.239}} {{printf \"%-*d|\" 5 1}} {{printf \"%[1]*d\" 5}} {{printf \"%*d\" \"x\" 1}} {{printf \"%99999999999d\" 1}}", "output": "2 1 %!d(BADINDEX)     1 1.24 1    | %!d(MISSING) %!(BADWIDTH)1 %!(NOVERB)%!(EXTRA int=1)"}
            {"template": "{{printf \"%T %T %T %T %T %T\" 1 \"a\" 1.5 nil .l .m}}", "output": "int string float64 <nil> []interface {} map[string]interface {}"}
            {"template": "{{printf \"%#v %#v %#v %#v %#v %#v\" 1 \"a\" 1.5 nil .l .m}}", "output": "1 \"a\" 1.5 <nil> []interface {}{\"a\", \"b\", \"c\"} map[string]interface {}{\"a\":\"x\", \"nul\":interface {}(nil), \"z\":1}"}
            {"template": "{{printf \"%+v %+d %+q % d %x %X %#x %o %#o %O %b %c %U %#U %q\" .m 5 \"é\" 5 255 255 255 8 8 8 5 65 233 233 65}}", "output": "map[a:x nul:<nil> z:1] +5 \"\\u00e9\"  5 ff FF 0xff 10 010 0o10 101 A U+00E9 U+00E9 'é' 'A'"}
            {"template": "{{printf \"%x %X % x %#x %# x %q %#q %+q\" \"héllo\" \"hi\" \"hi\" \"hi\" \"hi\" \"a\\\"b\\n\" \"a\\\"b\" \"é\"}}", "output": "68c3a96c6c6f 6869 68 69 0x6869 0x68 0x69 \"a\\\"b\\n\" `a\"b` \"\\u00e9\""}
            {"template": "{{printf \"%v %s %d %x %q %5d\" .mixed .l .li .li .l .li}}", "output": "[1 x <nil> [true] map[k:1]] [a b c] [1 2 3] [1 2 3] [\"a\" \"b\" \"c\"] [    1     2     3]"}
            {"template": "{{printf \"%e %E %g %G %.3g %8.3f|%-8.2f|%+.1f %08.3f % f %#g %.0f %f %v\" .f .f .big .big .big .f .f .f .f .f .f 2.5 1e21 1e21}}", "output": "1.500000e+00 1.500000E+00 1.2345678925e+08 1.2345678925E+08 1.23e+08    1.500|1.50    |+1.5 0001.500  1.500000 1.50000 2 1000000000000000000000.000000 1e+21"}
            {"template": "{{printf \"%.3s|%.10s|%5.1s|\" \"héllo\" \"ab\" \"xyz\"}} {{printf \"%t %t\" true 1}} {{printf \"%6.2f%%\" 12.345}}", "output": "hél|ab|    x| true %!t(int=1)  12.35%"}
            {"template": "{{printf \"%s\" .missing}} {{printf \"%v\" .missing}} {{printf \"%d\" .missing}}", "output": "%!s(<nil>) <nil> %!d(<nil>)"}
            {"template": "{{printf \"%v\" .}}", "output": "map[Id:abc Name:/web Networks:map[a-net:map[Aliases:[w x] IPAddress:172.18.0.2] bridge:map[Aliases:<nil> IPAddress:172.17.0.2]] big:1.2345678925e+08 e: el:[] em:map[] f:1.5 fl:false l:[a b c] li:[1 2 3] m:map[a:x nul:<nil> z:1] mixed:[1 x <nil> [true] map[k:1]] n:3 neg:-5 nested:map[x:map[y:map[z:deep]]] nul:<nil> s:héllo <w> t:true]"}
            {"template": "{{.Networks.bridge.IPAddress}} {{.Networks.nope.IPAddress}} {{.Networks.bridge.Aliases}}", "output": "172.17.0.2 <no value> <no value>"}
            {"template": "{{.Networks.a-net.IPAddress}}", "error": "template: :1: bad character U+002D '-'"}
            {"template": "{{with index .Networks \"a-net\"}}{{.IPAddress}}{{end}}", "output": "172.18.0.2"}
            {"template": "{{range $i, $_ := .l}}{{if $i}}, {{end}}{{.}}{{end}}", "output": "a, b, c"}
            {"template": "{{range $k, $_ := .Networks}}{{$k}} {{end}}", "output": "a-net bridge "}
            {"template": "{{range $i, $e := .l}}{{range $j, $f := $.li}}{{$i}}{{$j}}{{$e}}{{$f}} {{end}}{{end}}", "output": "00a1 01a2 02a3 10b1 11b2 12b3 20c1 21c2 22c3 "}
            {"template": "{{$i := 0}}{{range $i = .l}}{{$i}}{{end}}{{$i}}", "output": "abcc"}
            {"template": "{{$i := 0}}{{$j := 0}}{{range $i, $j = .l}}{{$i}}{{$j}}{{end}}{{$i}}{{$j}}", "output": "0a1b2c2c"}
            {"template": "{{range $x := .l}}{{$x = \"q\"}}{{$x}}{{end}}", "output": "qqq"}
            {"template": "{{range .l}}{{$.n}}{{.}}{{end}}", "output": "3a3b3c"}
            {"template": "{{range .mixed}}{{.}}|{{end}}", "output": "1|x|<no value>|[true]|map[k:1]|"}
            {"template": "{{range .mixed}}{{.Foo}}|{{end}}", "error": "template: :1:18: executing \"\" at <.Foo>: can't evaluate field Foo in type interface {}"}
            {"template": "{{range .mixed}}{{printf \"%T\" .}}|{{end}}", "output": "int|string|<nil>|[]interface {}|map[string]interface {}|"}
            {"template": "{{range .mixed}}{{if .}}t{{else}}f{{end}}{{end}}", "output": "ttftt"}
            {"template": "{{range .mixed}}{{with .}}{{.}}{{end}}{{end}}", "output": "1x[true]map[k:1]"}
            {"template": "{{index .mixed 2}} {{index .mixed 0}} {{printf \"%T\" (index .mixed 2)}}", "output": "<no value> 1 <nil>"}
            {"template": "{{and .l}} {{or .nul}} {{and (eq .n 3) (eq .Name \"/web\")}}", "output": "[a b c] <no value> true"}
            {"template": "{{if and (eq .n 3) (or .fl .t)}}yes{{end}}", "output": "yes"}
            {"template": "{{.l.Foo}}", "error": "template: :1:4: executing \"\" at <.l.Foo>: can't evaluate field Foo in type interface {}"}
            {"template": "{{.li.x}}", "error": "template: :1:5: executing \"\" at <.li.x>: can't evaluate field x in type interface {}"}
            {"template": "{{.f.x}}", "error": "template: :1:4: executing \"\" at <.f.x>: can't evaluate field x in type interface {}"}
            {"template": "{{$.l.x}}", "error": "template: :1:3: executing \"\" at <$.l.x>: can't evaluate field x in type interface {}"}
            {"template": "{{$x := .l}}{{$x.y}}", "error": "template: :1:16: executing \"\" at <$x.y>: can't evaluate field y in type []interface {}"}
            {"template": "{{(.l).y}}", "error": "template: :1:3: executing \"\" at <.l>: can't evaluate field y in type []interface {}"}
            {"template": "{{(print 1).y}}", "error": "template: :1:9: executing \"\" at <1>: can't evaluate field y in type string"}
            {"template": "{{print.y}}", "error": "template: :1:2: executing \"\" at <print>: can't evaluate field y in type string"}
            {"template": "{{.n.x | print}}", "error": "template: :1:4: executing \"\" at <.n.x>: can't evaluate field x in type interface {}"}
            {"template": "{{print .n.x}}", "error": "template: :1:10: executing \"\" at <.n.x>: can't evaluate field x in type interface {}"}
            {"template": "{{print (upper 1)}}", "error": "template: :1:15: executing \"\" at <1>: expected string; found 1"}
            {"template": "{{print upper}}", "error": "template: :1:8: executing \"\" at <upper>: wrong number of args for upper: want 1 got 0"}
            {"template": "{{print $}}", "output": "map[Id:abc Name:/web Networks:map[a-net:map[Aliases:[w x] IPAddress:172.18.0.2] bridge:map[Aliases:<nil> IPAddress:172.17.0.2]] big:1.2345678925e+08 e: el:[] em:map[] f:1.5 fl:false l:[a b c] li:[1 2 3] m:map[a:x nul:<nil> z:1] mixed:[1 x <nil> [true] map[k:1]] n:3 neg:-5 nested:map[x:map[y:map[z:deep]]] nul:<nil> s:héllo <w> t:true]"}
            {"template": "{{index . \"Name\"}} {{index $ \"n\"}}", "output": "/web 3"}
            {"template": "{{len (index .Networks \"a-net\").Aliases}}", "output": "2"}
            {"template": "text only", "output": "text only"}
            {"template": "{{\"{{\"}} {{`}}`}}", "output": "{{ }}"}
            {"template": "{{true}} {{false}} {{truex}}", "error": "template: :1: function \"truex\" not defined"}
            {"template": "{{not}}", "error": "template: :1:2: executing \"\" at <not>: wrong number of args for not: want 1 got 0"}
            {"template": "{{not 1 2}}", "error": "template: :1:2: executing \"\" at <not>: wrong number of args for not: want 1 got 2"}
            {"template": "{{not nil}}", "output": "true"}
            {"template": "{{0 | not}}", "output": "true"}
            {"template": "{{\"a\" | eq \"a\"}} {{\"a\" | ne \"b\"}} {{3 | lt 2}}", "output": "true true true"}
            {"template": "{{range (split .s \"l\")}}<{{.}}>{{end}}", "output": "<hé><><o <w>>"}
            {"template": "{{printf \"%s\" (slice .l 0 2)}} {{printf \"%q\" (split \"a b\" \" \")}} {{print (split \"a b\" \" \")}}", "output": "[a b] [\"a\" \"b\"] [a b]"}
            {"template": "{{- range .l -}} {{- . -}} {{- end -}}", "output": "abc"}
            {"template": "{{if .n -}} x {{- else -}} y {{- end}}", "output": "x"}
            {"template": "{{- \"a\" -}}", "output": "a"}
            {"template": "{{-\"a\"}}", "error": "template: :1: illegal number syntax: \"-\""}
            {"template": "{{\"a\"-}}", "error": "template: :1: unexpected \"-\" in operand"}
            {"template": "{{1-}}", "error": "template: :1: bad number syntax: \"1-\""}
            {"template": "{{ -1 }}", "output": "-1"}
            {"template": "{{1 -1}}", "error": "template: :1:2: executing \"\" at <1>: can't give argument to non-function 1"}
            {"template": "{{1 -}}", "output": "1"}
            {"template": "{{.n-}}", "error": "template: :1: bad character U+002D '-'"}
            {"template": "{{.n -}}", "output": "3"}
            {"template": "{{define \"r\"}}{{if .}}{{len .}}{{template \"r\" (slice . 1)}}{{end}}{{end}}{{template \"r\" \"abcd\"}}", "output": "4321"}
            {"template": "{{with .Name}}{{$.Id}}{{end}}", "output": "abc"}
            {"template": "{{if (gt (len .l) 2)}}big{{end}}", "output": "big"}
            {"template": "{{range $i, $c := \"x\"}}{{end}}", "error": "template: :1:18: executing \"\" at <\"x\">: range can't iterate over x"}
            {"template": "{{.Name | len}} {{.l | len | printf \"%03d\"}}", "output": "4 003"}
            {"template": "{{- /* a */ -}}", "output": ""}
            {"template": "{{ /* a */ }}", "error": "template: :1: unexpected \"/\" in command"}
            {"template": "{{/* a */ -}}   x", "output": "x"}
            {"template": "{{1 /* a */}}", "error": "template: :1: unexpected \"/\" in operand"}
            {"template": "{{break.x}}", "error": "template: :1: unexpected \".x\" in {{break}}"}
            {"template": "{{range .l}}{{ break }}{{end}}x", "output": "x"}
            {"template": "{{if .t}}{{break}}{{end}}", "error": "template: :1: {{break}} outside {{range}}"}
            {"template": "{{range .l}}{{template \"q\"}}{{end}}{{define \"q\"}}{{break}}{{end}}", "error": "template: :1: {{break}} outside {{range}}"}
            {"template": "{{define \"q\"}}{{range 2}}{{break}}{{end}}z{{end}}{{template \"q\"}}", "output": "z"}
            {"template": "{{range .el}}{{else}}{{break}}{{end}}", "error": "template: :1: {{break}} outside {{range}}"}
            {"template": "a\nb {{.Foo\n}} {{foo}}", "error": "template: :3: function \"foo\" not defined"}
            {"template": "{{if .n}}\n\n{{.Name.Foo}}\n{{end}}", "error": "template: :3:7: executing \"\" at <.Name.Foo>: can't evaluate field Foo in type interface {}"}
            {"template": "line1\n  {{ .n.x }}", "error": "template: :2:7: executing \"\" at <.n.x>: can't evaluate field x in type interface {}"}
            {"template": "{{.n\n\n| foo}}", "error": "template: :3: function \"foo\" not defined"}
            {"template": "{{if .n}}\nx\n", "error": "template: :3: unexpected EOF"}
            {"template": "{{range .l}}\n{{end\n}}\n{{end}}", "error": "template: :4: unexpected {{end}}"}
            {"template": "{{/*\n\n*/}}{{foo}}", "error": "template: :3: function \"foo\" not defined"}
            {"template": "{{`a\n\nb`}}\n{{foo}}", "error": "template: :4: function \"foo\" not defined"}
            {"template": "{{\n\n.n\n", "error": "template: :4: unclosed action started at :1"}
            {"template": "{{print\n\n\"abc\n\"}}", "error": "template: :3: unterminated quoted string in action started at :1"}
            {"template": "{{print (1\n\n}}", "error": "template: :3: unclosed left paren in action started at :1"}
            {"template": "x\n{{- \n.n.q -}}\n y", "error": "template: :3:2: executing \"\" at <.n.q>: can't evaluate field q in type interface {}"}
            {"template": "{{define \"a\"}}\n\n{{.q.r.s}}{{.n.z}}{{end}}\n{{template \"a\" .}}", "error": "template: :3:14: executing \"a\" at <.n.z>: can't evaluate field z in type interface {}"}
            {"template": "{{if\n.n}}\n{{@}}{{end}}", "error": "template: :3: unexpected \"@\" in command"}
            {"template": "{{if .n}}{{if .n}}\n\n{{.n\n@}}{{end}}{{end}}", "error": "template: :4: unexpected \"@\" in operand"}
            {"template": "", "output": ""}
            {"template": "  ", "output": "  "}
            {"template": "\n{{.n}}\r\n\t{{- .f}}", "output": "\n31.5"}
            {"template": "{{\"a\nb\"}}", "error": "template: :1: unterminated quoted string"}
            {"template": "{{'a\nb'}}", "error": "template: :1: unterminated character constant"}
            {"template": "{{`a\n", "error": "template: :1: unterminated raw quoted string"}
            {"template": "{{/* x\n\n", "error": "template: :1: unclosed comment"}
            {"template": "{{/* x */ \n }}", "error": "template: :1: comment ends before closing delimiter"}
            {"template": "{{with .nested\n}}{{.x.y.z.w}}{{end}}", "error": "template: :2:6: executing \"\" at <.x.y.z.w>: can't evaluate field w in type interface {}"}
            """#)
}
