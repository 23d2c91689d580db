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

    /// Non-blocking, and readable after every change; what is read off it has no meaning but that.
    package var descriptor: Int32 { inotify.number }
}
