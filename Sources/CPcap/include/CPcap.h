/// libpcap, loaded when the first capture begins.
///
/// Debian's libpcap is linked against D-Bus and systemd, and its archive wants the same: linked into the program, every
/// command would load ten libraries that it does not use.
#ifndef NETSIM_CPCAP_H
#define NETSIM_CPCAP_H

#include <stddef.h>
#include <stdint.h>

/// Room for libpcap's words about an error, with the zero behind them.
#define NETSIM_PCAP_WORDS 512

/// A handle on one interface of the network namespace that it was opened in.
struct netsim_pcap;

/// Why a handle cannot be opened or read. The words are libpcap's.
enum netsim_pcap_status {
    NETSIM_PCAP_OK = 0,
    /// libpcap is not installed, or not what it should be.
    NETSIM_PCAP_NO_LIBRARY = -1,
    NETSIM_PCAP_NO_INTERFACE = -2,
    NETSIM_PCAP_NO_PRIVILEGE = -3,
    NETSIM_PCAP_NOT_UP = -4,
    /// The interface's frames are not Ethernet's.
    NETSIM_PCAP_NOT_ETHERNET = -5,
    NETSIM_PCAP_BAD_FILTER = -6,
    NETSIM_PCAP_FAILED = -7,
    /// The interface is gone.
    NETSIM_PCAP_VANISHED = -8,
};

struct netsim_pcap_settings {
    /// Octets kept of each frame.
    int snap_length;
    /// Octets of the kernel's ring.
    int buffer_size;
    /// Milliseconds after which the kernel hands over frames that do not fill a block.
    int timeout;
    int is_immediate;
    int is_promiscuous;
};

/// Opens a non-blocking handle with times in nanoseconds, which takes in all frames until a filter is attached.
int netsim_pcap_open(
    const char *interface, const struct netsim_pcap_settings *settings, struct netsim_pcap **handle,
    char words[NETSIM_PCAP_WORDS]
);

/// Compiles a filter and attaches it to the handle's socket, so that the kernel alone judges. Frames that came before may
/// still be in the ring.
int netsim_pcap_attach(struct netsim_pcap *handle, const char *filter, char words[NETSIM_PCAP_WORDS]);

/// What poll watches.
int netsim_pcap_descriptor(struct netsim_pcap *handle);

/// Gives `body` the frames that are there, `limit` of them at most. Returns how many, or a status.
///
/// The octets last until `body` returns. Times are nanoseconds since 1970.
int netsim_pcap_dispatch(
    struct netsim_pcap *handle, int limit,
    void (*body)(void *context, int64_t time, uint32_t captured, uint32_t original, const void *octets), void *context,
    char words[NETSIM_PCAP_WORDS]
);

/// Frames that passed the filter, and those among them for which the ring had no room.
int netsim_pcap_statistics(struct netsim_pcap *handle, uint64_t *received, uint64_t *dropped);

void netsim_pcap_close(struct netsim_pcap *handle);

/// Whether an interface of the calling thread's namespace is a loopback: 1 or 0, or -errno.
int netsim_is_loopback(const char *interface);

#endif
