/// System calls as Swift can call them.
///
/// What needs _GNU_SOURCE stands in CLinux.c: a header that defined it would show Swift other declarations than the
/// Glibc module does, and the two modules could then not be imported together.
#ifndef NETSIM_CLINUX_H
#define NETSIM_CLINUX_H

#include <sys/types.h>

// MARK: DNSService: sockets, events, signals
//
// Each returns what the system call returns, or -errno, so that no caller has to read errno afterwards.

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/// The address of a datagram's other end, and its length.
struct netsim_address {
    struct sockaddr_storage storage;
    uint32_t length;
};

/// Room for the local address of a datagram: IP_PKTINFO or IPV6_PKTINFO.
#define NETSIM_CONTROL_SPACE 64

/// One datagram of a batch. The kernel's `struct mmsghdr`, with a name that needs no feature macro.
struct netsim_datagram {
    struct msghdr header;
    unsigned int length;
};

int netsim_recvmmsg(int descriptor, struct netsim_datagram *batch, unsigned int count);

int netsim_sendmmsg(int descriptor, struct netsim_datagram *batch, unsigned int count);

/// A non-blocking socket that no child process inherits. `type` is 1 for a stream, 2 for datagrams.
static inline int netsim_socket(int family, int type) {
    int descriptor = socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    return descriptor < 0 ? -errno : descriptor;
}

int netsim_accept(int descriptor);

static inline int netsim_bind(int descriptor, const struct netsim_address *address) {
    return bind(descriptor, (const struct sockaddr *)&address->storage, address->length) < 0 ? -errno : 0;
}

static inline int netsim_connect(int descriptor, const struct netsim_address *address) {
    return connect(descriptor, (const struct sockaddr *)&address->storage, address->length) < 0 ? -errno : 0;
}

static inline int netsim_listen(int descriptor, int backlog) {
    return listen(descriptor, backlog) < 0 ? -errno : 0;
}

/// The port that a socket is bound to, in host order.
static inline int netsim_local_port(int descriptor) {
    struct netsim_address address;
    socklen_t length = sizeof address.storage;
    if (getsockname(descriptor, (struct sockaddr *)&address.storage, &length) < 0) return -errno;
    if (address.storage.ss_family == AF_INET) return ntohs(((struct sockaddr_in *)&address.storage)->sin_port);
    return ntohs(((struct sockaddr_in6 *)&address.storage)->sin6_port);
}

/// `octets` in network order: 4 of them for IPv4, 16 for IPv6.
static inline void netsim_address_set(struct netsim_address *address, const uint8_t *octets, int count, uint16_t port) {
    *address = (struct netsim_address){0};
    if (count == 4) {
        struct sockaddr_in *v4 = (struct sockaddr_in *)&address->storage;
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        __builtin_memcpy(&v4->sin_addr, octets, 4);
        address->length = sizeof *v4;
    } else {
        struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&address->storage;
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(port);
        __builtin_memcpy(&v6->sin6_addr, octets, 16);
        address->length = sizeof *v6;
    }
}

static inline int netsim_set_option(int descriptor, int level, int name, int value) {
    return setsockopt(descriptor, level, name, &value, sizeof value) < 0 ? -errno : 0;
}

/// Asks for a receive buffer of `octets`: beyond the system's limit where the process may.
static inline int netsim_set_receive_buffer(int descriptor, int octets) {
    if (setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &octets, sizeof octets) == 0) return 0;
    return netsim_set_option(descriptor, SOL_SOCKET, SO_RCVBUF, octets);
}

/// The error that a socket ran into while nobody waited, such as a refused connection.
static inline int netsim_socket_error(int descriptor) {
    int error = 0;
    socklen_t length = sizeof error;
    if (getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) < 0) return -errno;
    return -error;
}

static inline ssize_t netsim_send(int descriptor, const void *octets, size_t count) {
    ssize_t sent = send(descriptor, octets, count, MSG_NOSIGNAL | MSG_DONTWAIT);
    return sent < 0 ? -errno : sent;
}

static inline ssize_t netsim_send_to(
    int descriptor, const void *octets, size_t count, const struct netsim_address *address,
    const void *control, size_t control_count
) {
    struct iovec piece = {.iov_base = (void *)octets, .iov_len = count};
    struct msghdr header = {
        .msg_name = (void *)&address->storage,
        .msg_namelen = address->length,
        .msg_iov = &piece,
        .msg_iovlen = 1,
        .msg_control = control_count ? (void *)control : NULL,
        .msg_controllen = control_count,
    };
    ssize_t sent = sendmsg(descriptor, &header, MSG_NOSIGNAL | MSG_DONTWAIT);
    return sent < 0 ? -errno : sent;
}

static inline ssize_t netsim_receive(int descriptor, void *octets, size_t count) {
    ssize_t received = recv(descriptor, octets, count, MSG_DONTWAIT);
    return received < 0 ? -errno : received;
}

static inline ssize_t netsim_read(int descriptor, void *octets, size_t count) {
    ssize_t received = read(descriptor, octets, count);
    return received < 0 ? -errno : received;
}

static inline ssize_t netsim_write(int descriptor, const void *octets, size_t count) {
    ssize_t written = write(descriptor, octets, count);
    return written < 0 ? -errno : written;
}

static inline int netsim_close(int descriptor) {
    return close(descriptor) < 0 ? -errno : 0;
}

// MARK: events

/// What an epoll descriptor reported: which registration, and the EPOLL bits.
struct netsim_event {
    uint64_t token;
    uint32_t bits;
};

static const uint32_t netsim_readable = EPOLLIN;
static const uint32_t netsim_writable = EPOLLOUT;
static const uint32_t netsim_trouble = EPOLLHUP | EPOLLERR;

static inline int netsim_epoll_create(void) {
    int descriptor = epoll_create1(EPOLL_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

static inline int netsim_epoll_set(int epoll, int operation, int descriptor, uint64_t token, uint32_t bits) {
    struct epoll_event event = {.events = bits, .data.u64 = token};
    return epoll_ctl(epoll, operation, descriptor, &event) < 0 ? -errno : 0;
}

static inline int netsim_epoll_add(int epoll, int descriptor, uint64_t token, uint32_t bits) {
    return netsim_epoll_set(epoll, EPOLL_CTL_ADD, descriptor, token, bits);
}

static inline int netsim_epoll_change(int epoll, int descriptor, uint64_t token, uint32_t bits) {
    return netsim_epoll_set(epoll, EPOLL_CTL_MOD, descriptor, token, bits);
}

/// Waits for at most `count` (up to 64) events; `milliseconds` of -1 waits for ever.
static inline int netsim_epoll_wait(int epoll, struct netsim_event *events, int count, int milliseconds) {
    struct epoll_event found[64];
    int ready = epoll_wait(epoll, found, count < 64 ? count : 64, milliseconds);
    if (ready < 0) return -errno;
    for (int index = 0; index < ready; index++) {
        events[index].token = found[index].data.u64;
        events[index].bits = found[index].events;
    }
    return ready;
}

/// A counter that another thread or a signal handler raises to wake a waiting one.
static inline int netsim_eventfd(void) {
    int descriptor = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

static inline int netsim_inotify(void) {
    int descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

/// Reports everything that may mean that a file in the folder, or the file itself, has new contents.
static inline int netsim_inotify_watch(int descriptor, const char *path) {
    uint32_t mask = IN_MODIFY | IN_ATTRIB | IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO
        | IN_DELETE_SELF | IN_MOVE_SELF;
    int watch = inotify_add_watch(descriptor, path, mask);
    return watch < 0 ? -errno : watch;
}

/// Nanoseconds of a clock that never jumps.
static inline uint64_t netsim_monotonic(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

// MARK: files, limits and errors

/// `EADDRINUSE`; NULL for a number that is no error's.
const char *netsim_error_name(int error);

static inline int netsim_open(const char *path, int flags, mode_t mode) {
    int descriptor = open(path, flags | O_CLOEXEC, mode);
    return descriptor < 0 ? -errno : descriptor;
}

/// Takes the write lock of a whole file without waiting, -EAGAIN where another descriptor has it; it lasts until the
/// descriptor is closed.
int netsim_try_lock(int descriptor);

/// Whether another descriptor has the write lock of the file; asking takes none.
int netsim_is_locked(int descriptor);

/// Raises the number of descriptors that the process may have to what it is allowed, and returns that.
int64_t netsim_raise_descriptor_limit(void);

/// From now on SIGINT, SIGTERM and SIGHUP add 1 to the event counter `descriptor` instead of ending the process;
/// -1 restores what was before. One at a time for a process.
void netsim_wake_on_signals(int descriptor);

#endif
