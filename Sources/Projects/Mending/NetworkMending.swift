internal import Addressing
internal import Lab

extension Mending where Request == NetworkSpec {
    /// What a network can do without, and still be who is on it.
    ///
    /// - Parameter free: a subnet that nothing else has; nil where there is none.
    static func ofNetworks(free: IPPrefix?) -> Mending<NetworkSpec> {
        Mending<NetworkSpec>(
            ignoringNumbers: true,
            [
                { $0.changingSubnets { $0.prefix = $0.prefix?.masked } },
                { $0.changingSubnets { $0.range = $0.range?.masked } },
                { $0.changingSubnets { $0.gateway = nil } },
                { $0.changingSubnets { $0.range = nil } },
                { $0.changingSubnets { $0.auxiliary = [:] } },
                { $0.changing { $0.enableIPv4 = nil } },
                {
                    $0.changing { spec in spec.options = spec.options.filter { $0.key != BridgeOptions.Key.deviceName }
                    }
                },
                { $0.changing { spec in spec.options = spec.options.filter { $0.key != Lab.ParentOption.parent } } },
                { $0.changing { $0.subnets = [] } },
                { $0.changing { $0.options = [:] } },
                { $0.changing { ($0.ipamDriver, $0.ipamOptions) = ("default", [:]) } },
                { $0.changing { $0.enableIPv6 = nil } },
                { $0.changing { ($0.driver, $0.options) = ("", [:]) } },
                // The default pools are empty.
                { spec in
                    spec.changing { spec in spec.subnets = free.map { [NetworkSpec.Subnet(prefix: $0)] } ?? spec.subnets
                    }
                },
            ]
        )
    }
}

extension NetworkSpec {
    fileprivate func changing(_ change: (inout NetworkSpec) -> Void) -> NetworkSpec {
        var copy = self
        change(&copy)
        return copy
    }

    fileprivate func changingSubnets(_ change: (inout Subnet) -> Void) -> NetworkSpec {
        changing { spec in
            for index in spec.subnets.indices { change(&spec.subnets[index]) }
        }
    }
}
