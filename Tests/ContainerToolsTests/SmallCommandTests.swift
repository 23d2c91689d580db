import Testing

@testable import ContainerTools

/// The little tools that scripts lean on.
@Suite struct `small commands` {
    @Test func `the environment`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ env
            PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
            HOSTNAME=probe
            COLOR=blue
            EMPTY=
            HOME=/root
            $ printenv COLOR
            blue
            $ printenv COLOR NOPE HOME
            blue
            /root
            [1]
            $ env -i A=1 env
            A=1
            $ env -u COLOR A=1 printenv COLOR
            [1]
            $ env nope
            ! env: ‘nope’: No such file or directory
            [127]
            $ env -z
            ! env: invalid option -- 'z'
            ! Try 'env --help' for more information.
            [125]
            $ printenv -z
            ! printenv: invalid option -- 'z'
            ! Try 'printenv --help' for more information.
            [2]
            $ env - true
            """#
        )
    }

    @Test func `who and where`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ id
            uid=0(root) gid=0(root) groups=0(root)
            $ id -u
            0
            $ id -un
            root
            $ id nobody
            uid=65534(nobody) gid=65534(nogroup) groups=65534(nogroup)
            $ id nobody99
            ! id: ‘nobody99’: no such user
            [1]
            $ whoami
            root
            $ whoami x
            ! whoami: extra operand ‘x’
            ! Try 'whoami --help' for more information.
            [1]
            $ pwd
            /
            $ uname
            Linux
            $ uname -n
            probe
            $ uname -z
            ! uname: invalid option -- 'z'
            ! Try 'uname --help' for more information.
            [1]
            $ uname x
            ! uname: extra operand ‘x’
            ! Try 'uname --help' for more information.
            [1]
            """#
        )
    }

    @Test func `true, false, echo and sleep`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ true --foo
            $ false
            [1]
            $ echo a  b
            a b
            $ echo -n a
            a%
            $ echo -e 'a\tb\x41\0101\q\\\c' d
            a	bAA\q\%
            $ echo -E 'a\t'
            a\t
            $ echo -nz
            -nz
            $ sleep 3600
            $ sleep 1.5h 2m
            $ sleep
            ! sleep: missing operand
            ! Try 'sleep --help' for more information.
            [1]
            $ sleep x
            ! sleep: invalid time interval ‘x’
            ! Try 'sleep --help' for more information.
            [1]
            $ sleep -1
            ! sleep: invalid option -- '1'
            ! Try 'sleep --help' for more information.
            [1]
            $ sleep 1y
            ! sleep: invalid time interval ‘1y’
            ! Try 'sleep --help' for more information.
            [1]
            """#
        )
    }

    @Test func `help and versions`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ cat --version
            cat (GNU coreutils) 9.1
            $ ls --help
            Usage: ls [OPTION]... [ARGUMENT]...
            """#
        )
    }

    @Test func `what needs frames is not simulated`() throws {
        var session = try Session(.forTools(), "alpha")
        session.expect(
            #"""
            $ tcpdump -i eth0
            ! tcpdump: needs frames of its own, which are not simulated
            [1]
            $ arping beta
            ! arping: needs frames of its own, which are not simulated
            [1]
            """#
        )
    }

    @Test func `what is not in the image`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ foo
            OCI runtime exec failed: exec failed: unable to start container process: exec: "foo": executable file not found in $PATH: unknown^M
            [127]
            $ /usr/bin/dig +short alpha
            10.111.0.2
            $ /opt/dig alpha
            OCI runtime exec failed: exec failed: unable to start container process: exec: "/opt/dig": stat /opt/dig: no such file or directory: unknown^M
            [127]
            $ ./dig
            OCI runtime exec failed: exec failed: unable to start container process: exec: "./dig": stat ./dig: no such file or directory: unknown^M
            [127]
            $ ''
            OCI runtime exec failed: exec failed: unable to start container process: exec: "": executable file not found in $PATH: unknown^M
            [127]
            $ 'a"b'
            OCI runtime exec failed: exec failed: unable to start container process: exec: "a\"b": executable file not found in $PATH: unknown^M
            [127]
            """#
        )
    }
}
