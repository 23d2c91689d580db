/// A release of Docker Engine, as far as a lab behaves like it.
///
/// What differs between releases stands in ``EngineChange`` alone: rules ask ``has(_:)``, and compare no numbers.
public struct EngineVersion: Hashable, Sendable {
    /// The numbers of a release: `27.5.1`.
    public struct Release: Hashable, Comparable, Sendable, CustomStringConvertible {
        public let major: Int
        public let minor: Int
        public let patch: Int

        public init(_ major: Int, _ minor: Int = 0, _ patch: Int = 0) {
            self.major = major
            self.minor = minor
            self.patch = patch
        }

        public var description: String { "\(major).\(minor).\(patch)" }

        public static func < (a: Release, b: Release) -> Bool {
            (a.major, a.minor, a.patch) < (b.major, b.minor, b.patch)
        }
    }

    public let release: Release
    /// Whether it is the development branch, which no release number names yet.
    public let isHead: Bool

    public init(_ release: Release) {
        self.release = release
        isHead = false
    }

    private init(head release: Release) {
        self.release = release
        isHead = true
    }

    /// The engine that netsim behaves as where nothing is said: the development branch of August 2026, which has all of
    /// the changes.
    public static let head = EngineVersion(head: Release(.max))

    /// The last releases of the versions that netsim knows, oldest first; each stands for its version.
    public static let lastReleases = [
        Release(20, 10, 24), Release(23, 0, 6), Release(24, 0, 9), Release(25, 0, 17), Release(26, 1, 5),
        Release(27, 5, 1), Release(28, 5, 2), Release(29, 7, 2),
    ]

    /// One engine of each version, oldest first, head last.
    public static let all = lastReleases.map { EngineVersion($0) } + [head]

    /// Whether this engine has a change already.
    public func has(_ change: EngineChange) -> Bool { release >= change.since }
}

extension EngineVersion: Comparable {
    public static func < (a: EngineVersion, b: EngineVersion) -> Bool { a.release < b.release }
}

extension EngineVersion: CustomStringConvertible {
    /// `27.5.1`, or `head`.
    public var description: String { isHead ? "head" : release.description }

    /// `20.10`, `27` or `head` for the last release of a version, else the release.
    public var name: String {
        Self.lastReleases.contains(release) && !isHead ? Self.versionName(release) : description
    }

    /// As a sentence names it.
    public var title: String {
        isHead
            ? "Docker Engine, head of August 2026 (API \(apiVersion))" : "Docker Engine \(release) (API \(apiVersion))"
    }

    /// Reads `head`, a version (`27`, `20.10`), which is its last release, or a release (`27.3.1`, `v27.3.1`).
    ///
    /// - Returns: nil for what is none that netsim knows.
    public init?(_ text: String) {
        if text == "head" {
            self = .head
            return
        }
        if let last = Self.lastReleases.first(where: { Self.versionName($0) == text }) {
            self.init(last)
            return
        }
        let parts = text.drop { $0 == "v" }.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Self.number($0) }
        guard !text.hasPrefix("vv"), numbers.count == parts.count, let major = numbers.first,
            let last = Self.lastReleases.first(where: { $0.major == major })
        else { return nil }
        switch numbers.count {
        // The minor version of the last release stands for it, as `23.0` and `28.5` do.
        case 2 where numbers[1] == last.minor: self.init(last)
        case 3 where major > 20 || numbers[1] == last.minor: self.init(Release(major, numbers[1], numbers[2]))
        default: return nil
        }
    }

    /// Reads what an engine says of itself, with what a distribution puts behind it: `27.5.1-0ubuntu3`, `28.1.1+1`.
    ///
    /// - Returns: nil for what is no release that netsim knows.
    public init?(reported text: String) {
        let release = text.prefix { $0.isNumber || $0 == "." }
        self.init(String(release))
    }

    /// What can be written for a version.
    public static var choices: String {
        let names = lastReleases.map(versionName)
        return "\(names.joined(separator: ", ")) or head, or one of their releases such as 27.3.1"
    }

    private static func versionName(_ release: Release) -> String {
        release.major < 23 ? "\(release.major).\(release.minor)" : "\(release.major)"
    }

    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text) else {
            return nil
        }
        return number < 10_000 ? number : nil
    }
}

extension EngineVersion {
    /// The API version that the engine speaks by default, which is its highest.
    public var apiVersion: String {
        if isHead { return Self.headAPI }
        return Self.apiVersions.last { $0.since <= release }?.version ?? "1.41"
    }

    private static let headAPI = "1.56"

    /// The releases that raised the version of the API, oldest first (Docker Engine: docs/api/version-history).
    private static let apiVersions: [(since: Release, version: String)] = [
        (Release(20, 10), "1.41"), (Release(23), "1.42"), (Release(24), "1.43"), (Release(25), "1.44"),
        (Release(26), "1.45"), (Release(27), "1.46"), (Release(27, 2), "1.47"), (Release(28), "1.48"),
        (Release(28, 1), "1.49"), (Release(28, 2), "1.50"), (Release(28, 3), "1.51"), (Release(29), "1.52"),
        (Release(29, 2), "1.53"), (Release(29, 3), "1.54"), (Release(29, 6), "1.55"),
    ]
}
