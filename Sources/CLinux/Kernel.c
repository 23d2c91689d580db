#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <malloc.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71
#endif

const int netsim_namespace_network = CLONE_NEWNET;
const int netsim_namespace_mount = CLONE_NEWNS;
const int netsim_namespace_host_name = CLONE_NEWUTS;
const int netsim_namespace_user = CLONE_NEWUSER;

int netsim_netlink_open(void) {
    int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (descriptor < 0) return -errno;
    int on = 1;
    // Kernels before 4.12 have no words for errors; what follows works without.
    setsockopt(descriptor, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof on);
    setsockopt(descriptor, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof on);
    struct sockaddr_nl address = {.nl_family = AF_NETLINK};
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) == 0) return descriptor;
    int error = errno;
    close(descriptor);
    return -error;
}

ssize_t netsim_netlink_receive(int descriptor, void *octets, size_t count) {
    struct sockaddr_nl sender;
    struct iovec piece = {.iov_base = octets, .iov_len = count};
    for (;;) {
        struct msghdr header = {
            .msg_name = &sender, .msg_namelen = sizeof sender, .msg_iov = &piece, .msg_iovlen = 1,
        };
        ssize_t received = recvmsg(descriptor, &header, MSG_DONTWAIT | MSG_TRUNC);
        if (received < 0) return -errno;
        // Any process may write to a netlink socket; only the kernel's number is 0.
        if (sender.nl_pid == 0) return received;
    }
}

int netsim_wait_readable(int descriptor, int milliseconds) {
    struct pollfd wanted = {.fd = descriptor, .events = POLLIN};
    int ready = poll(&wanted, 1, milliseconds);
    return ready < 0 ? -errno : ready > 0;
}

struct netsim_thread {
    void (*body)(void *context);
    void *context;
};

static void *netsim_thread_start(void *argument) {
    struct netsim_thread *thread = argument;
    thread->body(thread->context);
    return NULL;
}

static void *netsim_thread_start_freed(void *argument) {
    struct netsim_thread thread = *(struct netsim_thread *)argument;
    free(argument);
    thread.body(thread.context);
    return NULL;
}

int netsim_run_on_own_thread(void (*body)(void *context), void *context) {
    struct netsim_thread thread = {.body = body, .context = context};
    pthread_t handle;
    int error = pthread_create(&handle, NULL, netsim_thread_start, &thread);
    if (error != 0) return -error;
    return -pthread_join(handle, NULL);
}

void netsim_share_heap(void) { (void)mallopt(M_ARENA_MAX, 1); }

int netsim_start_own_thread(void (*body)(void *context), void *context) {
    struct netsim_thread *thread = malloc(sizeof *thread);
    if (thread == NULL) return -ENOMEM;
    *thread = (struct netsim_thread){.body = body, .context = context};
    pthread_t handle;
    int error = pthread_create(&handle, NULL, netsim_thread_start_freed, thread);
    if (error != 0) {
        free(thread);
        return -error;
    }
    return -pthread_detach(handle);
}

ssize_t netsim_receive_from(
    int descriptor, void *octets, size_t count, struct netsim_address *sender, void *control, int64_t *control_count
) {
    struct iovec piece = {.iov_base = octets, .iov_len = count};
    struct msghdr header = {
        .msg_name = &sender->storage,
        .msg_namelen = sizeof sender->storage,
        .msg_iov = &piece,
        .msg_iovlen = 1,
        .msg_control = control,
        .msg_controllen = (size_t)*control_count,
    };
    ssize_t received = recvmsg(descriptor, &header, MSG_DONTWAIT);
    if (received < 0) return -errno;
    sender->length = header.msg_namelen;
    *control_count = (int64_t)header.msg_controllen;
    // An answer takes the route to the sender, which need not lead back by the interface that the question came by: only
    // link-local addresses are without a meaning elsewhere.
    for (struct cmsghdr *part = CMSG_FIRSTHDR(&header); part != NULL; part = CMSG_NXTHDR(&header, part)) {
        if (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_PKTINFO) {
            struct in_pktinfo info;
            memcpy(&info, CMSG_DATA(part), sizeof info);
            info.ipi_ifindex = 0;
            memcpy(CMSG_DATA(part), &info, sizeof info);
        } else if (part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_PKTINFO) {
            struct in6_pktinfo info;
            memcpy(&info, CMSG_DATA(part), sizeof info);
            if (!IN6_IS_ADDR_LINKLOCAL(&info.ipi6_addr)) info.ipi6_ifindex = 0;
            memcpy(CMSG_DATA(part), &info, sizeof info);
        }
    }
    return received;
}

int netsim_local_address(int descriptor, uint8_t octets[16]) {
    struct sockaddr_storage storage = {0};
    socklen_t length = sizeof storage;
    if (getsockname(descriptor, (struct sockaddr *)&storage, &length) < 0) return -errno;
    if (storage.ss_family == AF_INET) {
        memcpy(octets, &((struct sockaddr_in *)&storage)->sin_addr, 4);
        return 4;
    }
    if (storage.ss_family != AF_INET6) return -EAFNOSUPPORT;
    const struct in6_addr *address = &((struct sockaddr_in6 *)&storage)->sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(address)) {
        memcpy(octets, address->s6_addr + 12, 4);
        return 4;
    }
    memcpy(octets, address->s6_addr, 16);
    return 16;
}

int netsim_set_transparent(int descriptor) {
    int one = 1;
    // One flag of the socket, whichever family's option sets it.
    if (setsockopt(descriptor, IPPROTO_IPV6, IPV6_TRANSPARENT, &one, sizeof one) == 0) return 0;
    return setsockopt(descriptor, IPPROTO_IP, IP_TRANSPARENT, &one, sizeof one) < 0 ? -errno : 0;
}

ssize_t netsim_send_frame(int interface, const void *octets, size_t count) {
    // With no protocol it receives nothing.
    int descriptor = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -errno;
    struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_ifindex = interface};
    ssize_t sent = sendto(descriptor, octets, count, MSG_DONTWAIT, (struct sockaddr *)&address, sizeof address);
    int error = errno;
    close(descriptor);
    return sent < 0 ? -error : sent;
}

int netsim_unshare(int kinds) {
    return unshare(kinds) < 0 ? -errno : 0;
}

int netsim_enter_namespace(int descriptor, int kind) {
    return setns(descriptor, kind) < 0 ? -errno : 0;
}

int netsim_current_network_namespace(void) {
    int descriptor = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

int netsim_namespace_identity(int descriptor, uint64_t *device, uint64_t *inode) {
    struct stat status;
    if (fstat(descriptor, &status) < 0) return -errno;
    *device = status.st_dev;
    *inode = status.st_ino;
    return 0;
}

static int netsim_write_file(const char *path, const char *text) {
    int descriptor = open(path, O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return -errno;
    ssize_t written = write(descriptor, text, strlen(text));
    int error = written < 0 ? errno : 0;
    close(descriptor);
    return -error;
}

int netsim_become_namespace_root(uint32_t user, uint32_t group) {
    if (unshare(CLONE_NEWUSER) < 0) return -errno;
    char text[64];
    // Who may not name the groups of others may not change the own ones either (user_namespaces(7)).
    int result = netsim_write_file("/proc/self/setgroups", "deny");
    if (result < 0 && result != -ENOENT) return result;
    snprintf(text, sizeof text, "0 %u 1", user);
    result = netsim_write_file("/proc/self/uid_map", text);
    if (result < 0) return result;
    snprintf(text, sizeof text, "0 %u 1", group);
    return netsim_write_file("/proc/self/gid_map", text);
}

int netsim_set_host_name(const char *name, size_t length) {
    return sethostname(name, length) < 0 ? -errno : 0;
}

int netsim_execute(const char *program, char *const arguments[], char *const environment[]) {
    execvpe(program, arguments, environment);
    return -errno;
}

int netsim_pipe(int ends[2]) {
    return pipe2(ends, O_CLOEXEC) < 0 ? -errno : 0;
}

int netsim_become_zero(void) {
    return setresgid(0, 0, 0) < 0 || setresuid(0, 0, 0) < 0 ? -errno : 0;
}

int netsim_send_signal(int64_t process, int signal) {
    return kill((pid_t)process, signal) < 0 ? -errno : 0;
}

uint64_t netsim_network_cookie(void) {
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return 0;
    uint64_t cookie = 0;
    socklen_t length = sizeof cookie;
    if (getsockopt(descriptor, SOL_SOCKET, SO_NETNS_COOKIE, &cookie, &length) < 0) cookie = 0;
    close(descriptor);
    return cookie;
}
