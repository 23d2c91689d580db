internal import Text

/// Decides what `netsim create` is to create: a network, as netsim's short form has it, or a container, as Docker has.
enum CreateDecision {
    /// Goes by the arguments alone, never by what exists:
    ///
    /// 1. The first flag that only one of the two commands knows decides.
    /// 2. A single operand and nothing more is a network's name, unless it can only be an image's.
    /// 3. No operand at all is a network that wants a name.
    /// 4. An operand followed by flags of `network create` alone is a network's name; followed by anything else it is
    ///    an image, and what follows its command.
    static func command(for arguments: ArraySlice<String>) -> any Command.Type {
        let network = NetworkCreateShort.flags.map(\.spec)
        let container = ContainerCreate.flags.map(\.spec)
        let global = GlobalOptions.flags.map(\.spec)
        var decision: (any Command.Type)?
        let scanner = ArgumentScanner(specs: network + container + global, mode: .untilFirstOperand)
        let operands: [String]
        do throws(FlagError) {
            operands = try scanner.scan(arguments) { index, _ in
                // A spelling that both know is found among the network's flags, which stand first.
                guard decision == nil, index < network.count + container.count else { return }
                if index >= network.count {
                    decision = ContainerCreate.self
                } else if !container.contains(where: { $0.name == network[index].name }) {
                    decision = NetworkCreateShort.self
                }
            }
        } catch {
            return decision ?? NetworkCreateShort.self
        }
        if let decision { return decision }
        guard let first = operands.first else { return NetworkCreateShort.self }
        if operands.count == 1 {
            return ImageReference.looksLikeImage(first) ? ContainerCreate.self : NetworkCreateShort.self
        }
        let rest = try? ArgumentScanner(specs: network + global, mode: .interspersed).scan(operands[1...]) { _, _ in }
        return rest?.isEmpty == true ? NetworkCreateShort.self : ContainerCreate.self
    }
}
