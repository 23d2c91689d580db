package import Addressing
package import Lab

/// Where a server answers: what `netsim serve --list` shows.
package struct ServeStatus: Hashable, Sendable {
    /// A container's own port; nil where there was none left.
    package struct Port: Hashable, Sendable {
        package let container: ContainerID
        package let name: String
        package let number: UInt16?

        package init(container: ContainerID, name: String, number: UInt16?) {
            self.container = container
            self.name = name
            self.number = number
        }
    }

    /// The serving process.
    package var process: Int32
    package var address: IPAddress
    package var sharedPort: UInt16
    /// Of all running containers, in order of creation.
    package var ports: [Port]

    package init(process: Int32, address: IPAddress, sharedPort: UInt16, ports: [Port]) {
        self.process = process
        self.address = address
        self.sharedPort = sharedPort
        self.ports = ports
    }
}

// MARK: As a file

extension ServeStatus {
    private static let title = "netsim serve 1"

    /// A line for each fact, so that shell scripts can read it.
    package var text: String {
        var text = "\(Self.title)\nprocess \(process)\naddress \(address)\nshared \(sharedPort)\n"
        for port in ports {
            text += "container \(port.container) \(port.number.map(String.init) ?? "-") \(port.name)\n"
        }
        return text
    }

    /// Reads what ``text`` wrote; `nil` for anything else.
    package init?(text: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: true)[...]
        guard lines.popFirst() == Self.title[...] else { return nil }
        func value(_ key: String) -> Substring? {
            guard let line = lines.popFirst(), line.hasPrefix("\(key) ") else { return nil }
            return line.dropFirst(key.count + 1)
        }
        guard let process = value("process").flatMap({ Int32($0) }),
            let address = value("address").flatMap({ IPAddress($0) }),
            let shared = value("shared").flatMap({ UInt16($0) })
        else { return nil }
        var ports: [Port] = []
        for line in lines {
            let fields = line.split(separator: " ", maxSplits: 3)
            guard fields.count == 4, fields[0] == "container", let id = ContainerID(fields[1]) else { return nil }
            let number = UInt16(fields[2])
            guard number != nil || fields[2] == "-" else { return nil }
            ports.append(Port(container: id, name: String(fields[3]), number: number))
        }
        self.init(process: process, address: address, sharedPort: shared, ports: ports)
    }
}
