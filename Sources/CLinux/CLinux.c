#include "CLinux.h"

#include <signal.h>

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
