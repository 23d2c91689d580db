/// What the DNS benchmark needs of C: a count of allocations, and the responder that does next to nothing.
#ifndef NETSIM_CBENCHDNS_H
#define NETSIM_CBENCHDNS_H

#include <stdint.h>

/// How often this thread has asked for memory: malloc, calloc, realloc and the aligned ones.
uint64_t netsim_allocations(void);

/// Answers every datagram that comes to a UDP port of 127.0.0.1 with its own octets and three A records, 64 of them at
/// a time, without looking at the question, until the process is ended: the limit for any server on this machine.
/// Returns only when the port cannot be had.
int netsim_echo(uint16_t port);

#endif
