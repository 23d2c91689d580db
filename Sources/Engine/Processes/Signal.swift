internal import CLinux
internal import Glibc

/// A lock with a condition, for a thread that waits for input, a clock or the end.
final class Signal: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func locked<Value>(_ body: () -> Value) -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    /// Wakes all who wait. To be called within ``locked(_:)``.
    func wake() { pthread_cond_broadcast(condition) }

    /// Waits within ``locked(_:)``, which others may enter meanwhile.
    func wait() { pthread_cond_wait(condition, mutex) }

    /// - Parameter moment: nanoseconds of ``now()``.
    /// - Returns: false when the moment has come.
    func wait(until moment: Int64) -> Bool {
        var time = timespec(tv_sec: Int(moment / 1_000_000_000), tv_nsec: Int(moment % 1_000_000_000))
        return pthread_cond_timedwait(condition, mutex, &time) == 0
    }

    /// Nanoseconds of a clock that only goes forward.
    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}

extension Signal {
    static func pause(milliseconds: Int) {
        usleep(UInt32(clamping: milliseconds.multipliedReportingOverflow(by: 1000).partialValue))
    }
}
