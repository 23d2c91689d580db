import Testing

@testable import ContainerTools

/// getent's output over a fixed lab, word for word: forms taken from glibc 2.36.
@Suite struct `getent` {
    @Test func `hosts by name`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ getent hosts alpha
            10.111.0.2      alpha
            $ getent hosts shared
            10.111.0.2      shared
            10.111.0.40     shared
            $ getent hosts shared
            10.111.0.40     shared
            10.111.0.2      shared
            $ getent hosts localhost
            ::1             localhost ip6-localhost ip6-loopback
            $ getent hosts probe
            10.111.0.3      probe.example.test probe
            $ getent hosts PROBE.example.test
            10.111.0.3      probe.example.test probe
            $ getent hosts www.example.test
            198.51.100.7    web.example.test www.example.test
            $ getent hosts nope
            [2]
            $ getent hosts alpha nope beta
            10.111.0.2      alpha
            10.111.0.40     beta
            [2]
            $ getent hosts 1.2
            1.0.0.2         1.2
            $ getent hosts ''
            [2]
            $ getent -s files hosts alpha
            [2]
            $ getent -s dns hosts probe
            10.111.0.3      probe
            """#
        )
    }

    @Test func `hosts by address`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ getent hosts 10.111.0.2
            10.111.0.2      alpha.net1
            $ getent hosts 10.111.0.3
            10.111.0.3      probe.example.test probe
            $ getent hosts ::1
            ::1             localhost ip6-localhost ip6-loopback
            $ getent hosts 198.51.100.7
            [2]
            $ getent hosts
            127.0.0.1       localhost
            127.0.0.1       localhost ip6-localhost ip6-loopback
            10.111.0.3      probe.example.test probe
            """#
        )
    }

    @Test func `addresses in the order of programs`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ getent ahosts alpha
            10.111.0.2      STREAM alpha
            10.111.0.2      DGRAM  
            10.111.0.2      RAW    
            $ getent ahosts shared
            10.111.0.2      STREAM shared
            10.111.0.2      DGRAM  
            10.111.0.2      RAW    
            10.111.0.40     STREAM 
            10.111.0.40     DGRAM  
            10.111.0.40     RAW    
            $ getent ahosts shared
            10.111.0.2      STREAM shared
            10.111.0.2      DGRAM  
            10.111.0.2      RAW    
            10.111.0.40     STREAM 
            10.111.0.40     DGRAM  
            10.111.0.40     RAW    
            $ getent ahosts localhost
            127.0.0.1       STREAM localhost
            127.0.0.1       DGRAM  
            127.0.0.1       RAW    
            127.0.0.1       STREAM 
            127.0.0.1       DGRAM  
            127.0.0.1       RAW    
            $ getent ahosts www.example.test
            198.51.100.7    STREAM web.example.test
            198.51.100.7    DGRAM  
            198.51.100.7    RAW    
            $ getent ahosts 10.111.0.2
            10.111.0.2      STREAM 10.111.0.2
            10.111.0.2      DGRAM  
            10.111.0.2      RAW    
            $ getent ahosts fd00::1
            [2]
            $ getent ahostsv6 alpha
            [2]
            $ getent -A ahostsv6 alpha
            ::ffff:10.111.0.2 STREAM alpha
            ::ffff:10.111.0.2 DGRAM  
            ::ffff:10.111.0.2 RAW    
            $ getent ahostsv4 localhost
            127.0.0.1       STREAM localhost
            127.0.0.1       DGRAM  
            127.0.0.1       RAW    
            127.0.0.1       STREAM 
            127.0.0.1       DGRAM  
            127.0.0.1       RAW    
            $ getent ahosts nope
            [2]
            """#
        )
    }

    @Test func `both families`() throws {
        var session = try Session(.forTools(), "six")
        session.expect(
            #"""
            $ getent hosts six
            fd00:112::2     six
            $ getent ahosts six
            fd00:112::2     STREAM six
            fd00:112::2     DGRAM  
            fd00:112::2     RAW    
            10.112.0.2      STREAM 
            10.112.0.2      DGRAM  
            10.112.0.2      RAW    
            $ getent ahostsv4 six
            10.112.0.2      STREAM six
            10.112.0.2      DGRAM  
            10.112.0.2      RAW    
            $ getent ahostsv6 six
            fd00:112::2     STREAM six
            fd00:112::2     DGRAM  
            fd00:112::2     RAW    
            $ getent ahostsv6 10.112.0.2
            ::ffff:10.112.0.2 STREAM 10.112.0.2
            ::ffff:10.112.0.2 DGRAM  
            ::ffff:10.112.0.2 RAW    
            $ getent ahosts localhost
            ::1             STREAM localhost
            ::1             DGRAM  
            ::1             RAW    
            127.0.0.1       STREAM 
            127.0.0.1       DGRAM  
            127.0.0.1       RAW    
            """#
        )
    }

    @Test func `without a resolver only the file is known`() throws {
        var session = try Session(.forTools(), "legacy")
        session.expect(
            #"""
            $ getent hosts legacy
            172.17.0.2      legacy
            $ getent hosts alpha
            [2]
            $ getent ahosts www.example.test
            198.51.100.7    STREAM web.example.test
            198.51.100.7    DGRAM  
            198.51.100.7    RAW    
            """#
        )
    }

    @Test func `refusals`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ getent
            Try `getent --help' or `getent --usage' for more information.
            ! getent: wrong number of arguments
            [1]
            $ getent foo
            Try `getent --help' or `getent --usage' for more information.
            ! Unknown database: foo
            [1]
            $ getent -z
            ! getent: invalid option -- 'z'
            ! Try `getent --help' or `getent --usage' for more information.
            [64]
            $ getent -s
            ! getent: option requires an argument -- 's'
            ! Try `getent --help' or `getent --usage' for more information.
            [64]
            $ getent --foo
            ! getent: unrecognized option '--foo'
            ! Try `getent --help' or `getent --usage' for more information.
            [64]
            $ getent passwd root
            Try `getent --help' or `getent --usage' for more information.
            ! Unknown database: passwd
            [1]
            """#
        )
    }
}
