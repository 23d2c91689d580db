package import ContainerTools

/// What a container was created with for its processes, and networks do not know.
package struct ProcessSettings: Hashable, Sendable {
    /// As it was asked for; empty: root.
    package var user = ""
    /// Empty: the root.
    package var folder = ""
    /// Added to the user's own, named or numbered.
    package var groups: [String] = []

    package init(user: String = "", folder: String = "", groups: [String] = []) {
        self.user = user
        self.folder = folder
        self.groups = groups
    }

    /// Who runs a command.
    ///
    /// - Parameter user: asked for with the command; empty: the container's.
    package func identity(of user: String = "") throws(ContainerUser.Refusal) -> ContainerUser {
        let text = user.isEmpty ? self.user : user
        var identity = text.isEmpty ? ContainerUser.root : try ContainerUser(parsing: text)
        try identity.add(groups: groups)
        return identity
    }
}
