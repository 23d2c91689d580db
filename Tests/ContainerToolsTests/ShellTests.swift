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
            $ sh -c 'echo a | cat'
            ! sh: 1: Syntax error: "|" is not simulated
            [2]
            $ sh -c 'echo a > /tmp/x'
            ! sh: 1: Syntax error: ">" is not simulated
            [2]
            $ sh -c 'echo $(hostname)'
            ! sh: 1: Syntax error: "$(" is not simulated
            [2]
            $ sh -c 'echo a & echo b'
            ! sh: 1: Syntax error: "&" is not simulated
            [2]
            $ sh -c 'for i in 1 2; do echo $i; done'
            ! sh: 1: Syntax error: "for" is not simulated
            [2]
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
            ! bash: -c: line 1: syntax error: `(' is not simulated
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
