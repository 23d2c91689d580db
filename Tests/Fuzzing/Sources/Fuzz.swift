import Glibc

/// What libFuzzer calls with each input. `NETSIM_FUZZ_TARGET` says which decoder gets it.
///
/// A target that returns has survived: only traps and failed round trips end the process.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    target(input)
    return 0
}

private let target: @Sendable ([UInt8]) -> Void = {
    let name = getenv("NETSIM_FUZZ_TARGET").map { String(cString: $0) } ?? ""
    switch name {
    case "dns": return fuzzDNS
    case "text": return fuzzText
    case "command": return fuzzCommand
    case "lab": return fuzzLab
    case "netlink": return fuzzNetlink
    case "packet": return fuzzPacket
    case "compose": return fuzzCompose
    case "api": return fuzzAPI
    default:
        print("set NETSIM_FUZZ_TARGET to dns, text, command, lab, netlink, packet, compose or api")
        exit(2)
    }
}()
