#define _GNU_SOURCE
#include "CPcap.h"

#include <dlfcn.h>
#include <errno.h>
#include <linux/filter.h>
#include <net/if.h>
#include <pcap/pcap.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

// Of each function of libpcap that is used, a pointer of its own type.
#define FUNCTIONS(DO) \
    DO(activate) DO(close) DO(compile) DO(create) DO(datalink) DO(dispatch) DO(fileno) DO(freecode) \
    DO(get_selectable_fd) DO(geterr) DO(set_buffer_size) DO(set_immediate_mode) DO(set_promisc) DO(set_snaplen) \
    DO(set_timeout) DO(set_tstamp_precision) DO(setnonblock) DO(stats) DO(statustostr)

#define DECLARE(NAME) static __typeof__(pcap_##NAME) *NAME##_;
FUNCTIONS(DECLARE)

static char trouble[NETSIM_PCAP_WORDS];
static int is_loaded;

static void load(void) {
    // Debian's name, and everybody else's.
    void *library = dlopen("libpcap.so.0.8", RTLD_NOW | RTLD_LOCAL);
    if (!library) library = dlopen("libpcap.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        snprintf(trouble, sizeof trouble, "%s", dlerror());
        return;
    }
#define FIND(NAME) \
    if (!(NAME##_ = (__typeof__(NAME##_))dlsym(library, "pcap_" #NAME))) { \
        snprintf(trouble, sizeof trouble, "%s", dlerror()); \
        return; \
    }
    FUNCTIONS(FIND)
    is_loaded = 1;
}

static void say(char words[NETSIM_PCAP_WORDS], const char *text) {
    snprintf(words, NETSIM_PCAP_WORDS, "%s", text);
}

/// libpcap's status as one of ours, with its words.
static int failure(pcap_t *handle, int status, char words[NETSIM_PCAP_WORDS]) {
    const char *detail = geterr_(handle);
    say(words, detail && *detail ? detail : statustostr_(status));
    switch (status) {
    case PCAP_ERROR_NO_SUCH_DEVICE: return NETSIM_PCAP_NO_INTERFACE;
    case PCAP_ERROR_PERM_DENIED:
    case PCAP_ERROR_PROMISC_PERM_DENIED: return NETSIM_PCAP_NO_PRIVILEGE;
    case PCAP_ERROR_IFACE_NOT_UP: return NETSIM_PCAP_NOT_UP;
    default: return NETSIM_PCAP_FAILED;
    }
}

int netsim_pcap_open(
    const char *interface, const struct netsim_pcap_settings *settings, struct netsim_pcap **result,
    char words[NETSIM_PCAP_WORDS]
) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    if (!is_loaded) {
        say(words, trouble);
        return NETSIM_PCAP_NO_LIBRARY;
    }
    char reason[PCAP_ERRBUF_SIZE] = "";
    pcap_t *handle = create_(interface, reason);
    if (!handle) {
        say(words, reason);
        return NETSIM_PCAP_FAILED;
    }
    set_snaplen_(handle, settings->snap_length);
    set_buffer_size_(handle, settings->buffer_size);
    set_timeout_(handle, settings->timeout);
    set_immediate_mode_(handle, settings->is_immediate);
    set_promisc_(handle, settings->is_promiscuous);
    set_tstamp_precision_(handle, PCAP_TSTAMP_PRECISION_NANO);
    int status = activate_(handle);
    // What is above 0 is a warning.
    if (status < 0) {
        status = failure(handle, status, words);
    } else if (datalink_(handle) != DLT_EN10MB) {
        snprintf(words, NETSIM_PCAP_WORDS, "link type %d", datalink_(handle));
        status = NETSIM_PCAP_NOT_ETHERNET;
    } else if (setnonblock_(handle, 1, reason) < 0) {
        say(words, reason);
        status = NETSIM_PCAP_FAILED;
    } else {
        *result = (struct netsim_pcap *)handle;
        return NETSIM_PCAP_OK;
    }
    close_(handle);
    return status;
}

int netsim_pcap_attach(struct netsim_pcap *opaque, const char *filter, char words[NETSIM_PCAP_WORDS]) {
    pcap_t *handle = (pcap_t *)opaque;
    struct bpf_program program;
    if (compile_(handle, &program, filter, 1, PCAP_NETMASK_UNKNOWN) < 0) {
        say(words, geterr_(handle));
        return NETSIM_PCAP_BAD_FILTER;
    }
    // pcap_setfilter would have libpcap filter the first block by itself, where it knows no direction and takes no frame.
    int status = NETSIM_PCAP_OK;
    if (program.bf_len > BPF_MAXINSNS) {
        snprintf(words, NETSIM_PCAP_WORDS, "%u instructions, at most %d fit", program.bf_len, BPF_MAXINSNS);
        status = NETSIM_PCAP_BAD_FILTER;
    } else {
        _Static_assert(sizeof(struct bpf_insn) == sizeof(struct sock_filter), "one instruction for both");
        struct sock_fprog attached = {
            .len = (unsigned short)program.bf_len,
            .filter = (struct sock_filter *)(void *)program.bf_insns,
        };
        if (setsockopt(fileno_(handle), SOL_SOCKET, SO_ATTACH_FILTER, &attached, sizeof attached) < 0) {
            say(words, strerror(errno));
            status = NETSIM_PCAP_FAILED;
        }
    }
    freecode_(&program);
    return status;
}

int netsim_pcap_descriptor(struct netsim_pcap *handle) { return get_selectable_fd_((pcap_t *)handle); }

struct receiver {
    void (*body)(void *context, int64_t time, uint32_t captured, uint32_t original, const void *octets);
    void *context;
};

static void receive(u_char *user, const struct pcap_pkthdr *header, const u_char *octets) {
    const struct receiver *receiver = (const struct receiver *)(const void *)user;
    // With nanoseconds asked for, they stand where microseconds do by name.
    int64_t time = (int64_t)header->ts.tv_sec * 1000000000 + header->ts.tv_usec;
    receiver->body(receiver->context, time, header->caplen, header->len, octets);
}

int netsim_pcap_dispatch(
    struct netsim_pcap *opaque, int limit,
    void (*body)(void *context, int64_t time, uint32_t captured, uint32_t original, const void *octets), void *context,
    char words[NETSIM_PCAP_WORDS]
) {
    pcap_t *handle = (pcap_t *)opaque;
    struct receiver receiver = {body, context};
    int count = dispatch_(handle, limit, receive, (u_char *)(void *)&receiver);
    if (count >= 0) return count;
    say(words, geterr_(handle));
    // libpcap has no status of its own for it.
    return strstr(words, "disappeared") ? NETSIM_PCAP_VANISHED : NETSIM_PCAP_FAILED;
}

int netsim_pcap_statistics(struct netsim_pcap *handle, uint64_t *received, uint64_t *dropped) {
    struct pcap_stat counts;
    if (stats_((pcap_t *)handle, &counts) < 0) return NETSIM_PCAP_FAILED;
    *received = counts.ps_recv;
    *dropped = counts.ps_drop;
    return NETSIM_PCAP_OK;
}

void netsim_pcap_close(struct netsim_pcap *handle) { close_((pcap_t *)handle); }

int netsim_is_loopback(const char *interface) {
    struct ifreq request = {0};
    if (strlen(interface) >= sizeof request.ifr_name) return -ENODEV;
    strcpy(request.ifr_name, interface);
    int probe = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (probe < 0) return -errno;
    int status = ioctl(probe, SIOCGIFFLAGS, &request) < 0 ? -errno : (request.ifr_flags & IFF_LOOPBACK) != 0;
    close(probe);
    return status;
}
