#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "CLinux.h"

#include <signal.h>
#include <sys/resource.h>

// MARK: DNSService: sockets, events, signals

_Static_assert(sizeof(struct netsim_datagram) == sizeof(struct mmsghdr), "the kernel's layout");

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

// MARK: calls that need _GNU_SOURCE

int netsim_recvmmsg(int descriptor, struct netsim_datagram *batch, unsigned int count) {
    int received = recvmmsg(descriptor, (struct mmsghdr *)batch, count, MSG_DONTWAIT, NULL);
    return received < 0 ? -errno : received;
}

int netsim_sendmmsg(int descriptor, struct netsim_datagram *batch, unsigned int count) {
    int sent = sendmmsg(descriptor, (struct mmsghdr *)batch, count, MSG_DONTWAIT | MSG_NOSIGNAL);
    return sent < 0 ? -errno : sent;
}

int netsim_accept(int descriptor) {
    int accepted = accept4(descriptor, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    return accepted < 0 ? -errno : accepted;
}

const char *netsim_error_name(int error) {
    return strerrorname_np(error);
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
