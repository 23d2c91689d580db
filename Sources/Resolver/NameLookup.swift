internal import Addressing
internal import DNSWire

/// Docker's rules for finding a name, on the octets of a question.
///
/// For `a.b.c` the spellings are tried in turn: the whole name on any network, then `a.b` on network `c`, then `a` on
/// network `b.c`. For each, links are looked through first, over all networks in gateway order, then registered names;
/// the first network that knows the name answers alone (Docker Engine: `Sandbox.ResolveName`).
struct NameLookup {
    /// A name that was found: which network's table, and which entry of it.
    struct Finding {
        let segment: Int
        let entry: Int
    }

    /// Hears of each step; `--explain` prints them, serving ignores them.
    protocol Observer {
        mutating func spelling(_ name: Span<UInt8>, network: Span<UInt8>?)
        mutating func skipped(_ segment: ResolverView.Segment, because alias: ResolverView.Link)
        mutating func tried(_ segment: ResolverView.Segment, link: ResolverView.Link?, found: Int?)
    }

    /// An observer that the optimiser leaves nothing of.
    struct Silence: Observer {
        mutating func spelling(_ name: Span<UInt8>, network: Span<UInt8>?) {}
        mutating func skipped(_ segment: ResolverView.Segment, because alias: ResolverView.Link) {}
        mutating func tried(_ segment: ResolverView.Segment, link: ResolverView.Link?, found: Int?) {}
    }

    /// Looks a name up.
    ///
    /// - Parameter name: the octets of the question's name without the root's zero; empty for the root.
    static func find(
        _ name: Span<UInt8>,
        in view: borrowing ResolverView,
        observer: inout some Observer
    ) -> Finding? {
        var end = name.count
        while end > 0 {
            let spelled = name.extracting(0..<end)
            let suffix = end < name.count ? name.extracting(end..<name.count) : nil
            observer.spelling(spelled, network: suffix)
            if let found = findLink(spelled, suffix, view, &observer) { return found }
            if let found = findRegistered(spelled, suffix, view, &observer) { return found }
            end = lastLabel(of: spelled)
        }
        return nil
    }

    private static func findLink(
        _ name: Span<UInt8>,
        _ network: Span<UInt8>?,
        _ view: borrowing ResolverView,
        _ observer: inout some Observer
    ) -> Finding? {
        for index in view.segments.indices where !view.segments[index].links.isEmpty {
            guard matches(view.segments[index], network) else { continue }
            for link in view.segments[index].links where WireName.equals(link.alias.span, name) {
                let found = link.target.flatMap { view.segments[index].names.find($0.span) }
                observer.tried(view.segments[index], link: link, found: found)
                if let found { return Finding(segment: index, entry: found) }
            }
        }
        return nil
    }

    private static func findRegistered(
        _ name: Span<UInt8>,
        _ network: Span<UInt8>?,
        _ view: borrowing ResolverView,
        _ observer: inout some Observer
    ) -> Finding? {
        for index in view.segments.indices {
            guard matches(view.segments[index], network) else { continue }
            // A link alias hides a real name on its network, also when nothing is behind the alias.
            if let alias = view.segments[index].links.first(where: { WireName.equals($0.alias.span, name) }) {
                observer.skipped(view.segments[index], because: alias)
                continue
            }
            let found = view.segments[index].names.find(name)
            observer.tried(view.segments[index], link: nil, found: found)
            if let found { return Finding(segment: index, entry: found) }
        }
        return nil
    }

    private static func matches(_ segment: ResolverView.Segment, _ network: Span<UInt8>?) -> Bool {
        guard let network else { return true }
        let text = segment.names.name
        return WireName.equals(network, text: text.span)
    }

    /// Where the last label of a name begins.
    private static func lastLabel(of name: Span<UInt8>) -> Int {
        var offset = 0
        while true {
            let next = offset + 1 + Int(name[offset])
            if next >= name.count { return offset }
            offset = next
        }
    }
}
