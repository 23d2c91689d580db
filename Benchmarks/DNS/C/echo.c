#define _GNU_SOURCE
#include "CBenchDNS.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

enum { batch = 64, query_size = 4160, longest_query = 400, record_size = 16 };

static unsigned char queries[batch][query_size], responses[batch][512];
static struct mmsghdr received[batch], replies[batch];
static struct iovec query_pieces[batch], reply_pieces[batch];
static struct sockaddr_in peers[batch];

/// A pointer to the question's name, type A, class IN, TTL 600, 4 octets, 172.18.0.2.
static const unsigned char record[record_size] = {0xc0, 12, 0, 1, 0, 1, 0, 0, 2, 0x58, 0, 4, 172, 18, 0, 2};

int netsim_echo(uint16_t port) {
    int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    int buffer = 4 << 20;
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0) return -errno;
    for (int i = 0; i < batch; i++) {
        query_pieces[i] = (struct iovec){queries[i], sizeof queries[i]};
        reply_pieces[i] = (struct iovec){responses[i], 0};
        received[i].msg_hdr = (struct msghdr){.msg_name = &peers[i], .msg_iov = &query_pieces[i], .msg_iovlen = 1};
        replies[i].msg_hdr = (struct msghdr){.msg_name = &peers[i], .msg_iov = &reply_pieces[i], .msg_iovlen = 1};
    }
    for (;;) {
        for (int i = 0; i < batch; i++) received[i].msg_hdr.msg_namelen = sizeof peers[i];
        int count = recvmmsg(descriptor, received, batch, MSG_WAITFORONE, NULL);
        if (count < 0) continue;
        for (int i = 0; i < count; i++) {
            unsigned int length = received[i].msg_len;
            if (length > longest_query) length = longest_query;
            memcpy(responses[i], queries[i], length);
            responses[i][2] |= 0x80;
            responses[i][3] |= 0x80;
            responses[i][7] = 3;
            for (int answer = 0; answer < 3; answer++, length += record_size) {
                memcpy(responses[i] + length, record, record_size);
            }
            reply_pieces[i].iov_len = length;
            replies[i].msg_hdr.msg_namelen = received[i].msg_hdr.msg_namelen;
        }
        sendmmsg(descriptor, replies, (unsigned int)count, 0);
    }
}
