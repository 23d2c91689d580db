import Testing

@testable import ContainerTools

/// sh -c and bash -c: lists, quotes and the values of variables.
@Suite struct `shell` {
    @Test func `lists`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ sh -c 'echo a; false || echo b && echo c'
            a
            b
            c
            $ sh -c 'true && false; echo $?'
            1
            $ sh -c 'false && echo no || echo yes'
            yes
            $ sh -c 'exit 3; echo no'
            [3]
            $ sh -c 'dig +short alpha && getent hosts beta'
            10.111.0.2
            10.111.0.40     beta
            $ sh -c 'dig +short shared; dig +short shared'
            10.111.0.2
            10.111.0.40
            10.111.0.40
            10.111.0.2
            $ sh -ec 'false || true; false; echo no'
            [1]
            $ sh -c ''
            $ bash -c 'echo a # b'
            a
            $ sh -c 'echo "a\tb"; echo -n c'
            a	b
            c%
            $ bash -c 'echo "a\tb"; echo -n c'
            a\tb
            c%
            """#
        )
    }

    @Test func `quotes and variables`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ sh -c 'echo "$COLOR" $COLOR ${COLOR}x \$COLOR "\$x" $NOPE. $'
            blue blue bluex $COLOR $x . $
            $ sh -c 'A="x  y"; echo $A; echo "$A"; B=$A; echo $B'
            x y
            x  y
            x y
            $ sh -c 'A=1 printenv A; printenv A'
            1
            [1]
            $ sh -c 'A=1; printenv A; export A; printenv A; unset A; printenv A'
            1
            [1]
            $ sh -c 'COLOR=red; printenv COLOR'
            red
            $ sh -c 'echo $0 $1 $# "$@"' a b c
            a b 2 b c
            $ sh -c 'cd /etc && cat hostname; pwd; cd /nope; echo $?'
            probe
            /etc
            2
            ! sh: 1: cd: can't cd to /nope
            $ sh -c 'env'
            PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
            HOSTNAME=probe
            COLOR=blue
            EMPTY=
            HOME=/root
            PWD=/
            $ bash -c 'printenv SHLVL PWD'
            1
            /
            $ sh -c 'sh -c "exit 4"; echo $?'
            4
            """#
        )
    }

    /// What Debian's dash printed of the same lines.
    @Test func `pipelines, loops and substitutions`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ sh -c 'for i in 1 2 3; do echo $i; done | tail -n 1'
            3
            $ sh -c 'printf "a b\nc\n" | while read x y; do echo "$y-$x"; done'
            b-a
            -c
            $ sh -c 'i=0; while [ $i -lt 5 ]; do i=$((i+1)); [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done'
            1
            3
            $ sh -c 'i=0; until test $i -ge 2; do i=$((i + 1)); done; echo $i'
            2
            $ sh -c 'if false; then echo a; elif true; then echo b; else echo c; fi'
            b
            $ sh -c 'case hello.txt in *.md|x) echo md;; h*.txt) echo txt;; *) echo other;; esac'
            txt
            $ sh -c 'x=$(echo a; echo b); echo $x; echo "$x"; echo `echo c`'
            a b
            a
            b
            c
            $ sh -c '! false; echo $?; ! true; echo $?; true | false; echo $?'
            0
            1
            1
            $ sh -c '(x=1; echo $x; exit 3); echo $? $x; { echo a; echo b; } | wc -l'
            1
            3
            2
            $ sh -c 'f() { local x=in; echo "$x $1 $#"; return 4; }; x=out; f a b; echo $? $x'
            in a 2
            4 out
            $ sh -c 'echo ${x:-none} ${x-none} ${x:+set} ${#HOME}; x=a.b.c; echo ${x%.*} ${x%%.*} ${x#*.} ${x##*.}'
            none none 5
            a.b a b.c c
            $ sh -c 'set -- a "b c"; for i; do echo "<$i>"; done; for i in "$@"; do echo "[$i]"; done; echo "$*"'
            <a>
            <b c>
            [a]
            [b c]
            a b c
            $ sh -c 'IFS=:; x=a:b::c; for i in $x; do echo "<$i>"; done'
            <a>
            <b>
            <>
            <c>
            $ sh -c 'echo $((7 % 4 * 2 + (3 < 5))) $((1 ? 8 : 9)) $((0x10)) $((-7 / 2))'
            7 8 16 -3
            $ sh -c 'set -e; if false; then :; fi; false || true; echo a; false; echo b'
            a
            [1]
            $ sh -c 'set -u; echo $NOPE; echo no'
            ! sh: 1: NOPE: parameter not set
            [2]
            $ sh -c 'eval "x=5; echo \$x"; echo $x'
            5
            5
            $ bash -c 'for i in {1..3} a{b,c}; do echo $i; done; false | true; set -o pipefail; false | true; echo $?'
            1
            2
            3
            ab
            ac
            1
            """#
        )
    }

    @Test func `redirections and files`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ sh -c 'echo a > /tmp/x; echo b >> /tmp/x; cat /tmp/x; wc -l < /tmp/x; cat /nope 2>/dev/null; echo $?'
            a
            b
            2
            1
            $ cat /tmp/x
            a
            b
            $ sh -c 'ls /nope > /dev/null 2>&1; echo $?; { echo out; ls /nope; } 2>&1 | wc -l'
            2
            2
            $ sh -c 'echo to err >&2; exec > /tmp/y; echo in y'
            ! to err
            $ sh -c 'cat /tmp/y; rm /tmp/y; [ -e /tmp/y ]; echo $?; [ -s /tmp/x ] && [ ! -d /tmp/x ] && echo ok'
            in y
            1
            ok
            $ sh -c 'mkdir -p /data/a/b && touch /data/a/b/c && ls /data/a && echo /data/*/b/*; cd /data/a; pwd; ls'
            b
            /data/a/b/c
            /data/a
            b
            $ sh -c 'echo "echo from script \$1" > /tmp/s.sh; sh /tmp/s.sh 1; /tmp/s.sh; chmod +x /tmp/s.sh; /tmp/s.sh 2'
            from script 1
            from script 2
            ! sh: 1: /tmp/s.sh: Permission denied
            $ sh -c 'echo x > /etc/hosts'
            ! sh: 1: cannot create /etc/hosts: netsim keeps it as the engine writes it (--add-host, --dns and --hostname change it)
            [2]
            $ sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
            ! sh: 1: cannot create /proc/sys/net/ipv4/ip_forward: Read-only file system
            [2]
            """#
        )
    }

    @Test func `here-documents`() throws {
        var session = try Session(.forTools(), "probe")
        let script = "cat <<E; echo behind\n$COLOR\n  $(echo x)\nE\ncat <<'E'\n$COLOR\nE\nnope"
        let result = session.run(["sh", "-c", script])
        #expect(result.stdout == "blue\n  x\nbehind\n$COLOR\n")
        #expect(result.stderr == "sh: 8: nope: not found\n")
    }

    /// Nothing that a script says makes the shell run for ever, or its own stack grow without end.
    @Test(
        arguments: [
            "f() { f; }; f", "f() { echo $(f); }; f", "x='eval \"$x\"'; eval \"$x\"", "while :; do :; done",
            "until false; do echo; done", "for i in $(seq 1 20000); do :; done",
            String(repeating: "(", count: 5_000), String(repeating: "$(", count: 5_000),
            "echo $((" + String(repeating: "(", count: 5_000) + "1))", String(repeating: "if ", count: 5_000),
            "echo $((9223372036854775807 + 1)) $((-9223372036854775807 / -1)) $((1 << 200))",
            "echo /*/*/*/*/*/*/*/*", "echo 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' | grep -E '(a*)*b'",
            "printf '%99999999s%*d' x 999999999 1", "seq 1 999999999999", "cut -f 1-9223372036854775807 /etc/hosts",
            "sleep 99999999999999999999", "head -c -5 /etc/hosts", "tail -n +0 /etc/hosts", "date -d @99999999999999",
        ]
    )
    func `hostile scripts end`(script: String) throws {
        var session = try Session(.forTools(), "probe")
        #expect((0...255).contains(session.run(["sh", "-c", script]).exitCode))
    }

    @Test func `scripts from standard input`() throws {
        var session = try Session(.forTools(), "probe")
        session.context.input = Array("echo a\nif\nfalse\nthen echo b; else echo c; fi\nfi\n".utf8)
        session.expect(
            #"""
            $ sh
            a
            c
            ! sh: 5: Syntax error: "fi" unexpected
            [2]
            $ sh
            """#
        )
    }

    @Test func `refusals of sh`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ sh -c
            ! sh: 0: -c requires an argument
            [2]
            $ sh -c foo
            ! sh: 1: foo: not found
            [127]
            $ sh -c '/opt/foo'
            ! sh: 1: /opt/foo: not found
            [127]
            $ sh -c '&& a'
            ! sh: 1: Syntax error: "&&" unexpected
            [2]
            $ sh -c 'a &&'
            ! sh: 1: Syntax error: end of file unexpected
            [2]
            $ sh -c ';; a'
            ! sh: 1: Syntax error: ";;" unexpected
            [2]
            $ sh -c 'echo "a'
            ! sh: 1: Syntax error: Unterminated quoted string
            [2]
            $ sh -c 'echo $('
            ! sh: 1: Syntax error: end of file unexpected (expecting ")")
            [2]
            $ sh -c 'if true; then echo; done'
            ! sh: 1: Syntax error: "done" unexpected (expecting "fi")
            [2]
            $ sh -c 'echo > /nope/x'
            ! sh: 1: cannot create /nope/x: Directory nonexistent
            [2]
            $ sh -c 'cat < /nope'
            ! sh: 1: cannot open /nope: No such file
            [2]
            $ sh -c 'echo ${x'
            ! sh: 1: Syntax error: Missing '}'
            [2]
            $ sh -c '[ 1 -eq x ]; [ a = ]; [ a b ]; [ a'
            ! sh: 1: [: Illegal number: x
            ! sh: 1: [: =: argument expected
            ! sh: 1: [: a: unexpected operator
            ! sh: 1: [: missing ]
            [2]
            $ sh -c 'echo $((1/0)); echo no'
            ! sh: 1: arithmetic expression: division by zero: "1/0"
            [2]
            $ sh -c 'echo a & echo b'
            ! sh: 1: Syntax error: "&" is not simulated
            [2]
            $ sh -c 'for 1i in 1 2; do echo $i; done'
            ! sh: 1: Syntax error: Bad for loop variable
            [2]
            $ sh -c 'while true; do :; done'
            ! sh: 1: netsim stops after 10000 commands
            [124]
            $ sh -c 'exit x'
            ! sh: 1: exit: Illegal number: x
            [2]
            $ sh script
            ! sh: 0: cannot open script: No such file
            [2]
            $ sh -Z
            ! sh: 0: Illegal option -Z
            [2]
            $ sh
            """#
        )
    }

    @Test func `refusals of bash`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ bash -c
            ! bash: -c: option requires an argument
            [2]
            $ bash -c foo
            ! bash: line 1: foo: command not found
            [127]
            $ bash -c /opt/foo
            ! bash: line 1: /opt/foo: No such file or directory
            [127]
            $ bash -c '&& a'
            ! bash: -c: line 1: syntax error near unexpected token `&&'
            ! bash: -c: line 1: `&& a'
            [2]
            $ bash -c 'echo a &&'
            ! bash: -c: line 2: syntax error: unexpected end of file
            [2]
            $ bash -c 'echo "a'
            ! bash: -c: line 1: unexpected EOF while looking for matching `"'
            [2]
            $ bash -c '(a)'
            ! bash: line 1: a: command not found
            [127]
            $ bash -c '((a++))'
            ! bash: -c: line 1: syntax error: `((' is not simulated
            [2]
            $ bash -c 'echo > /nope/x; cat < /nope'
            ! bash: line 1: /nope/x: No such file or directory
            ! bash: line 1: /nope: No such file or directory
            [1]
            $ bash -c '[ 1 -eq x ]; [ a b ]'
            ! bash: line 1: [: x: integer expression expected
            ! bash: line 1: [: a: unary operator expected
            [2]
            $ bash -c 'cd /nope; exit x'
            ! bash: line 1: cd: /nope: No such file or directory
            ! bash: line 1: exit: x: numeric argument required
            [2]
            $ bash script
            ! bash: script: No such file or directory
            [127]
            $ bash -Z
            ! bash: -Z: invalid option
            [2]
            """#
        )
    }
}
