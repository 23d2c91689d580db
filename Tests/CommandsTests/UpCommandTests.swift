import Addressing
import Foundation
import Lab
import Testing

@testable import Commands

@Suite("netsim up, down and plan")
struct UpCommandTests {
    private typealias Folder = CheckCommandTests.Folder

    static let shop = """
        name: shop
        services:
          web:
            image: nginx
            depends_on: [db]
            ports: ["8080:80"]
          db:
            image: postgres
            networks:
              default:
                ipv4_address: 10.20.0.3
        networks:
          default:
            ipam:
              config:
                - subnet: 10.20.0.0/24
        """

    private func write(_ text: String, in folder: Folder) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/compose.yaml"))
    }

    @Test
    func `up says what it did, does only what differs, and down takes it away`() throws {
        let folder = try Folder(["compose.yaml": Self.shop])
        let line = CommandLine()
        let file = "-f \(folder.path)/compose.yaml"
        #expect(
            line("up \(file)").output == """
                Network shop_default  Created
                Container shop-db-1  Created
                Container shop-web-1  Created
                Container shop-db-1  Started
                Container shop-web-1  Started

                """
        )
        #expect(line("up \(file)").output == "Container shop-db-1  Running\nContainer shop-web-1  Running\n")
        try write(Self.shop.replacing("image: nginx", with: "image: caddy"), in: folder)
        let changed = """
            Container shop-web-1  Recreated
            Container shop-db-1  Running
            Container shop-web-1  Started

            """
        #expect(
            line("up --dry-run \(file)").output
                == changed.split(separator: "\n").map { "DRY-RUN MODE -  \($0)\n" }.joined()
        )
        #expect(line("up \(file)").output == changed)
        #expect(line("up \(file) --scale web=2").status == 1)
        #expect(
            line("down \(file)").output == """
                Container shop-web-2  Removed
                Container shop-web-1  Stopped
                Container shop-web-1  Removed
                Container shop-db-1  Stopped
                Container shop-db-1  Removed
                Network shop_default  Removed

                """
        )
        #expect(line.memory.lab.containerCount == 0 && line.memory.lab.networkCount == 3)
        #expect(line("down \(file)").errors == "WARN[0000] No resource found to remove for project \"shop\".\n")
    }

    @Test
    func `a refusal keeps what was done, and points at the line`() throws {
        let folder = try Folder(["compose.yaml": Self.shop])
        let line = CommandLine()
        #expect(line("run -d --name old -p 8080:80 nginx").status == 0)
        let result = line("up -f \(folder.path)/compose.yaml")
        #expect(result.status == 1)
        #expect(result.output.hasSuffix("Container shop-db-1  Started\nContainer shop-web-1  Error\n"))
        #expect(result.errors.contains("Bind for 0.0.0.0:8080 failed: port is already allocated"))
        #expect(result.errors.contains("compose.yaml:6:13"))
        #expect(line("ps -a --format {{.Names}}").output == "shop-web-1\nshop-db-1\nold\n")
    }

    @Test
    func `an unused lab moves to the host of the facts, and one in use does not`() throws {
        let facts = """
            {"addr": [{"ifname": "eth0", "address": "02:00:00:00:00:01", "addr_info":
              [{"family": "inet", "local": "10.20.0.77", "prefixlen": 24, "scope": "global"}]}],
             "route": [{"dst": "default", "gateway": "10.20.0.1", "dev": "eth0"}], "vpn": ["10.8.0.0/16"], "listeners": ["0.0.0.0:8080/tcp"],
             "daemon": {"default-address-pools": [{"base": "10.99.0.0/16", "size": 24}]}}
            """
        let pooled = "services: {web: {image: nginx}}\nname: pooled"
        let folder = try Folder(["compose.yaml": Self.shop, "pooled.yaml": pooled, "facts.json": facts])
        let line = CommandLine()
        let told = "--host-facts \(folder.path)/facts.json"
        let refused = line("up --dry-run \(told) -f \(folder.path)/compose.yaml")
        #expect(refused.status == 1)
        #expect(refused.errors.contains("10.8.0.0/16 is reserved (vpn): a lab does not keep that"))
        #expect(refused.errors.contains("compose.yaml:6:13"), "\(refused.errors)")
        #expect(line.memory.lab.host.uplinkAddresses.map(\.description) == ["192.0.2.10/24", "2001:db8::10/64"])

        #expect(line("up \(told) -f \(folder.path)/pooled.yaml").status == 0)
        #expect(line.memory.lab.host.uplinkAddresses.map(\.description) == ["10.20.0.77/24"])
        let subnets = try line.memory.lab.network(matching: "pooled_default").subnets.map(\.prefix.description)
        #expect(subnets == ["10.99.1.0/24"])
        // It is there already, whatever runs on it.
        #expect(line("up \(told) -f \(folder.path)/pooled.yaml").output == "Container pooled-web-1  Running\n")

        let elsewhere = CommandLine()
        elsewhere("run -d --name old nginx")
        let result = elsewhere("up \(told) -f \(folder.path)/pooled.yaml")
        #expect(result.status == 2)
        #expect(
            result.errors
                == "netsim: lab default is on another host, and in use: name another with --lab, or empty it first\n"
        )
        #expect(elsewhere.memory.lab.containerCount == 1)
    }

    @Test(
        arguments: [
            ("up -f FOLDER/none.yaml", 2), ("up -f FOLDER/compose.yaml nobody", 1),
            ("up -f FOLDER/compose.yaml --scale web", 125), ("up -f FOLDER/compose.yaml --scale nobody=2", 1),
            ("up -f FOLDER/compose.yaml --force-recreate --no-recreate", 1), ("plan FOLDER/none.yaml", 2),
            ("plan --free 0x/24 FOLDER/compose.yaml", 125), ("plan --avoid x FOLDER/compose.yaml", 125),
            ("plan --free 9999x/9 FOLDER/compose.yaml", 1),
        ] as [(String, Int32)]
    )
    func `what makes no sense is refused, and no lab is touched`(text: String, status: Int32) throws {
        let folder = try Folder(["compose.yaml": Self.shop])
        let line = CommandLine()
        let result = line(text.replacing("FOLDER", with: folder.path))
        #expect(result.status == status || (status == 125 && result.status != 0), "\(result.errors)")
        #expect(!result.errors.isEmpty)
        #expect(line.memory.lab.containerCount == 0)
    }

    @Test
    func `plan shows the table, the thief and free subnets`() throws {
        let folder = try Folder([
            "compose.yaml": Self.shop.replacing("10.20.0.3", with: "10.20.0.2").replacing("depends_on: [db]", with: "")
        ])
        let line = CommandLine()
        let file = "\(folder.path)/compose.yaml"
        #expect(
            line("plan --start-orders \(file)").output == """
                shop-db-1 loses 10.20.0.2 on shop_default to shop-web-1 when up starts them in this order:
                  1. shop-web-1 gets 10.20.0.2
                  2. shop-db-1 refused: Address already in use

                """
        )
        #expect(line("plan --start-orders \(file)").status == 1)
        #expect(
            line("plan --free 2x/24 --avoid 10.0.0.0/23 --avoid 10.0.3.4 \(file)").output
                == "10.0.2.0/24\n10.0.4.0/24\n"
        )
        let table = line("plan \(file)")
        #expect(table.status == 0 && table.output.contains("only network"))
        #expect(line("plan --format json \(file)").output.contains("\"ipv4\": \"10.20.0.2/24\""))
        #expect(line.openedLabs.isEmpty)
    }
}
