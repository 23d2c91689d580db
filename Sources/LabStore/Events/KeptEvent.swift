package import Lab

/// An event as the store keeps it: with its moment, and its place among all of the lab's.
package struct KeptEvent: Hashable, Sendable {
    /// From 1, one more for each event; a place is given once.
    package let sequence: Int64
    package let moment: Timestamp
    /// `container` or `network`.
    package let type: String
    /// Such as `start`, or `exec_create: ls -l`.
    package let action: String
    /// The identifier of what it happened to; empty for a prune.
    package let subject: String
    package let attributes: [String: String]

    package init(
        sequence: Int64,
        moment: Timestamp,
        type: String,
        action: String,
        subject: String,
        attributes: [String: String]
    ) {
        self.sequence = sequence
        self.moment = moment
        self.type = type
        self.action = action
        self.subject = subject
        self.attributes = attributes
    }

    package init(_ event: LabEvent, sequence: Int64, at moment: Timestamp) {
        self.init(
            sequence: sequence,
            moment: moment,
            type: event.type,
            action: event.actionText,
            subject: event.subjectID,
            attributes: event.attributes
        )
    }
}
