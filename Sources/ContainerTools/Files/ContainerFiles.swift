package import Lab

/// A container's small file system, for who looks at it from outside: what `cp` reads and writes.
package enum ContainerFiles {
    package enum Node: Hashable, Sendable {
        case file(String, isExecutable: Bool)
        /// With the names in it, sorted.
        case folder([String])
    }

    /// How a path differs from what was there when the container was made.
    package enum Change: Int, Hashable, Sendable {
        case modified, added, removed
    }

    /// What is at a path from the root, and when it was changed; nil where nothing is.
    package static func node(at path: String, of container: Container, _ context: ToolContext) -> (Node, Timestamp)? {
        let tree = FileTree(of: container, context)
        let moment = tree.changed(path, from: "/") ?? container.created
        switch tree.node(at: path, from: "/") {
        case .file(let text)?: return (.file(text, isExecutable: tree.isExecutable(path, from: "/")), moment)
        case .folder(let names)?: return (.folder(names), moment)
        case nil: return nil
        }
    }

    /// Writes a file or makes a folder.
    ///
    /// - Returns: why it cannot be, in the kernel's words; nil where it is done.
    package static func put(
        _ content: WrittenFiles.Content,
        at path: String,
        of container: Container,
        _ context: inout ToolContext
    ) -> String? {
        let full = FileTree.normalized(path, from: "/")
        let tree = FileTree(of: container, context)
        if case .folder = content {
            if tree.isFolder(full, from: "/") { return nil }
            if let problem = tree.problem(parentOf: full) { return problem.text }
        } else if let problem = tree.problem(writing: full, from: "/") {
            return problem.text
        }
        return context.files.set(content, at: full, context.moment)?.text
    }

    /// What was written and removed, with the folders around it, by path.
    package static func changes(of container: Container, _ context: ToolContext) -> [(path: String, change: Change)] {
        var before = context
        before.files = WrittenFiles()
        let original = FileTree(of: container, before)
        var changes: [String: Change] = [:]
        for (path, entry) in context.files.entries {
            let wasThere = original.node(at: path, from: "/") != nil
            if entry.content == .removed, !wasThere { continue }
            changes[path] = entry.content == .removed ? .removed : wasThere ? .modified : .added
            var folder = FileTree.parent(of: path)
            while folder != "/", changes[folder] == nil {
                changes[folder] = original.node(at: folder, from: "/") == nil ? .added : .modified
                folder = FileTree.parent(of: folder)
            }
        }
        return changes.map { (path: $0.key, change: $0.value) }.sorted { $0.path < $1.path }
    }
}
