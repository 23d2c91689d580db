/// What Netlink and KernelBackend need of the kernel: netlink sockets, threads, namespaces, mounts and programs.
///
/// Each function returns what the system call returns, or -errno.
#ifndef NETSIM_CLINUX_KERNEL_H
#define NETSIM_CLINUX_KERNEL_H

#include <stdint.h>
#include <sys/types.h>

// MARK: netlink

/// A non-blocking rtnetlink socket in the calling thread's network namespace, with a number of the kernel's choice. It
/// asks for the kernel's words about errors, without the request that they are about.
int netsim_netlink_open(void);

/// Receives one datagram. Returns its whole length, which is more than `count` where it did not fit.
ssize_t netsim_netlink_receive(int descriptor, void *octets, size_t count);

/// Waits until a descriptor is readable: 1, or 0 when the time is over. -1 milliseconds waits for ever.
int netsim_wait_readable(int descriptor, int milliseconds);

// MARK: the userland proxy

struct netsim_address;

/// Receives a datagram with its sender and its control message, whose room is `control_count` before and whose length
/// afterwards.
ssize_t netsim_receive_from(
    int descriptor, void *octets, size_t count, struct netsim_address *sender, void *control, int64_t *control_count
);

/// The local address of a connection, in network order: 4 octets, also of IPv4 that came to a socket of both families,
/// or 16. Returns how many.
int netsim_local_address(int descriptor, uint8_t octets[16]);

/// Lets a socket answer from addresses that are no interface's, as a router does that stands for others.
int netsim_set_transparent(int descriptor);

/// Sends an Ethernet frame out of an interface of the calling thread's namespace.
ssize_t netsim_send_frame(int interface, const void *octets, size_t count);

// MARK: threads and namespaces

/// Runs `body` on a thread of its own and waits for its end: what it does to its namespaces ends with it.
int netsim_run_on_own_thread(void (*body)(void *context), void *context);

/// The same without waiting. The thread shall end before the process does.
int netsim_start_own_thread(void (*body)(void *context), void *context);

/// Has all threads allocate from one heap: many that live shortly then leave nothing behind. To be called before the first.
void netsim_share_heap(void);

extern const int netsim_namespace_network;
extern const int netsim_namespace_mount;
extern const int netsim_namespace_host_name;
extern const int netsim_namespace_user;

/// Gives the calling thread namespaces of its own.
int netsim_unshare(int kinds);

/// Puts the calling thread into the namespace that a descriptor stands for.
int netsim_enter_namespace(int descriptor, int kind);

/// A descriptor of the calling thread's network namespace.
int netsim_current_network_namespace(void);

/// The number that tells a namespace from all others, and its file system's.
int netsim_namespace_identity(int descriptor, uint64_t *device, uint64_t *inode);

/// Moves a process that has but one thread into a user namespace in which it is root.
int netsim_become_namespace_root(uint32_t user, uint32_t group);

/// Takes the number of the user namespace's root.
int netsim_become_zero(void);

int netsim_set_host_name(const char *name, size_t length);

/// Replaces the process by a program; returns only where it cannot.
int netsim_execute(const char *program, char *const arguments[], char *const environment[]);

/// Starts a program in a session of its own: its input is nothing, its output goes to one descriptor and its errors to
/// another, and it has no other. Gives its process number.
int64_t netsim_start_detached(
    const char *program, char *const arguments[], char *const environment[], int output, int errors
);

/// Starts a program with this process's three standard streams and no other descriptors, and waits for its end. SIGTERM
/// and SIGHUP are passed on to it, and so are SIGINT and SIGQUIT that processes send; keys that interrupt are left to it. Gives its exit status, with 128 more for a signal
/// that ended it.
int netsim_run_attached(const char *program, char *const arguments[], char *const environment[]);

/// From now on this process, and the program that takes its place, is killed when its parent's thread that started it
/// ends. -ESRCH where its parent is not `parent` any more.
int netsim_end_with_parent(int parent);

/// Sends a signal to all processes of a group, 0 to ask whether there are any.
int netsim_end_group(int64_t group, int signal);

/// Reads off programs of this process that have ended, so that none stays behind as an entry.
void netsim_reap(void);

int netsim_pipe(int ends[2]);

// MARK: mounts

/// From now on nothing that is mounted in the calling thread's mount namespace is seen in others.
int netsim_make_mounts_private(void);
int netsim_mount_memory(const char *target);
int netsim_unmount(const char *target);
int netsim_bind_mount(const char *source, const char *target);

/// Mounts what a descriptor stands for at another place too, with all that is mounted beneath it.
int netsim_bind_tree(int source, const char *target);

/// Mounts a layer over the folder that a descriptor stands for: what is written there goes to `upper`. The mount has the
/// folder's own restrictions (nosuid, nodev, noexec).
///
/// `attributes` is what `netsim_layer_attributes` says of the layer's file system.
int netsim_mount_layer(int folder, const char *target, const char *upper, const char *work, int attributes);

/// How layers note in a folder what they hide: 1 by attributes that only root may set, 2 by a user's, or -ENOTSUP.
int netsim_layer_attributes(const char *folder);

/// Makes a mount read-only for all who see it in this mount namespace; its other flags stay. -EINVAL where the path is no
/// mount's.
int netsim_make_read_only(const char *path);

/// Mounts what the kernel says of devices, as the calling thread's network namespace has them, read-only.
int netsim_mount_devices(const char *target);

/// Makes a folder that is a mount the root of the calling thread's mount namespace; what was there is unmounted.
int netsim_change_root_mount(const char *folder);

/// Makes the folder that a descriptor stands for the root of the calling process.
int netsim_enter_root(int folder);

/// A descriptor that stands for a place, for nothing to be read or written by; the path may begin at a folder's
/// descriptor, where that is not -1.
int netsim_open_place(int folder, const char *path);

/// A descriptor of the calling thread's mount namespace.
int netsim_current_mount_namespace(void);

// MARK: local sockets

/// A socket that listens at a path in a folder, for this user alone; the path may be longer than socket addresses are.
int netsim_local_listen(const char *folder, const char *name);

/// A connection to it, on which nothing is waited for longer than some seconds.
int netsim_local_connect(const char *folder, const char *name, int seconds);

/// Sends and waits until it can; no signal comes where nobody reads.
ssize_t netsim_send_waiting(int descriptor, const void *octets, size_t count);

/// A connection that came in, on which nothing is waited for longer than some seconds.
int netsim_local_accept(int listener, int seconds);
int netsim_send_signal(int64_t process, int signal);

/// The number that tells the calling thread's network namespace from all others that there ever were; 0 where the kernel has none (before 5.14).
uint64_t netsim_network_cookie(void);

#endif
