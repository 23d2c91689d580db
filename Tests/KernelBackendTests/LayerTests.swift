import Foundation
import Glibc
import TestSupport
import Testing

@testable import KernelBackend

/// Where the programs of containers write.
extension KernelTests {
    @Suite struct LayerTests {
        @Test func `what a program writes is its container's alone, and gone with it`() throws {
            let home = try Home()
            let result = try home.run(
                """
                mkdir -p $NETSIM_HOME.d/keep; echo here >$NETSIM_HOME.d/keep/file; cd $NETSIM_HOME.d
                $N run -d --name aa alpine >/dev/null; $N run -d --name bb alpine >/dev/null
                $N exec aa -- sh -c 'echo mine >new; echo changed >keep/file; pwd' | sed "s,$NETSIM_HOME,HOME,"
                $N exec aa -- cat new keep/file
                ls; cat keep/file
                $N exec bb -- sh -c 'ls; cat keep/file'
                $N restart -t 0 aa >/dev/null; $N exec aa -- cat new
                $N rm -f aa >/dev/null; $N run -d --name aa alpine >/dev/null
                $N exec aa -- sh -c 'ls; cat keep/file'
                cd /; rm -r $NETSIM_HOME.d
                """
            )
            #expect(result.output == "HOME.d\nmine\nchanged\nkeep\nhere\nkeep\nhere\nmine\nkeep\nhere\n")
        }

        @Test func `what a program removes is there for the machine`() throws {
            let home = try Home()
            let result = try home.run(
                """
                mkdir -p $NETSIM_HOME.d/deep/er; touch $NETSIM_HOME.d/one $NETSIM_HOME.d/deep/er/two
                $N run -d --name aa alpine >/dev/null
                $N exec aa -- sh -c 'rm -rf "$0" && ls -d "$0" 2>/dev/null || echo gone; mkdir -p "$0"/deep; ls "$0"/deep' $NETSIM_HOME.d
                (cd $NETSIM_HOME.d && find . -type f | sort)
                $N exec aa -- sh -c 'rm -rf /dev/null /etc/passwd; ls /etc/passwd 2>/dev/null | wc -l; echo x >/dev/null && echo written'
                ls /dev/null /etc/passwd
                rm -r $NETSIM_HOME.d
                """
            )
            let expected = "gone\n./deep/er/two\n./one\n0\nwritten\n/dev/null\n/etc/passwd\n"
            #expect(
                result.output.replacingOccurrences(
                    of: "rm: cannot remove '/dev/null': Read-only file system\n",
                    with: ""
                ) == expected
            )
        }

        @Test func `a container's own program and all that is run beside it share a layer`() throws {
            let home = try Home()
            let result = try home.run(
                """
                $N run -d --name aa alpine -- sh -c 'echo $$ >/tmp/netsim-own; exec sleep 4731' >/dev/null
                for i in $(seq 100); do $N exec aa -- test -s /tmp/netsim-own && break; sleep 0.05; done
                $N exec aa -- sh -c 'grep -c . /tmp/netsim-own; echo more >>/tmp/netsim-own'
                $N kernel exec aa grep more /tmp/netsim-own
                $N kernel exec --at host sh -c 'ls /tmp/netsim-own 2>/dev/null | wc -l; echo h >/tmp/netsim-own'
                $N kernel exec --at host cat /tmp/netsim-own
                $N kernel exec --at client sh -c 'ls /tmp/netsim-own 2>/dev/null | wc -l'
                ls /tmp/netsim-own 2>/dev/null | wc -l
                $N kernel down
                pgrep -f -- '^sleep 4731$' | wc -l
                """
            )
            #expect(
                result.output == """
                    1
                    more
                    0
                    h
                    0
                    0
                    lab default is out of the kernel, and 1 program ended
                    0

                    """
            )
        }

        @Test func `the container's network is what its files show, and netsim's home is not to be changed`() throws {
            let home = try Home()
            let result = try home.run(
                """
                $N run -d --name aa --hostname me alpine >/dev/null
                $N exec aa -- sh -c 'ls /sys/class/net; cat /etc/hostname /proc/sys/kernel/hostname | tail -n 1; grep -c me /etc/hosts'
                $N exec aa -- sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward && cat /proc/sys/net/ipv4/ip_forward'
                $N exec aa -- sh -c 'echo 3 >/proc/sys/vm/swappiness' 2>/dev/null || echo refused
                $N exec aa -- sh -c 'touch "$0"/x' $NETSIM_HOME 2>/dev/null || echo refused
                $N exec aa -- $N ps --format '{{.Names}}'
                $N exec aa -- sh -c 'df /dev/shm | tail -n 1 | cut -d " " -f 1; touch /dev/shm/x && echo memory'
                """
            )
            #expect(result.output == "eth0\nlo\nme\n1\n1\nrefused\nrefused\naa\nnetsim\nmemory\n")
        }

        @Test(.enabled(if: RootFolder.isMount, RootFolder.reason))
        func `without root each folder has a layer, and netsim's home is as elsewhere`() throws {
            let home = try Home()
            let result = try home.run(
                """
                mkdir $NETSIM_HOME.d; touch $NETSIM_HOME.d/one
                cat >$NETSIM_HOME.sh <<'END'
                $N run -d --name aa alpine >/dev/null
                $N exec aa -- sh -c 'rm -r "$0.d"; touch "$0.e" /netsim-root; ls -d "$0"*; touch "$0"/x 2>/dev/null || echo refused' $NETSIM_HOME
                $N exec aa -- ls -d $NETSIM_HOME.e /netsim-root
                $N exec aa -- ls /sys/class/net
                $N exec aa -- $N ps --format '{{.Names}}'
                $N doctor 2>&1 | grep -v kernel
                $N kernel down
                END
                unshare -U --map-user=1000 --map-group=1000 sh $NETSIM_HOME.sh 2>&1 | sed "s,$NETSIM_HOME,HOME,"
                ls -d $NETSIM_HOME* | sed "s,$NETSIM_HOME,HOME,"; ls $NETSIM_HOME.d
                rm -r $NETSIM_HOME.d $NETSIM_HOME.sh
                """
            )
            #expect(
                result.output == """
                    HOME
                    HOME.e
                    HOME.sh
                    refused
                    /netsim-root
                    HOME.e
                    eth0
                    lo
                    aa
                    what a container's programs write goes to a layer of its own; folders with mounts in them are read-only
                    lab default is out of the kernel
                    HOME
                    HOME.d
                    HOME.sh
                    one

                    """
            )
        }

        // MARK: Each kind by itself

        /// A shell command in a layer that this process holds.
        private func run(_ line: String, in layer: ContainerLayer) throws -> String {
            let fds = "/proc/\(getpid())/fd"
            let enter =
                "nsenter --mount=\(fds)/\(layer.mounts.descriptor) --root=\(fds)/\(layer.root.descriptor) --wdns=/"
            return try Kernel.shell("\(enter) sh -c '\(line)' 2>&1").output
        }

        @Test(arguments: [ContainerLayer.Kind.whole, .folders])
        func `layers take what is written, wherever it is`(kind: ContainerLayer.Kind) throws {
            let name = "netsim-\(UUID().uuidString)"
            let layer = try ContainerLayer.make([kind])
            #expect(layer.kind == kind)
            for folder in ["", "/tmp", "/etc", "/usr/bin"] {
                let read = try run("echo text >\(folder)/\(name); cat \(folder)/\(name)", in: layer)
                #expect(read == "text\n", "\(folder)")
                #expect(access("\(folder)/\(name)", F_OK) != 0, "\(folder)")
            }
            // What is mounted beneath is no way out.
            #expect(
                try run("rm -rf /dev/zero /sys/class /proc/sys/net 2>/dev/null; ls -d /dev/zero /proc/1", in: layer)
                    == "/dev/zero\n/proc/1\n"
            )
            #expect(try run("rm -rf /etc /bin/ls; rmdir /etc; ls -d /etc", in: layer).contains("ot found"))
            #expect(access("/etc/passwd", F_OK) == 0 && access("/bin/ls", F_OK) == 0)
        }

        @Test(.enabled(if: RootFolder.isMount, RootFolder.reason))
        func `where the kernel takes no layer, files are read-only`() throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("netsim-\(UUID().uuidString)")
                .path
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let layer = try ContainerLayer.make([.readOnly])
            #expect(layer.kind == .readOnly)
            for place in [folder, "", "/etc", "/tmp", "/dev", "/sys"] {
                let said = try run("touch \(place)/new", in: layer)
                #expect(said.contains("Read-only file system"), "\(place): \(said)")
            }
            #expect(try run("echo 3 >/proc/sys/vm/swappiness", in: layer).contains("Read-only file system"))
            #expect(try run("rm -rf \(folder)", in: layer).contains("Read-only file system"))
            #expect(access(folder, F_OK) == 0)
            #expect(try run("echo x >/dev/null && echo x >/dev/shm/x && cat /dev/shm/x", in: layer) == "x\n")
        }

        @Test func `a layer that is given up leaves nothing mounted`() throws {
            func mounts() throws -> Int { try #require(MountTable.current()).mounts.count }
            let before = try mounts()
            var layer: ContainerLayer? = try ContainerLayer.make()
            let address = try #require(try layer?.address())
            #expect(try mounts() == before)
            layer = nil
            #expect(fcntl(address.mounts, F_GETFD) == -1 && fcntl(address.root, F_GETFD) == -1)
        }

        @Test func `no kind at all is an error`() throws {
            #expect(throws: (any Error).self) { try ContainerLayer.make([]) }
        }
    }
}
