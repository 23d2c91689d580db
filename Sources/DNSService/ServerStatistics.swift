/// What a server has done since it started, counted in messages.
package struct ServerStatistics: Hashable, Sendable {
    /// All that came, over UDP and TCP.
    package var queries: UInt64 = 0
    /// Answered from the lab: names, NODATA, PTR.
    package var local: UInt64 = 0
    /// Answered by the lab's simulated upstream.
    package var simulated: UInt64 = 0
    /// Passed on to a real server.
    package var forwarded: UInt64 = 0
    /// Refused, by REFUSED or SERVFAIL: no such asker, nobody to ask, too many at once.
    package var refused: UInt64 = 0
    /// Answered with FORMERR, NOTIMP or BADVERS, or not at all.
    package var malformed: UInt64 = 0
    /// Queries passed on that ended in SERVFAIL, since no response came, or none that helps.
    package var unanswered: UInt64 = 0

    package init() {}
}
