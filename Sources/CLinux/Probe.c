#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <linux/errqueue.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/icmp6.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int netsim_packet_open(int octets) {
    int descriptor = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, htons(ETH_P_ALL));
    if (descriptor < 0) return -errno;
    netsim_set_receive_buffer(descriptor, octets);
    int on = 1;
    setsockopt(descriptor, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
    return descriptor;
}

ssize_t netsim_packet_receive(int descriptor, void *octets, size_t count, struct netsim_frame *frame) {
    struct sockaddr_ll sender = {0};
    struct iovec piece = {.iov_base = octets, .iov_len = count};
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(struct timespec))];
    } control;
    struct msghdr header = {
        .msg_name = &sender, .msg_namelen = sizeof sender, .msg_iov = &piece, .msg_iovlen = 1,
        .msg_control = &control, .msg_controllen = sizeof control,
    };
    ssize_t received = recvmsg(descriptor, &header, MSG_DONTWAIT | MSG_TRUNC);
    if (received < 0) return -errno;
    frame->interface = sender.sll_ifindex;
    frame->is_outgoing = sender.sll_pkttype == PACKET_OUTGOING;
    frame->time = 0;
    for (struct cmsghdr *part = CMSG_FIRSTHDR(&header); part != NULL; part = CMSG_NXTHDR(&header, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPNS) continue;
        struct timespec time;
        memcpy(&time, CMSG_DATA(part), sizeof time);
        frame->time = (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
    }
    return received;
}

int64_t netsim_packet_lost(int descriptor) {
    struct tpacket_stats counts = {0};
    socklen_t length = sizeof counts;
    if (getsockopt(descriptor, SOL_PACKET, PACKET_STATISTICS, &counts, &length) < 0) return -errno;
    return counts.tp_drops;
}

int netsim_interface_number(const char *name) {
    unsigned int number = if_nametoindex(name);
    return number == 0 ? -errno : (int)number;
}

int netsim_icmp_open(int family) {
    int protocol = family == AF_INET6 ? (int)IPPROTO_ICMPV6 : (int)IPPROTO_ICMP;
    int descriptor = socket(family, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
    if (descriptor < 0) return -errno;
    netsim_set_receive_buffer(descriptor, 1 << 20);
    return descriptor;
}

int netsim_keep_errors(int descriptor, int family) {
    int on = 1;
    int result = family == AF_INET6 ? setsockopt(descriptor, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof on)
                                    : setsockopt(descriptor, IPPROTO_IP, IP_RECVERR, &on, sizeof on);
    return result < 0 ? -errno : 0;
}

int netsim_socket_error(int descriptor, uint8_t *type, uint8_t *code, uint8_t octets[16]) {
    char data[64];
    char control[512];
    struct iovec piece = {.iov_base = data, .iov_len = sizeof data};
    struct msghdr header = {
        .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control,
    };
    if (recvmsg(descriptor, &header, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) return -errno;
    for (struct cmsghdr *part = CMSG_FIRSTHDR(&header); part != NULL; part = CMSG_NXTHDR(&header, part)) {
        int is_error = (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_RECVERR)
                       || (part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_RECVERR);
        if (!is_error || part->cmsg_len < CMSG_LEN(sizeof(struct sock_extended_err))) continue;
        struct sock_extended_err error;
        memcpy(&error, CMSG_DATA(part), sizeof error);
        *type = error.ee_type;
        *code = error.ee_code;
        if (error.ee_origin == SO_EE_ORIGIN_LOCAL) return 0;
        const struct sockaddr *offender = SO_EE_OFFENDER((struct sock_extended_err *)CMSG_DATA(part));
        if (offender->sa_family == AF_INET) {
            memcpy(octets, &((const struct sockaddr_in *)offender)->sin_addr, 4);
            return 4;
        }
        if (offender->sa_family != AF_INET6) return 0;
        memcpy(octets, &((const struct sockaddr_in6 *)offender)->sin6_addr, 16);
        return 16;
    }
    return 0;
}

int netsim_pending_error(int descriptor) {
    int number = 0;
    socklen_t length = sizeof number;
    return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &length) < 0 ? errno : number;
}

int netsim_poll(const int32_t *descriptors, const uint8_t *events, uint8_t *ready, int count, int milliseconds) {
    if (count < 0) return -EINVAL;
    struct pollfd *wanted = calloc(count > 0 ? (size_t)count : 1, sizeof *wanted);
    if (wanted == NULL) return -ENOMEM;
    for (int i = 0; i < count; i++) {
        wanted[i].fd = descriptors[i];
        wanted[i].events = (short)((events[i] & 1 ? POLLIN : 0) | (events[i] & 2 ? POLLOUT : 0));
    }
    int result = poll(wanted, (nfds_t)count, milliseconds);
    int error = errno;
    for (int i = 0; i < count; i++) {
        short bits = result < 0 ? 0 : wanted[i].revents;
        ready[i] = (uint8_t)((bits & POLLIN ? 1 : 0) | (bits & POLLOUT ? 2 : 0) | (bits & (POLLERR | POLLHUP) ? 4 : 0));
    }
    free(wanted);
    return result < 0 ? -error : result;
}
