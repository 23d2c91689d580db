#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

// Mounts: all of them in a mount namespace of the calling thread's own.

static int make_private(void) {
    return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ? -errno : 0;
}

int netsim_make_mounts_private(void) {
    int result = make_private();
    if (result != -EINVAL) return result;
    // The root folder is no mount, as after chroot(2): what it lies in is made private where the namespace begins.
    int root = open("/", O_PATH | O_CLOEXEC), here = open(".", O_PATH | O_CLOEXEC);
    int mounts = netsim_current_mount_namespace();
    if (root < 0 || here < 0 || mounts < 0) result = -EBADF;
    else if (setns(mounts, CLONE_NEWNS) < 0) result = -errno;
    else {
        result = make_private();
        if (fchdir(root) < 0 || chroot(".") < 0 || fchdir(here) < 0) result = -errno;
    }
    if (root >= 0) close(root);
    if (here >= 0) close(here);
    if (mounts >= 0) close(mounts);
    return result;
}

int netsim_bind_mount(const char *source, const char *target) {
    return mount(source, target, NULL, MS_BIND, NULL) < 0 ? -errno : 0;
}

int netsim_bind_tree(int source, const char *target) {
    char path[64];
    snprintf(path, sizeof path, "/proc/thread-self/fd/%d", source);
    return mount(path, target, NULL, MS_BIND | MS_REC, NULL) < 0 ? -errno : 0;
}

int netsim_mount_memory(const char *target) {
    return mount("netsim", target, "tmpfs", 0, NULL) < 0 ? -errno : 0;
}

int netsim_mount_devices(const char *target) {
    unsigned long flags = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC;
    return mount("netsim", target, "sysfs", flags, NULL) < 0 ? -errno : 0;
}

int netsim_unmount(const char *target) {
    return umount2(target, MNT_DETACH) < 0 ? -errno : 0;
}

/// A mount's flags, as mount(2) has them.
static unsigned long mount_flags(const struct statvfs *status) {
    unsigned long flags = 0;
    if (status->f_flag & ST_NOSUID) flags |= MS_NOSUID;
    if (status->f_flag & ST_NODEV) flags |= MS_NODEV;
    if (status->f_flag & ST_NOEXEC) flags |= MS_NOEXEC;
    if (status->f_flag & ST_NOATIME) flags |= MS_NOATIME;
    if (status->f_flag & ST_NODIRATIME) flags |= MS_NODIRATIME;
    if (status->f_flag & ST_RELATIME) flags |= MS_RELATIME;
    return flags;
}

int netsim_mount_layer(int folder, const char *target, const char *upper, const char *work, int attributes) {
    struct statvfs status;
    if (fchdir(folder) < 0 || fstatvfs(folder, &status) < 0) return -errno;
    char options[512];
    const char *kind = attributes == 2 ? ",userxattr" : "";
    // By the current folder, whose name may hold what separates options.
    int length = snprintf(options, sizeof options, "lowerdir=.,upperdir=%s,workdir=%s%s", upper, work, kind);
    if (length < 0 || (size_t)length >= sizeof options) return -ENAMETOOLONG;
    unsigned long flags = mount_flags(&status) & (MS_NOSUID | MS_NODEV | MS_NOEXEC);
    return mount("netsim", target, "overlay", flags, options) < 0 ? -errno : 0;
}

int netsim_layer_attributes(const char *folder) {
    if (setxattr(folder, "trusted.overlay.netsim", "y", 1, 0) == 0) return 1;
    if (setxattr(folder, "user.overlay.netsim", "y", 1, 0) == 0) return 2;
    return -ENOTSUP;
}

int netsim_make_read_only(const char *path) {
    struct statvfs status;
    if (statvfs(path, &status) < 0) return -errno;
    // Flags that came from elsewhere may not be dropped by who is root in a user namespace alone.
    unsigned long flags = MS_REMOUNT | MS_BIND | MS_RDONLY | mount_flags(&status);
    return mount(NULL, path, NULL, flags, NULL) < 0 ? -errno : 0;
}

int netsim_change_root_mount(const char *folder) {
    if (chdir(folder) < 0) return -errno;
    // The former root is then mounted over the new one, and goes (pivot_root(2)).
    if (syscall(SYS_pivot_root, ".", ".") < 0) return -errno;
    if (umount2(".", MNT_DETACH) < 0) return -errno;
    return chdir("/") < 0 ? -errno : 0;
}

int netsim_enter_root(int folder) {
    return fchdir(folder) < 0 || chroot(".") < 0 || chdir("/") < 0 ? -errno : 0;
}

int netsim_open_place(int folder, const char *path) {
    int descriptor = openat(folder < 0 ? AT_FDCWD : folder, path, O_PATH | O_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

int netsim_current_mount_namespace(void) {
    int descriptor = open("/proc/thread-self/ns/mnt", O_RDONLY | O_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}
