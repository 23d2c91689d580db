#define _GNU_SOURCE
#include "CLinux.h"

// MARK: DNSService: sockets, events, signals

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

_Static_assert(sizeof(struct netsim_datagram) == sizeof(struct mmsghdr), "the kernel's layout");

const uint32_t netsim_readable = EPOLLIN;
const uint32_t netsim_writable = EPOLLOUT;
const uint32_t netsim_trouble = EPOLLHUP | EPOLLERR;

int netsim_recvmmsg(int descriptor, struct netsim_datagram *batch, unsigned int count) {
    int received = recvmmsg(descriptor, (struct mmsghdr *)batch, count, MSG_DONTWAIT, NULL);
    return received < 0 ? -errno : received;
}

int netsim_sendmmsg(int descriptor, struct netsim_datagram *batch, unsigned int count) {
    int sent = sendmmsg(descriptor, (struct mmsghdr *)batch, count, MSG_DONTWAIT | MSG_NOSIGNAL);
    return sent < 0 ? -errno : sent;
}

int netsim_socket(int family, int type) {
    int descriptor = socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    return descriptor < 0 ? -errno : descriptor;
}

int netsim_accept(int descriptor) {
    int accepted = accept4(descriptor, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    return accepted < 0 ? -errno : accepted;
}

int netsim_bind(int descriptor, const struct netsim_address *address) {
    return bind(descriptor, (const struct sockaddr *)&address->storage, address->length) < 0 ? -errno : 0;
}

int netsim_connect(int descriptor, const struct netsim_address *address) {
    return connect(descriptor, (const struct sockaddr *)&address->storage, address->length) < 0 ? -errno : 0;
}

int netsim_listen(int descriptor, int backlog) {
    return listen(descriptor, backlog) < 0 ? -errno : 0;
}

int netsim_local_port(int descriptor) {
    struct netsim_address address;
    socklen_t length = sizeof address.storage;
    if (getsockname(descriptor, (struct sockaddr *)&address.storage, &length) < 0) return -errno;
    if (address.storage.ss_family == AF_INET) return ntohs(((struct sockaddr_in *)&address.storage)->sin_port);
    return ntohs(((struct sockaddr_in6 *)&address.storage)->sin6_port);
}

void netsim_address_set(struct netsim_address *address, const uint8_t *octets, int count, uint16_t port) {
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

int netsim_set_option(int descriptor, int level, int name, int value) {
    return setsockopt(descriptor, level, name, &value, sizeof value) < 0 ? -errno : 0;
}

int netsim_set_receive_buffer(int descriptor, int octets) {
    if (setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &octets, sizeof octets) == 0) return 0;
    return netsim_set_option(descriptor, SOL_SOCKET, SO_RCVBUF, octets);
}

ssize_t netsim_send(int descriptor, const void *octets, size_t count) {
    ssize_t sent = send(descriptor, octets, count, MSG_NOSIGNAL | MSG_DONTWAIT);
    return sent < 0 ? -errno : sent;
}

ssize_t netsim_send_to(
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

ssize_t netsim_receive(int descriptor, void *octets, size_t count) {
    ssize_t received = recv(descriptor, octets, count, MSG_DONTWAIT);
    return received < 0 ? -errno : received;
}

ssize_t netsim_read(int descriptor, void *octets, size_t count) {
    ssize_t received = read(descriptor, octets, count);
    return received < 0 ? -errno : received;
}

ssize_t netsim_write(int descriptor, const void *octets, size_t count) {
    ssize_t written = write(descriptor, octets, count);
    return written < 0 ? -errno : written;
}

int netsim_close(int descriptor) {
    return close(descriptor) < 0 ? -errno : 0;
}

int netsim_epoll_create(void) {
    int descriptor = epoll_create1(EPOLL_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

static int netsim_epoll_set(int epoll, int operation, int descriptor, uint64_t token, uint32_t bits) {
    struct epoll_event event = {.events = bits, .data.u64 = token};
    return epoll_ctl(epoll, operation, descriptor, &event) < 0 ? -errno : 0;
}

int netsim_epoll_add(int epoll, int descriptor, uint64_t token, uint32_t bits) {
    return netsim_epoll_set(epoll, EPOLL_CTL_ADD, descriptor, token, bits);
}

int netsim_epoll_change(int epoll, int descriptor, uint64_t token, uint32_t bits) {
    return netsim_epoll_set(epoll, EPOLL_CTL_MOD, descriptor, token, bits);
}

int netsim_epoll_remove(int epoll, int descriptor) {
    return epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, NULL) < 0 ? -errno : 0;
}

int netsim_epoll_wait(int epoll, struct netsim_event *events, int count, int milliseconds) {
    struct epoll_event found[64];
    int ready = epoll_wait(epoll, found, count < 64 ? count : 64, milliseconds);
    if (ready < 0) return -errno;
    for (int index = 0; index < ready; index++) {
        events[index].token = found[index].data.u64;
        events[index].bits = found[index].events;
    }
    return ready;
}

int netsim_eventfd(void) {
    int descriptor = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

int netsim_inotify(void) {
    int descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

int netsim_inotify_watch(int descriptor, const char *path) {
    uint32_t mask = IN_MODIFY | IN_ATTRIB | IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO
        | IN_DELETE_SELF | IN_MOVE_SELF;
    int watch = inotify_add_watch(descriptor, path, mask);
    return watch < 0 ? -errno : watch;
}

uint64_t netsim_monotonic(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int64_t netsim_wall_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

const char *netsim_error_name(int error) {
    return strerrorname_np(error);
}

int netsim_open(const char *path, int flags, mode_t mode) {
    int descriptor = open(path, flags | O_CLOEXEC, mode);
    return descriptor < 0 ? -errno : descriptor;
}

int netsim_open_private(const char *path, int flags) {
    int descriptor = open(path, flags | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return -errno;
    struct stat status;
    // The umask may have taken rights away, and a file that was there may have others.
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid()
        && (status.st_mode & 0777) != 0600)
        (void)fchmod(descriptor, 0600);
    return descriptor;
}

int netsim_make_private_folder(const char *path) {
    if (mkdir(path, 0700) < 0) return -errno;
    // The umask may have taken rights away.
    return chmod(path, 0700) < 0 ? -errno : 0;
}

int netsim_make_private(const char *path) {
    struct stat status;
    if (lstat(path, &status) < 0) return -errno;
    int is_folder = S_ISDIR(status.st_mode);
    if (!is_folder && !S_ISREG(status.st_mode) && !S_ISSOCK(status.st_mode)) return 0;
    mode_t mode = is_folder ? 0700 : 0600;
    if (status.st_uid != geteuid() || !(status.st_mode & 077)) return 0;
    return chmod(path, mode) < 0 ? -errno : 1;
}

int netsim_lock_folder(int descriptor, int alone) {
    return flock(descriptor, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) < 0 ? -errno : 0;
}

int netsim_try_lock(int descriptor) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(descriptor, F_OFD_SETLK, &lock) < 0 ? -errno : 0;
}

int netsim_is_locked(int descriptor) {
    struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
    return fcntl(descriptor, F_OFD_GETLK, &lock) < 0 ? -errno : lock.l_type != F_UNLCK;
}

int64_t netsim_raise_descriptor_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return -errno;
    if (limit.rlim_cur < limit.rlim_max) {
        rlim_t before = limit.rlim_cur;
        limit.rlim_cur = limit.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &limit) < 0) limit.rlim_cur = before;
    }
    return (int64_t)limit.rlim_cur;
}

static volatile sig_atomic_t wake_descriptor = -1;
static const int wake_signals[] = {SIGINT, SIGTERM, SIGHUP};
static struct sigaction actions_before[3];

static void wake(int signal) {
    (void)signal;
    int saved = errno;
    uint64_t one = 1;
    ssize_t written = write(wake_descriptor, &one, sizeof one);
    (void)written;
    errno = saved;
}

void netsim_ignore_signals_after_waking(void) {
    if (wake_descriptor < 0) return;
    for (int index = 0; index < 3; index++) actions_before[index] = (struct sigaction){.sa_handler = SIG_IGN};
}

void netsim_wake_on_signals(int descriptor) {
    int was_waking = wake_descriptor >= 0;
    if (descriptor < 0) {
        if (!was_waking) return;
        for (int index = 0; index < 3; index++) sigaction(wake_signals[index], &actions_before[index], NULL);
        wake_descriptor = -1;
        return;
    }
    wake_descriptor = descriptor;
    if (was_waking) return;
    struct sigaction action = {.sa_handler = wake, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    for (int index = 0; index < 3; index++) {
        sigaction(wake_signals[index], NULL, &actions_before[index]);
        // Whoever starts a program with a signal ignored, as nohup does, means it.
        if (actions_before[index].sa_handler != SIG_IGN) sigaction(wake_signals[index], &action, NULL);
    }
}
