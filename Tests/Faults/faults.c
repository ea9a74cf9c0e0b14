// Makes one system call of a program fail, fall short, take long, or be its last. Preloaded; for tests alone.
//
//   cc -shared -fPIC -O2 -o faults.so *.c -ldl -lpthread
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
#include "faults.h"

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


static struct state *state;
static enum call chosen = CALL_count;
static uint64_t turn;
static enum what what;
int number;
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

int record = -1;
static const char *recordRoot;

// A line of words, and then the bytes: KIND SIZE AT OUTPUT PATH [OTHER]
void note(char kind, const char *path, const char *other, int file, const void *bytes, size_t count, off_t at) {
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

void die(void) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
}

struct target target_of(const char *path, int file) {
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

struct target in_folder(int folder, const char *name) {
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
enum what meet(enum call call, const char *path, int file, void *caller) {
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

int fails(enum what todo) { return todo == FAIL || todo == FAIL_ON; }

size_t part(enum what todo, size_t count) { return todo == SHORT || todo == TORN ? (count + 1) / 2 : count; }

// How many of `count` bytes still fit on the disk; -1 if none does.
ssize_t room(int file, size_t count) {
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
