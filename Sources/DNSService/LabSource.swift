package import Lab

/// Where the server's lab comes from, and how it hears of changes.
///
/// All calls come from the serving thread.
package protocol LabSource: AnyObject {
    /// A non-blocking descriptor that is readable once the lab has changed, and has been read off by the server.
    ///
    /// It must become readable when the change can be read already, not before, and before the command that made the
    /// change ends: a query that is sent afterwards gets the new answer. nil for a lab that nobody changes.
    var changeDescriptor: Int32? { get }

    /// The lab as it is.
    func current() throws -> Lab

    /// The lab as it is, when it is not the one that was last handed out; `nil` when it is.
    func reloadIfChanged() throws -> Lab?
}
