#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

// Programs that are started, and local sockets by which they are talked to.

int64_t netsim_start_detached(
    const char *program, char *const arguments[], char *const environment[], int output, int errors
) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    pid_t process = 0;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output, 1);
    posix_spawn_file_actions_adddup2(&actions, errors, 2);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    // Whoever started this process may have had signals blocked, and programs would stay deaf to them.
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    int error = posix_spawn(&process, program, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error ? -error : process;
}

static volatile sig_atomic_t attached_process = 0;

static void pass_signal_on(int signal, siginfo_t *info, void *context) {
    (void)context;
    // Keys that interrupt reach the program as well: only what a process sent is passed on.
    if ((signal == SIGINT || signal == SIGQUIT) && info->si_code > 0) return;
    if (attached_process > 0) kill(attached_process, signal);
}

int netsim_run_attached(const char *program, char *const arguments[], char *const environment[]) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    // Before the program is there: what comes meanwhile waits.
    sigset_t passed, former, defaults;
    sigemptyset(&passed);
    sigaddset(&passed, SIGTERM);
    sigaddset(&passed, SIGHUP);
    sigaddset(&passed, SIGINT);
    sigaddset(&passed, SIGQUIT);
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGINT);
    sigaddset(&defaults, SIGQUIT);
    sigaddset(&defaults, SIGPIPE);
    sigprocmask(SIG_BLOCK, &passed, &former);
    posix_spawnattr_setsigmask(&attributes, &former);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t process = 0;
    int error = posix_spawn(&process, program, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (error) {
        sigprocmask(SIG_SETMASK, &former, NULL);
        return -error;
    }
    struct sigaction pass = {.sa_sigaction = pass_signal_on, .sa_flags = SA_SIGINFO};
    struct sigaction terminate, hang_up, interrupt, quit;
    attached_process = process;
    sigaction(SIGTERM, &pass, &terminate);
    sigaction(SIGHUP, &pass, &hang_up);
    sigaction(SIGINT, &pass, &interrupt);
    sigaction(SIGQUIT, &pass, &quit);
    sigprocmask(SIG_SETMASK, &former, NULL);
    int status = 0;
    pid_t ended;
    do ended = waitpid(process, &status, 0); while (ended < 0 && errno == EINTR);
    error = errno;
    attached_process = 0;
    sigaction(SIGTERM, &terminate, NULL);
    sigaction(SIGHUP, &hang_up, NULL);
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    if (ended < 0) return -error;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int netsim_end_with_parent(int parent) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0) return -errno;
    // It may have ended before.
    return getppid() == parent ? 0 : -ESRCH;
}

void netsim_reap(void) {
    while (waitpid(-1, NULL, WNOHANG) > 0) {}
}

/// The address of a socket in a folder, by a descriptor of that: a path of any length becomes a short one.
static int local_address(const char *folder, const char *name, struct sockaddr_un *address) {
    int descriptor = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return -errno;
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    int length = snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/%s", descriptor, name);
    if (length < 0 || (size_t)length >= sizeof address->sun_path) {
        close(descriptor);
        return -ENAMETOOLONG;
    }
    return descriptor;
}

static void limit_waiting(int descriptor, int seconds) {
    struct timeval limit = {.tv_sec = seconds};
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

int netsim_local_listen(const char *folder, const char *name) {
    struct sockaddr_un address;
    int directory = local_address(folder, name, &address);
    if (directory < 0) return directory;
    unlink(address.sun_path);
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int error = descriptor < 0 ? errno : 0;
    if (!error && (bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0 || chmod(address.sun_path, 0600) < 0
                   || listen(descriptor, 64) < 0)) {
        error = errno;
        close(descriptor);
    }
    close(directory);
    return error ? -error : descriptor;
}

int netsim_local_connect(const char *folder, const char *name, int seconds) {
    struct sockaddr_un address;
    int directory = local_address(folder, name, &address);
    if (directory < 0) return directory;
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int error = descriptor < 0 ? errno : 0;
    if (!error) {
        limit_waiting(descriptor, seconds);
        if (connect(descriptor, (struct sockaddr *)&address, sizeof address) < 0) {
            error = errno;
            close(descriptor);
        }
    }
    close(directory);
    return error ? -error : descriptor;
}

ssize_t netsim_send_waiting(int descriptor, const void *octets, size_t count) {
    ssize_t sent = send(descriptor, octets, count, MSG_NOSIGNAL);
    return sent < 0 ? -errno : sent;
}

int netsim_local_accept(int listener, int seconds) {
    int descriptor = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (descriptor < 0) return -errno;
    limit_waiting(descriptor, seconds);
    return descriptor;
}

int netsim_end_group(int64_t group, int signal) {
    return group > 1 && kill(-(pid_t)group, signal) == 0 ? 0 : -errno;
}
