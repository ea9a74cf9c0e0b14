// What the calls that can fail have in common; see faults.c.
#pragma once
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

// The driver reads the numbers in this order.
#define CALLS(call) \
    call(open) call(openat) call(read) call(pread) call(write) call(pwrite) call(fsync) call(fdatasync) call(rename) \
    call(unlink) call(mkdir) call(ftruncate) call(mmap) call(mremap) call(socket) call(bind) call(connect) call(listen) \
    call(accept) call(send) call(sendto) call(sendmsg) call(sendmmsg) call(recv) call(recvfrom) call(recvmsg) \
    call(recvmmsg) call(poll) call(epoll_create) call(epoll_ctl) call(epoll_wait) call(clock_gettime) call(getrandom) \
    call(stat) call(fchmod) call(flock) call(fcntl) call(opendir) call(readdir) call(memfd_create) call(pipe) \
    call(pthread_create) call(tcsetattr) call(realpath)

enum call {
#define NAME(name) CALL_##name,
    CALLS(NAME)
#undef NAME
    CALL_count
};

enum what { NOTHING, FAIL, FAIL_ON, SHORT, SLOW, KILL, TORN, FULL };

// The error number that a call is to fail with.
extern int number;
// The file that gets what reaches the disk; -1 for none.
extern int record;

struct target { char path[512]; };

// What is to be done about a call: NOTHING also for calls that are not counted.
enum what meet(enum call call, const char *path, int file, void *caller);
int fails(enum what todo);
// How many of the bytes are transferred.
size_t part(enum what todo, size_t count);
// How many of them still fit on the disk; -1 if none does.
ssize_t room(int file, size_t count);
void die(void);
// What a path or a descriptor leads to, and the path of a name in an open folder.
struct target target_of(const char *path, int file);
struct target in_folder(int folder, const char *name);
void note(char kind, const char *path, const char *other, int file, const void *bytes, size_t count, off_t at);

#define NOTE(...) do { int kept = errno; if (record >= 0) note(__VA_ARGS__); errno = kept; } while (0)

#define REAL(result, name, ...) \
    static result (*real)(__VA_ARGS__); \
    if (!real) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)
#define CALLER __builtin_return_address(0)
#define FAIL_IF(call, path, file, failure) \
    enum what todo = meet(CALL_##call, path, file, CALLER); \
    if (fails(todo)) return failure
