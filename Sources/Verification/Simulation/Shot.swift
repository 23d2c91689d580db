package import PacketWire

/// A frame that crossed a link, in the simulation or in the kernel.
package struct Shot: Hashable, Sendable {
    /// The link, by the name of the host's end.
    package var link: String
    /// Whether it goes to the host's side: from the container into the bridge.
    package var isInbound: Bool
    package var frame: EthernetFrame
    /// The trial that it was seen in; nil where several were under way.
    package var trial: Int?

    package init(link: String, isInbound: Bool, frame: EthernetFrame, trial: Int? = nil) {
        self.link = link
        self.isInbound = isInbound
        self.frame = frame
        self.trial = trial
    }
}
