import Glibc

/// How what work costs grows with its size.
public enum Growth {
    /// How much more of the thread's processor time eight times the work takes: some eight times where the cost is linear,
    /// and 64 times where it is quadratic. The best of three rounds counts, and waiting does not.
    public static func ofEightfold(_ size: Int, _ work: (Int) throws -> Void) rethrows -> Double {
        let (small, large) = (try cost(of: size, work), try cost(of: size * 8, work))
        return large / max(small, 1e-6)
    }

    /// Between the two, and far from both: what a machine that is busy, a cache that is full, or a logarithm adds is
    /// less than three times.
    public static let bound = 24.0

    private static func cost(of size: Int, _ work: (Int) throws -> Void) rethrows -> Double {
        var best = Double.infinity
        for _ in 0..<3 {
            let start = processorTime()
            try work(size)
            best = min(best, processorTime() - start)
        }
        return best
    }

    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
