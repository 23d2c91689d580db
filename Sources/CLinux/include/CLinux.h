/// System calls that Swift's Glibc module hides behind _GNU_SOURCE, or whose constants it does not import.
///
/// The feature macro is defined in the C file alone: with it, headers such as sys/select.h define types otherwise than
/// Swift's own module of them, and a Swift file that imports both is refused.
#ifndef NETSIM_CLINUX_H
#define NETSIM_CLINUX_H

#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "CLinuxKernel.h"
#include "CLinuxProbe.h"

// MARK: The process

/// The program's arguments as main gets them, its own name first. Swift's `CommandLine.arguments` are read from
/// /proc/self/cmdline, and are none where there is no /proc.
int netsim_argument_count(void);
const char *netsim_argument(int index);

// MARK: DNSService: sockets, events, signals
//
// Each returns what the system call returns, or -errno, so that no caller has to read errno afterwards.

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
int netsim_socket(int family, int type);
int netsim_accept(int descriptor);
int netsim_bind(int descriptor, const struct netsim_address *address);
int netsim_connect(int descriptor, const struct netsim_address *address);
int netsim_listen(int descriptor, int backlog);

/// The port that a socket is bound to, in host order.
int netsim_local_port(int descriptor);

/// `octets` in network order: 4 of them for IPv4, 16 for IPv6.
void netsim_address_set(struct netsim_address *address, const uint8_t *octets, int count, uint16_t port);
int netsim_set_option(int descriptor, int level, int name, int value);

/// Asks for a receive buffer of `octets`: beyond the system's limit where the process may.
int netsim_set_receive_buffer(int descriptor, int octets);
ssize_t netsim_send(int descriptor, const void *octets, size_t count);
ssize_t netsim_send_to(
    int descriptor, const void *octets, size_t count, const struct netsim_address *address,
    const void *control, size_t control_count
);
ssize_t netsim_receive(int descriptor, void *octets, size_t count);
ssize_t netsim_read(int descriptor, void *octets, size_t count);
ssize_t netsim_write(int descriptor, const void *octets, size_t count);
int netsim_close(int descriptor);

// MARK: events

/// What an epoll descriptor reported: which registration, and the EPOLL bits.
struct netsim_event {
    uint64_t token;
    uint32_t bits;
};

extern const uint32_t netsim_readable;
extern const uint32_t netsim_writable;
/// An error, or nobody at the other end.
extern const uint32_t netsim_trouble;

int netsim_epoll_create(void);
int netsim_epoll_add(int epoll, int descriptor, uint64_t token, uint32_t bits);
int netsim_epoll_change(int epoll, int descriptor, uint64_t token, uint32_t bits);
int netsim_epoll_remove(int epoll, int descriptor);

/// Waits for at most `count` (up to 64) events; `milliseconds` of -1 waits for ever.
int netsim_epoll_wait(int epoll, struct netsim_event *events, int count, int milliseconds);

/// A counter that another thread or a signal handler raises to wake a waiting one.
int netsim_eventfd(void);
int netsim_inotify(void);

/// Reports everything that may mean that a file in the folder, or the file itself, has new contents.
int netsim_inotify_watch(int descriptor, const char *path);

/// Nanoseconds of a clock that never jumps.
uint64_t netsim_monotonic(void);

/// Nanoseconds since 1970.
int64_t netsim_wall_clock(void);

// MARK: files, limits and errors

/// `EADDRINUSE`; NULL for a number that is no error's.
const char *netsim_error_name(int error);
int netsim_open(const char *path, int flags, mode_t mode);

/// Opens a file for its owner alone (0600), whatever the umask; makes it where it is missing, and mends one of this user
/// that others may read.
int netsim_open_private(const char *path, int flags);

/// Makes a folder for its owner alone (0700), whatever the umask; -EEXIST where there is something already.
int netsim_make_private_folder(const char *path);

/// Takes from others what they may do with a folder, file or socket of this user.
///
/// Returns 1 where there was something to take, 0 where not: links, and what belongs to other users, are left alone.
int netsim_make_private(const char *path);

/// Locks a folder, for this descriptor alone or shared, without waiting: -EAGAIN where another descriptor has it
/// otherwise. The lock lasts until the descriptor is closed.
int netsim_lock_folder(int descriptor, int alone);

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

/// Has them ignored, rather than as before, once they wake nobody any more: for who then tidies up, and ends.
void netsim_ignore_signals_after_waking(void);

#endif
