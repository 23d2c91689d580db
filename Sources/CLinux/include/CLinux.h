/// What Swift's Glibc module hides behind _GNU_SOURCE, as inlined wrappers.
#ifndef NETSIM_CLINUX_H
#define NETSIM_CLINUX_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <sys/types.h>

#endif
