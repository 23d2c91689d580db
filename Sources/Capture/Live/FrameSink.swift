/// What takes the frames of a capture on real links, in order.
package protocol FrameSink: AnyObject {
    func write(_ frame: LiveFrame, _ bytes: UnsafeRawBufferPointer) throws(LiveCaptureError)
    /// Nothing more comes for a while, or much has.
    func settle() throws(LiveCaptureError)
    /// The end: with what each link counted.
    func finish(_ statistics: [LiveLink.Statistics]) throws(LiveCaptureError)
    /// A descriptor that is in trouble once nobody reads what is written; -1 for none.
    var watched: Int32 { get }
    /// Octets written.
    var count: Int { get }
}

/// An interface of a capture on real links.
package struct LiveInterface: Hashable, Sendable {
    /// As the host names the link.
    package var name: String
    /// What hangs on it: `web eth0 on front`.
    package var title: String

    package init(name: String, title: String) {
        self.name = name
        self.title = title
    }
}
