/// What Verification needs of the kernel: sockets that see all frames of a namespace, and sockets for probes.
///
/// Each function returns what the system call returns, or -errno.
#ifndef NETSIM_CLINUX_PROBE_H
#define NETSIM_CLINUX_PROBE_H

#include <stdint.h>
#include <sys/types.h>

struct netsim_address;

/// What a packet socket says of a frame beside its octets.
struct netsim_frame {
    /// Nanoseconds since 1970.
    int64_t time;
    /// The interface's number.
    int32_t interface;
    /// Whether the interface sent it, and did not receive it.
    int32_t is_outgoing;
};

/// A non-blocking socket that gets every frame of every interface of the calling thread's namespace, of which `octets`
/// may wait: more than the system's limit where the process may.
int netsim_packet_open(int octets);

/// Receives one frame. Returns its whole length, which is more than `count` where it did not fit.
ssize_t netsim_packet_receive(int descriptor, void *octets, size_t count, struct netsim_frame *frame);

/// How many frames a packet socket has lost since it was last asked.
int64_t netsim_packet_lost(int descriptor);

/// The number of an interface in the calling thread's namespace.
int netsim_interface_number(const char *name);

/// A non-blocking socket for ICMP messages of a family, which come without the IP header in IPv6 alone.
int netsim_icmp_open(int family);

/// Has the errors of a socket wait for `netsim_socket_error`, of either family.
int netsim_keep_errors(int descriptor, int family);

/// The next ICMP error that came for a socket: its type and code, and who sent it, in network order. Returns the number
/// of the sender's octets, 0 for an error that the own stack made without an ICMP message, or -errno.
int netsim_socket_error(int descriptor, uint8_t *type, uint8_t *code, uint8_t octets[16]);

/// The error that a socket waits with, which is no more then; 0 for none.
int netsim_pending_error(int descriptor);

/// Waits until one of `count` descriptors is readable, or writable where `events` says so (bit 0 readable, bit 1
/// writable), and says of each in `ready` what it is (bit 2 an error).
int netsim_poll(const int32_t *descriptors, const uint8_t *events, uint8_t *ready, int count, int milliseconds);

#endif
