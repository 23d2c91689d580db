internal import CLinux
internal import Glibc

/// What a descriptor in an ``EventQueue`` stands for.
struct EventToken: Hashable, Sendable {
    enum Kind: UInt8 {
        /// Somebody wants the server to stop.
        case stop
        /// The lab may have changed.
        case changes
        /// Datagrams at a service port.
        case datagrams
        /// Connections at a service port.
        case listener
        /// A client's connection.
        case connection
        /// A query that was passed on.
        case forward
    }

    let kind: Kind
    /// Which one of that kind: its place, and which of those that were ever there.
    let handle: Handle

    init(_ kind: Kind, _ handle: Handle = Handle(index: 0, generation: 0)) {
        self.kind = kind
        self.handle = handle
    }

    init?(_ rawValue: UInt64) {
        guard let kind = Kind(rawValue: UInt8(truncatingIfNeeded: rawValue >> 56)) else { return nil }
        self.kind = kind
        handle = Handle(
            index: Int(rawValue >> 32 & 0xff_ffff),
            generation: UInt32(truncatingIfNeeded: rawValue)
        )
    }

    /// Kind (8 bits), place (24), generation (32).
    var rawValue: UInt64 {
        UInt64(kind.rawValue) << 56 | UInt64(handle.index & 0xff_ffff) << 32 | UInt64(handle.generation)
    }
}

/// Which of many descriptors have something to do: Linux's epoll, level-triggered.
struct EventQueue: ~Copyable {
    struct Interest: OptionSet, Hashable, Sendable {
        let rawValue: UInt32
        static let reading = Interest(rawValue: netsim_readable)
        static let writing = Interest(rawValue: netsim_writable)
        /// Reported whether or not it is asked for.
        static let trouble = Interest(rawValue: netsim_trouble)
    }

    /// As many as one wait reports; others are reported by the next.
    private static let capacity = 64

    private let epoll: Descriptor
    private let found: UnsafeMutablePointer<netsim_event>

    init() throws(SystemError) {
        epoll = try Descriptor(netsim_epoll_create(), "cannot wait for events")
        found = .allocate(capacity: Self.capacity)
        found.initialize(repeating: netsim_event(), count: Self.capacity)
    }

    deinit {
        found.deallocate()
    }

    func add(_ descriptor: Descriptor, _ token: EventToken, _ interest: Interest = .reading) throws(SystemError) {
        try add(descriptor.number, token, interest)
    }

    func add(_ number: Int32, _ token: EventToken, _ interest: Interest = .reading) throws(SystemError) {
        let result = netsim_epoll_add(epoll.number, number, token.rawValue, interest.rawValue)
        try check(result, "cannot wait for descriptor \(number)")
    }

    func change(_ descriptor: Descriptor, _ token: EventToken, _ interest: Interest) {
        // A descriptor that was added can be changed; closing it removes it.
        _ = netsim_epoll_change(epoll.number, descriptor.number, token.rawValue, interest.rawValue)
    }

    /// Waits until something happens, or for `milliseconds`; -1 waits for ever.
    ///
    /// - Returns: how many events there are for ``event(_:)``.
    func wait(milliseconds: Int32) throws(SystemError) -> Int {
        let count = netsim_epoll_wait(epoll.number, found, Int32(Self.capacity), milliseconds)
        if count == -EINTR { return 0 }
        try check(count, "cannot wait for events")
        return Int(count)
    }

    /// An event of the last wait.
    func event(_ index: Int) -> (token: EventToken?, interest: Interest) {
        guard index >= 0, index < Self.capacity else { return (nil, []) }
        return (EventToken(found[index].token), Interest(rawValue: found[index].bits))
    }
}
