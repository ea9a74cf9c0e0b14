// Makes one system call of a program fail, fall short, take long, or be its last. Preloaded; for tests alone.
//
//   cc -shared -fPIC -O2 -o faults.so faults.c -ldl -lpthread
//   FAULTS_STATE=FILE FAULTS=write:17:28 LD_PRELOAD=./faults.so xlwm2m ...
//
// FAULTS_STATE is a file of zeros as large as `struct state`: it gets the number of calls of each kind, of all processes
// together, and what was hit. FAULTS is CALL:N:WHAT, where N counts from 1 and WHAT is
//
//   NUMBER    the N-th call fails with this error number
//   NUMBER+   so do all later ones of its kind
//   short     the N-th call transfers half of what was asked for
//   slow      the N-th call begins 200 ms late
//   kill      the process is killed instead of the N-th call
//   torn      the N-th call transfers half, and then the process is killed
//
// or disk:N:full: the files written get N bytes altogether, and then the disk is full. CALL:N:WHAT:END counts only calls on
// paths, or on descriptors of paths, with this end.
//
// FAULTS_LOG is a file that gets what would reach a disk: each write, truncation, confirmation and change of a name, below
// the folder FAULTS_LOG_ROOT, and how much went to standard output before. power.py takes its power away at each place.
//
// Calls that the runtime of Swift, libdispatch and libc make for themselves are passed on uncounted: they are not the
// program's to handle.
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

static const char *const names[] = {
#define NAME(name) #name,
    CALLS(NAME)
#undef NAME
};

struct state {
    _Atomic uint32_t counts[64];
    _Atomic uint64_t written;   // bytes to files
    _Atomic uint32_t hit;
    char where[4096 - 64 * 4 - 16];   // what the call that was hit worked on
};

enum what { NOTHING, FAIL, FAIL_ON, SHORT, SLOW, KILL, TORN, FULL };

static struct state *state;
static enum call chosen = CALL_count;
static uint64_t turn;
static enum what what;
static int number;
static char ending[128];
static struct { uintptr_t start, end; } passed[64];
static int passedCount;

static int note_runtime(struct dl_phdr_info *info, size_t size, void *data) {
    (void)size, (void)data;
    static const char *const runtimes[] = {"libswift", "libdispatch", "libBlocksRuntime", "libstdc++", "libc.so", "ld-linux"};
    for (size_t i = 0; i < sizeof runtimes / sizeof *runtimes; i++) {
        if (!strstr(info->dlpi_name, runtimes[i])) continue;
        for (int p = 0; p < info->dlpi_phnum && passedCount < 64; p++) {
            if (info->dlpi_phdr[p].p_type != PT_LOAD || !(info->dlpi_phdr[p].p_flags & PF_X)) continue;
            passed[passedCount].start = info->dlpi_addr + info->dlpi_phdr[p].p_vaddr;
            passed[passedCount].end = passed[passedCount].start + info->dlpi_phdr[p].p_memsz;
            passedCount++;
        }
    }
    return 0;
}

static int record = -1;
static const char *recordRoot;

struct target { char path[512]; };

static struct target target_of(const char *path, int file);

// A line of words, and then the bytes: KIND SIZE AT OUTPUT PATH [OTHER]
static void note(char kind, const char *path, const char *other, int file, const void *bytes, size_t count, off_t at) {
    static _Atomic size_t output;
    if (kind == 'o') {
        atomic_fetch_add(&output, count);
        return;
    }
    struct target target = target_of(path, file);
    if (strncmp(target.path, recordRoot, strlen(recordRoot)) != 0) return;
    char line[1400];
    int length = snprintf(line, sizeof line, "%c %zu %lld %zu %s\t%s\n", kind, bytes ? count : 0, (long long)at,
                          atomic_load(&output), target.path, other ? other : "");
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&lock);
    if (syscall(SYS_write, record, line, length) < 0 || (bytes && syscall(SYS_write, record, bytes, count) < 0)) abort();
    pthread_mutex_unlock(&lock);
}
#define NOTE(...) do { int kept = errno; if (record >= 0) note(__VA_ARGS__); errno = kept; } while (0)

// The path of a name in an open folder.
static struct target in_folder(int folder, const char *name);

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("FAULTS_STATE"), *wish = getenv("FAULTS"), *log = getenv("FAULTS_LOG");
    recordRoot = getenv("FAULTS_LOG_ROOT");
    if (log && recordRoot) record = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (!path) return;
    dl_iterate_phdr(note_runtime, NULL);
    if (wish) {
        char name[32], how[16];
        unsigned long long n;
        if (sscanf(wish, "%31[^:]:%llu:%15[^:]:%127s", name, &n, how, ending) >= 3) {
            turn = n;
            for (int i = 0; i < CALL_count; i++)
                if (!strcmp(names[i], name)) chosen = i;
            if (!strcmp(how, "short")) what = SHORT;
            else if (!strcmp(how, "slow")) what = SLOW;
            else if (!strcmp(how, "kill")) what = KILL;
            else if (!strcmp(how, "torn")) what = TORN;
            else if (!strcmp(how, "full")) what = FULL;
            else {
                number = atoi(how);
                what = strchr(how, '+') ? FAIL_ON : FAIL;
            }
        }
    }
    int file = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    void *start = (void *)syscall(SYS_mmap, NULL, sizeof *state, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (start != MAP_FAILED) state = start;
    syscall(SYS_close, file);
}

static void die(void) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
}

static struct target target_of(const char *path, int file) {
    struct target target = {""};
    if (path) {
        snprintf(target.path, sizeof target.path, "%s", path);
    } else if (file >= 0) {
        char link[32];
        snprintf(link, sizeof link, "/proc/self/fd/%d", file);
        ssize_t count = readlink(link, target.path, sizeof target.path - 1);
        target.path[count < 0 ? 0 : count] = 0;
    }
    return target;
}

static struct target in_folder(int folder, const char *name) {
    if (name[0] == '/' || folder == AT_FDCWD) return target_of(name, -1);
    struct target target = target_of(NULL, folder);
    size_t length = strlen(target.path);
    snprintf(target.path + length, sizeof target.path - length, "/%s", name);
    return target;
}

static void tell_hit(const char *path, int file) {
    if (atomic_exchange(&state->hit, 1)) return;
    snprintf(state->where, sizeof state->where, "%d %s", path ? -1 : file, target_of(path, file).path);
}

static int is_meant(const char *path, int file) {
    struct target target = target_of(path, file);
    size_t length = strlen(target.path), wanted = strlen(ending);
    return length >= wanted && !strcmp(target.path + length - wanted, ending);
}

// What is to be done about a call: NOTHING also for calls that are not counted.
static enum what meet(enum call call, const char *path, int file, void *caller) {
    if (!state) return NOTHING;
    for (int i = 0; i < passedCount; i++)
        if ((uintptr_t)caller >= passed[i].start && (uintptr_t)caller < passed[i].end) return NOTHING;
    if (ending[0] && call == chosen && !is_meant(path, file)) return NOTHING;
    uint32_t n = atomic_fetch_add(&state->counts[call], 1) + 1;
    if (call != chosen || (what == FAIL_ON ? n < turn : n != turn)) return NOTHING;
    tell_hit(path, file);
    if (what == KILL) die();
    if (what == SLOW) {
        struct timespec pause = {0, 200000000};
        syscall(SYS_nanosleep, &pause, NULL);
        return NOTHING;
    }
    if (what == FAIL || what == FAIL_ON) errno = number;
    return what;
}

static int fails(enum what todo) { return todo == FAIL || todo == FAIL_ON; }

static size_t part(enum what todo, size_t count) { return todo == SHORT || todo == TORN ? (count + 1) / 2 : count; }

// How many of `count` bytes still fit on the disk; -1 if none does.
static ssize_t room(int file, size_t count) {
    if (!state || count == 0) return count;
    struct stat info;
    // Output is no file, wherever it goes, and neither is memory.
    if (file <= 2 || fstat(file, &info) != 0 || !S_ISREG(info.st_mode) || info.st_nlink == 0) return count;
    uint64_t before = atomic_fetch_add(&state->written, count);
    if (what != FULL || before + count <= turn) return count;
    tell_hit(NULL, file);
    if (before < turn) return turn - before;
    errno = ENOSPC;
    return -1;
}

#define REAL(result, name, ...) \
    static result (*real)(__VA_ARGS__); \
    if (!real) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)
#define CALLER __builtin_return_address(0)
#define FAIL_IF(call, path, file, failure) \
    enum what todo = meet(CALL_##call, path, file, CALLER); \
    if (fails(todo)) return failure

// MARK: - Files

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(int, name, const char *, int, ...); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        FAIL_IF(open, path, -1, -1); \
        int file = real(path, flags, mode); \
        if (file >= 0 && flags & (O_CREAT | O_TRUNC)) \
            NOTE(flags & O_TRUNC ? 't' : 'c', NULL, NULL, file, NULL, 0, 0); \
        return file; \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        REAL(int, name, int, const char *, int, ...); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        FAIL_IF(openat, path, -1, -1); \
        int file = real(folder, path, flags, mode); \
        if (file >= 0 && flags & (O_CREAT | O_TRUNC)) \
            NOTE(flags & O_TRUNC ? 't' : 'c', NULL, NULL, file, NULL, 0, 0); \
        return file; \
    }
OPENAT(openat)
OPENAT(openat64)

ssize_t read(int file, void *bytes, size_t count) {
    REAL(ssize_t, read, int, void *, size_t);
    FAIL_IF(read, NULL, file, -1);
    ssize_t done = real(file, bytes, part(todo, count));
    if (todo == TORN) die();
    return done;
}

#define PREAD(name) \
    ssize_t name(int file, void *bytes, size_t count, off_t at) { \
        REAL(ssize_t, name, int, void *, size_t, off_t); \
        FAIL_IF(pread, NULL, file, -1); \
        ssize_t done = real(file, bytes, part(todo, count), at); \
        if (todo == TORN) die(); \
        return done; \
    }
PREAD(pread)
PREAD(pread64)

ssize_t write(int file, const void *bytes, size_t count) {
    REAL(ssize_t, write, int, const void *, size_t);
    // What it has to say about a fault, it can say.
    if (file == STDERR_FILENO) return real(file, bytes, count);
    FAIL_IF(write, NULL, file, -1);
    ssize_t fit = room(file, part(todo, count));
    off_t at = record >= 0 && file > 2 ? lseek(file, 0, SEEK_CUR) : 0;
    ssize_t done = fit < 0 ? -1 : real(file, bytes, fit);
    if (done > 0) NOTE(file == STDOUT_FILENO ? 'o' : 'w', NULL, NULL, file, bytes, done, at);
    if (todo == TORN) die();
    return done;
}

#define PWRITE(name) \
    ssize_t name(int file, const void *bytes, size_t count, off_t at) { \
        REAL(ssize_t, name, int, const void *, size_t, off_t); \
        FAIL_IF(pwrite, NULL, file, -1); \
        ssize_t fit = room(file, part(todo, count)); \
        ssize_t done = fit < 0 ? -1 : real(file, bytes, fit, at); \
        if (done > 0) NOTE('w', NULL, NULL, file, bytes, done, at); \
        if (todo == TORN) die(); \
        return done; \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

int fsync(int file) {
    REAL(int, fsync, int);
    FAIL_IF(fsync, NULL, file, -1);
    NOTE('s', NULL, NULL, file, NULL, 0, 0);
    return real(file);
}

int fdatasync(int file) {
    REAL(int, fdatasync, int);
    FAIL_IF(fdatasync, NULL, file, -1);
    NOTE('s', NULL, NULL, file, NULL, 0, 0);
    return real(file);
}

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    FAIL_IF(rename, from, -1, -1);
    int failed = real(from, to);
    if (!failed) NOTE('r', from, to, -1, NULL, 0, 0);
    return failed;
}

int renameat(int fromFolder, const char *from, int toFolder, const char *to) {
    REAL(int, renameat, int, const char *, int, const char *);
    FAIL_IF(rename, from, -1, -1);
    int failed = real(fromFolder, from, toFolder, to);
    if (!failed) NOTE('r', in_folder(fromFolder, from).path, in_folder(toFolder, to).path, -1, NULL, 0, 0);
    return failed;
}

int unlink(const char *path) {
    REAL(int, unlink, const char *);
    FAIL_IF(unlink, path, -1, -1);
    int failed = real(path);
    if (!failed) NOTE('u', path, NULL, -1, NULL, 0, 0);
    return failed;
}

int unlinkat(int folder, const char *path, int flags) {
    REAL(int, unlinkat, int, const char *, int);
    FAIL_IF(unlink, path, -1, -1);
    int failed = real(folder, path, flags);
    if (!failed) NOTE('u', in_folder(folder, path).path, NULL, -1, NULL, 0, 0);
    return failed;
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    FAIL_IF(mkdir, path, -1, -1);
    return real(path, mode);
}

int mkdirat(int folder, const char *path, mode_t mode) {
    REAL(int, mkdirat, int, const char *, mode_t);
    FAIL_IF(mkdir, path, -1, -1);
    return real(folder, path, mode);
}

#define FTRUNCATE(name) \
    int name(int file, off_t size) { \
        REAL(int, name, int, off_t); \
        FAIL_IF(ftruncate, NULL, file, -1); \
        int failed = real(file, size); \
        if (!failed) NOTE('z', NULL, NULL, file, NULL, 0, size); \
        return failed; \
    }
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)

#define STAT(name, type) \
    int name(const char *path, struct type *info) { \
        REAL(int, name, const char *, struct type *); \
        FAIL_IF(stat, path, -1, -1); \
        return real(path, info); \
    }
STAT(stat, stat)
STAT(stat64, stat64)
STAT(lstat, stat)
STAT(lstat64, stat64)

#define FSTATAT(name, type) \
    int name(int folder, const char *path, struct type *info, int flags) { \
        REAL(int, name, int, const char *, struct type *, int); \
        FAIL_IF(stat, path, -1, -1); \
        return real(folder, path, info, flags); \
    }
FSTATAT(fstatat, stat)
FSTATAT(fstatat64, stat64)

int fchmod(int file, mode_t mode) {
    REAL(int, fchmod, int, mode_t);
    FAIL_IF(fchmod, NULL, file, -1);
    return real(file, mode);
}

int fchmodat(int folder, const char *path, mode_t mode, int flags) {
    REAL(int, fchmodat, int, const char *, mode_t, int);
    FAIL_IF(fchmod, path, -1, -1);
    return real(folder, path, mode, flags);
}

int flock(int file, int operation) {
    REAL(int, flock, int, int);
    FAIL_IF(flock, NULL, file, -1);
    return real(file, operation);
}

#define FCNTL(name) \
    int name(int file, int command, ...) { \
        REAL(int, name, int, int, ...); \
        va_list rest; \
        va_start(rest, command); \
        void *argument = va_arg(rest, void *); \
        va_end(rest); \
        /* To unlock never fails on a file that is open. */ \
        if (command == F_SETLK && ((struct flock *)argument)->l_type == F_UNLCK) return real(file, command, argument); \
        FAIL_IF(fcntl, NULL, file, -1); \
        return real(file, command, argument); \
    }
FCNTL(fcntl)
FCNTL(fcntl64)

DIR *opendir(const char *path) {
    REAL(DIR *, opendir, const char *);
    FAIL_IF(opendir, path, -1, NULL);
    return real(path);
}

DIR *fdopendir(int file) {
    REAL(DIR *, fdopendir, int);
    FAIL_IF(opendir, NULL, file, NULL);
    return real(file);
}

#define READDIR(name, type) \
    struct type *name(DIR *folder) { \
        REAL(struct type *, name, DIR *); \
        FAIL_IF(readdir, NULL, dirfd(folder), NULL); \
        return real(folder); \
    }
READDIR(readdir, dirent)
READDIR(readdir64, dirent64)

char *realpath(const char *path, char *resolved) {
    REAL(char *, realpath, const char *, char *);
    FAIL_IF(realpath, path, -1, NULL);
    return real(path, resolved);
}

// MARK: - Memory, threads, time

#define MMAP(name) \
    void *name(void *start, size_t size, int access, int flags, int file, off_t at) { \
        REAL(void *, name, void *, size_t, int, int, int, off_t); \
        FAIL_IF(mmap, NULL, file, MAP_FAILED); \
        return real(start, size, access, flags, file, at); \
    }
MMAP(mmap)
MMAP(mmap64)

void *mremap(void *start, size_t old, size_t size, int flags, ...) {
    REAL(void *, mremap, void *, size_t, size_t, int, ...);
    va_list rest;
    va_start(rest, flags);
    void *wanted = flags & MREMAP_FIXED ? va_arg(rest, void *) : NULL;
    va_end(rest);
    FAIL_IF(mremap, NULL, -1, MAP_FAILED);
    return real(start, old, size, flags, wanted);
}

int memfd_create(const char *name, unsigned flags) {
    REAL(int, memfd_create, const char *, unsigned);
    FAIL_IF(memfd_create, name, -1, -1);
    return real(name, flags);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *argument) {
    REAL(int, pthread_create, pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    FAIL_IF(pthread_create, NULL, -1, number);
    return real(thread, attributes, body, argument);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    REAL(int, clock_gettime, clockid_t, struct timespec *);
    FAIL_IF(clock_gettime, NULL, -1, -1);
    return real(clock, time);
}

ssize_t getrandom(void *bytes, size_t count, unsigned flags) {
    REAL(ssize_t, getrandom, void *, size_t, unsigned);
    FAIL_IF(getrandom, NULL, -1, -1);
    return real(bytes, part(todo, count), flags);
}

int getentropy(void *bytes, size_t count) {
    REAL(int, getentropy, void *, size_t);
    FAIL_IF(getrandom, NULL, -1, -1);
    return real(bytes, count);
}

// MARK: - Sockets, terminals, waiting

int socket(int domain, int type, int protocol) {
    REAL(int, socket, int, int, int);
    FAIL_IF(socket, NULL, -1, -1);
    return real(domain, type, protocol);
}

int bind(int file, const struct sockaddr *address, socklen_t size) {
    REAL(int, bind, int, const struct sockaddr *, socklen_t);
    FAIL_IF(bind, NULL, file, -1);
    return real(file, address, size);
}

int connect(int file, const struct sockaddr *address, socklen_t size) {
    REAL(int, connect, int, const struct sockaddr *, socklen_t);
    FAIL_IF(connect, NULL, file, -1);
    return real(file, address, size);
}

int listen(int file, int backlog) {
    REAL(int, listen, int, int);
    FAIL_IF(listen, NULL, file, -1);
    return real(file, backlog);
}

int accept(int file, struct sockaddr *address, socklen_t *size) {
    REAL(int, accept, int, struct sockaddr *, socklen_t *);
    FAIL_IF(accept, NULL, file, -1);
    return real(file, address, size);
}

int accept4(int file, struct sockaddr *address, socklen_t *size, int flags) {
    REAL(int, accept4, int, struct sockaddr *, socklen_t *, int);
    FAIL_IF(accept, NULL, file, -1);
    return real(file, address, size, flags);
}

ssize_t send(int file, const void *bytes, size_t count, int flags) {
    REAL(ssize_t, send, int, const void *, size_t, int);
    FAIL_IF(send, NULL, file, -1);
    return real(file, bytes, part(todo, count), flags);
}

ssize_t sendto(int file, const void *bytes, size_t count, int flags, const struct sockaddr *to, socklen_t size) {
    REAL(ssize_t, sendto, int, const void *, size_t, int, const struct sockaddr *, socklen_t);
    FAIL_IF(sendto, NULL, file, -1);
    return real(file, bytes, part(todo, count), flags, to, size);
}

ssize_t sendmsg(int file, const struct msghdr *message, int flags) {
    REAL(ssize_t, sendmsg, int, const struct msghdr *, int);
    FAIL_IF(sendmsg, NULL, file, -1);
    return real(file, message, flags);
}

int sendmmsg(int file, struct mmsghdr *messages, unsigned count, int flags) {
    REAL(int, sendmmsg, int, struct mmsghdr *, unsigned, int);
    FAIL_IF(sendmmsg, NULL, file, -1);
    return real(file, messages, part(todo, count), flags);
}

ssize_t recv(int file, void *bytes, size_t count, int flags) {
    REAL(ssize_t, recv, int, void *, size_t, int);
    FAIL_IF(recv, NULL, file, -1);
    return real(file, bytes, part(todo, count), flags);
}

ssize_t recvfrom(int file, void *bytes, size_t count, int flags, struct sockaddr *from, socklen_t *size) {
    REAL(ssize_t, recvfrom, int, void *, size_t, int, struct sockaddr *, socklen_t *);
    FAIL_IF(recvfrom, NULL, file, -1);
    return real(file, bytes, part(todo, count), flags, from, size);
}

ssize_t recvmsg(int file, struct msghdr *message, int flags) {
    REAL(ssize_t, recvmsg, int, struct msghdr *, int);
    FAIL_IF(recvmsg, NULL, file, -1);
    return real(file, message, flags);
}

int recvmmsg(int file, struct mmsghdr *messages, unsigned count, int flags, struct timespec *timeout) {
    REAL(int, recvmmsg, int, struct mmsghdr *, unsigned, int, struct timespec *);
    FAIL_IF(recvmmsg, NULL, file, -1);
    return real(file, messages, part(todo, count), flags, timeout);
}

int poll(struct pollfd *files, nfds_t count, int timeout) {
    REAL(int, poll, struct pollfd *, nfds_t, int);
    FAIL_IF(poll, NULL, count > 0 ? files[0].fd : -1, -1);
    return real(files, count, timeout);
}

int epoll_create1(int flags) {
    REAL(int, epoll_create1, int);
    FAIL_IF(epoll_create, NULL, -1, -1);
    return real(flags);
}

int epoll_ctl(int file, int operation, int about, struct epoll_event *event) {
    REAL(int, epoll_ctl, int, int, int, struct epoll_event *);
    FAIL_IF(epoll_ctl, NULL, about, -1);
    return real(file, operation, about, event);
}

int epoll_wait(int file, struct epoll_event *events, int count, int timeout) {
    REAL(int, epoll_wait, int, struct epoll_event *, int, int);
    FAIL_IF(epoll_wait, NULL, file, -1);
    return real(file, events, count, timeout);
}

int pipe(int files[2]) {
    REAL(int, pipe, int *);
    FAIL_IF(pipe, NULL, -1, -1);
    return real(files);
}

int tcsetattr(int file, int when, const struct termios *settings) {
    REAL(int, tcsetattr, int, int, const struct termios *);
    FAIL_IF(tcsetattr, NULL, file, -1);
    return real(file, when, settings);
}
