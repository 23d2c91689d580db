/// What a container was created with for its processes, and networks do not know.
package struct ProcessSettings: Hashable, Sendable {
    /// As it was asked for; empty: root.
    package var user = ""
    /// Empty: the root.
    package var folder = ""

    package init(user: String = "", folder: String = "") {
        self.user = user
        self.folder = folder
    }
}
