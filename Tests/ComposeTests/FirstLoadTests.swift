import Addressing
import Compose
import Testing
import YAML

struct FirstLoadTests {
    @Test func `a file of two services has both on the default network`() throws {
        let file = """
            services:
              web:
                image: nginx:${TAG:-1}
                ports: ["8080:80"]
                depends_on: [db]
              db:
                image: postgres
                networks:
                  back:
                    ipv4_address: 10.0.0.5
            networks:
              back:
                ipam:
                  config:
                    - subnet: 10.0.0.0/24
            """
        let loaded = load(["compose.yaml": file])
        let project = try loaded.result.get()
        #expect(project.name.value == "work")
        #expect(project.services.map(\.name) == ["web", "db"])
        #expect(project.networks.map(\.name.value) == ["work_back", "work_default"])
        #expect(project.service("web")?.image?.value == "nginx:1")
        #expect(project.service("web")?.ports.first?.published?.first == 8080)
        #expect(project.service("db")?.networks?.first?.ipv4?.value == IPAddress("10.0.0.5"))
    }
}
