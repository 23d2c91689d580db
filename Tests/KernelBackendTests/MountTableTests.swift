import Testing

@testable import KernelBackend

@Suite struct `Mounts that a container's programs see` {
    @Test func `are read as the kernel lists them`() {
        let table = MountTable(
            text: """
                22 27 0:21 / /proc rw,relatime shared:5 master:1 - proc proc rw
                30 27 254:1 / /mnt/a\\040b\\134c rw - ext4 /dev/vdb rw
                27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
                31 27 0:9 / /mnt/a\\04 rw unbindable - tmpfs none rw
                32 22 0:8 / /proc rw,relatime - tmpfs covers rw
                40 30 0:7 / /home rw - - -
                41 30 0:7 / /short rw
                nonsense

                """
        )
        #expect(table.mounts.map(\.path) == ["/", "/proc", "/home", "/mnt/a b\\c", "/mnt/a\\04"])
        #expect(table.mounts.map(\.fileSystem) == ["ext4", "tmpfs", "-", "ext4", "tmpfs"])
        #expect(table.hasMounts(beneath: "/mnt"))
        #expect(!table.hasMounts(beneath: "/mn"))
        #expect(!table.hasMounts(beneath: "/proc"))
    }

    @Test(arguments: [
        ("/", "ext4", MountTreatment.layer),
        ("/home", "nfs", .layer),
        ("/tmp", "tmpfs", .layer),
        ("/proc", "proc", .asItIs),
        ("/srv/root/proc", "proc", .readOnly),
        ("/proc/sys/fs/binfmt_misc", "binfmt_misc", .readOnly),
        ("/proc/bus", "autofs", .leftOut),
        ("/net", "autofs", .leftOut),
        ("/sys", "sysfs", .readOnly),
        ("/sys/fs/cgroup", "tmpfs", .readOnly),
        ("/dev", "tmpfs", .readOnly),
        ("/dev/null", "devtmpfs", .readOnly),
        ("/dev/pts", "devpts", .asItIs),
        ("/srv/root/dev/pts", "devpts", .readOnly),
        ("/dev/shm", "tmpfs", .memory),
        ("/run/netns/x", "nsfs", .readOnly),
        ("/devices", "ext4", .layer),
    ])
    func `are treated by what they are`(path: String, kind: String, treatment: MountTreatment) {
        #expect(MountTreatment.of(MountTable.Mount(path: path, fileSystem: kind)) == treatment)
    }

    @Test func `come with the places that are treated apart`() {
        let table = MountTable(text: "1 0 0:1 / / rw - ext4 a rw\n2 1 0:2 / /proc rw - proc proc rw\n")
        let places = MountTreatment.places(table, home: "/home/me/.netsim")
        #expect(places.map(\.path) == ["/", "/proc", "/proc/sys", "/proc/sys/net", "/home/me/.netsim"])
        #expect(places.map(MountTreatment.of) == [.layer, .asItIs, .readOnly, .asItIs, .readOnly])
    }

    @Test func `have an address that is read as it was written`() {
        let address = LayerAddress(mounts: 7, inode: 4_026_532_999, root: 8)
        #expect(address.text == "layer 7 4026532999 8")
        #expect(LayerAddress(text: address.text) == address)
        for text in ["", "layer", "layer 1 2", "layer -1 2 3", "layer 1 2 -3", "layer a 2 3", "done 1 2 3"] {
            #expect(LayerAddress(text: text) == nil)
        }
    }
}
