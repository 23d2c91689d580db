internal import CLinux

/// Notices that files change, by whatever process: Linux's inotify.
package final class FileWatch {
    private let inotify: Descriptor

    /// - Parameter paths: folders, of whose files every change counts, or files. A file that is replaced is a change of
    ///   its folder: watch that.
    /// - Throws: for a path that is not there.
    package init(_ paths: [String]) throws(SystemError) {
        inotify = try Descriptor(netsim_inotify(), "cannot watch files")
        for path in paths {
            try check(netsim_inotify_watch(inotify.number, path), "cannot watch \(path)")
        }
    }

    /// Watches too what is at some paths by now: whatever was watched at them before may be elsewhere, or gone.
    ///
    /// Paths that are not there are left out. One that is watched already is not watched twice.
    package func add(_ paths: [String]) {
        for path in paths { _ = netsim_inotify_watch(inotify.number, path) }
    }

    /// Non-blocking, and readable after every change; what is read off it has no meaning but that.
    package var descriptor: Int32 { inotify.number }
}
