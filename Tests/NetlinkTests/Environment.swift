import Glibc

enum Environment {
    static var isCI: Bool { getenv("CI").map { String(cString: $0) == "true" } ?? false }
}
