/// Lengths of time in a person's words (docker/go-units `HumanDuration`).
package enum HumanDuration {
    /// `Less than a second`, `14 seconds`, `About a minute`, `3 hours`, `2 weeks`, …
    ///
    /// Hours are rounded, all other units cut off; a negative length counts as none.
    package static func text(nanoseconds: Int64) -> String {
        let seconds = nanoseconds / GoTime.nanosecondsPerSecond
        let minutes = seconds / 60
        let hours = nanoseconds / hour + (nanoseconds % hour >= hour / 2 ? 1 : 0)
        switch seconds {
        case ..<1: return "Less than a second"
        case 1: return "1 second"
        case ..<60: return "\(seconds) seconds"
        default: break
        }
        if minutes == 1 { return "About a minute" }
        if minutes < 60 { return "\(minutes) minutes" }
        switch hours {
        case 1: return "About an hour"
        case ..<48: return "\(hours) hours"
        case ..<(24 * 7 * 2): return "\(hours / 24) days"
        case ..<(24 * 30 * 2): return "\(hours / 24 / 7) weeks"
        case ..<(24 * 365 * 2): return "\(hours / 24 / 30) months"
        default: return "\(nanoseconds / hour / 24 / 365) years"
        }
    }

    private static let hour: Int64 = 3600 * GoTime.nanosecondsPerSecond
}
