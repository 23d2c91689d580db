internal import Addressing
internal import Lab
package import Rendering

extension WiringView {
    /// All of it for programs; keys are capitalised as Docker's own are.
    package var json: JSONValue {
        [
            "Bridges": .array(bridges.map(\.json)),
            "Parents": .array(parents.map(\.json)),
            "Linkless": .array(linkless.map(\.json)),
            "Partitions": .array(partitions.map { JSONValue([$0.first, $0.second]) }),
        ]
    }
}

extension WiringView.Bridge {
    fileprivate var json: JSONValue {
        [
            "Name": .string(name),
            "BridgeID": .string(bridgeID),
            "MacAddress": .string("\(mac)"),
            "MTU": .int(Int64(mtu)),
            "Up": .bool(isUp),
            "Addresses": JSONValue(addresses.map(\.description)),
            "Network": .string(network),
            "Internal": .bool(isInternal),
            "Ports": .array(ports.map(\.json)),
        ]
    }
}

extension WiringView.Port {
    fileprivate var json: JSONValue {
        [
            "HostInterface": .string(hostInterface),
            "HostMacAddress": .string("\(hostMAC)"),
            "Peer": end.json,
        ]
    }
}

extension WiringView.Parent {
    fileprivate var json: JSONValue {
        [
            "Name": .string(name),
            "Dummy": .bool(isDummy),
            "Driver": .string(driver.rawValue),
            "Mode": .string(mode),
            "Network": .string(network),
            "Children": .array(children.map(\.json)),
        ]
    }
}

extension WiringView.End {
    fileprivate var json: JSONValue {
        [
            "Container": .string(container),
            "ContainerID": .string("\(containerID)"),
            "Interface": .string(interface),
            "MacAddress": .string(mac.map(\.description) ?? ""),
            "Addresses": JSONValue(addresses.map(\.description)),
            "SharedWith": JSONValue(sharedWith),
            "Up": .bool(isUp),
            "Impairment": .string(impairment.description),
        ]
    }
}

extension WiringView.Linkless {
    fileprivate var json: JSONValue {
        [
            "Container": .string(container),
            "ContainerID": .string("\(containerID)"),
            "Reason": .string(reason.rawValue),
            "Owner": .string(owner ?? ""),
        ]
    }
}
