// Detects when a call has taken too long. A thread checks all VMs every few milliseconds; the calls themselves only
// count, so that no call has to read the clock. The hook and the library's functions see the thread's verdict; a signal
// sets the hook of code that has none yet, and does nothing else: no code is ever interrupted from outside. Only if a
// call does not return long after its time limit does another signal ask its thread for the place, and end the program.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

#include <pthread.h>

#include "entry.h"
#include "trace.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
// What the watchdog looks at: the threads that ever ran a call, however many VMs there are.
typedef struct lane {
    _Atomic(lb_vm *) running; // the VM whose call runs on the thread
    bool is_free;             // the thread is gone, and another may have its place
    struct lane *next;
} lane;
static lane *lanes;
static pthread_key_t lane_key; // frees a lane at the end of its thread
static bool has_lane_key;
static _Thread_local lane *own_lane;
static atomic_bool is_asleep = true;
static bool has_thread;
static _Thread_local lb_vm *running; // the VM whose call runs on this thread
static _Thread_local uint64_t this_thread;

enum { TICK_MILLISECONDS = 10, TICKS_UNTIL_SLEEP = 100, MILLISECONDS_FOR_THE_PLACE = 200 };

static unsigned serial_of(lb_vm *vm) { return atomic_load_explicit(&vm->watch.serial, memory_order_relaxed); }

static void on_signal(int number) {
    (void)number;
    lb_vm *vm = running;
    if (vm == NULL) return;
    unsigned serial = serial_of(vm);
    if ((serial & 1) == 0) return;
    // lua_sethook is made for this: it may be called at any moment of the thread that runs the state. Coroutines count
    // from their start anyway.
    if (atomic_load_explicit(&vm->watch.arm, memory_order_relaxed) == serial && !vm->call.is_armed) {
        vm->call.is_armed = true;
        limits_arm(vm, vm->main);
    }
    if (atomic_load_explicit(&vm->watch.stop, memory_order_relaxed) == serial) {
        vm->call.is_armed = true;
        limits_hurry(vm, vm->main);
        limits_hurry(vm, vm->current);
    }
}

// This is harmless if the thread has ended by now, or another got its number.
static void tell(lb_vm *vm, int number) {
    uint64_t thread = atomic_load(&vm->watch.thread);
#ifdef __linux__
    syscall(SYS_tgkill, getpid(), (pid_t)thread, number);
#else
    pthread_kill((pthread_t)thread, number);
#endif
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

// Ending the program is the only safe course if a call has not returned for this long after its limit.
static void end_program(const lb_vm *vm, const char *place) {
    char words[384];
    int length = snprintf(
        words, sizeof words,
        "xlwm2m: %s%sa script did not come back for %g seconds after its limit of %g seconds; the program ends, because "
        "nothing else is safe\n",
        place, place[0] != 0 ? ": " : "", atomic_load(&vm->watch.patience), atomic_load(&vm->watch.seconds));
    ssize_t written = write(STDERR_FILENO, words, (size_t)length);
    (void)written;
    _exit(3);
}

static _Atomic(lb_vm *) ending; // the VM that the program ends for

static void on_broken_place(int number) {
    (void)number;
    end_program(ending, "");
}

// Runs on the thread that did not return: Lua's state may be in the middle of a change, which no longer matters. A
// place that cannot be read is left out.
static void on_end(int number) {
    (void)number;
    lb_vm *vm = ending;
    if (vm == NULL || running != vm) return;
    signal(SIGSEGV, on_broken_place);
    signal(SIGBUS, on_broken_place);
    char place[96];
    bool is_placed = trace_place(vm->current, place, sizeof place);
    end_program(vm, is_placed ? place : "");
}

// The last resort, for the unforeseen: nothing in Lua checked the limit for a long time after it was reached. The
// thread of the call reports its place and ends the program; if even that does not happen, the program ends without a
// place.
static void give_up(lb_vm *vm) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_end;
    sigaction(SIGXCPU, &action, NULL);
    ending = vm;
    tell(vm, SIGXCPU);
    nanosleep(&(struct timespec){.tv_nsec = MILLISECONDS_FOR_THE_PLACE * 1000000L}, NULL);
    end_program(vm, "");
}

// Checks one VM; returns whether a call is running on it.
static bool look_at(lb_vm *vm, double time) {
    unsigned serial = atomic_load(&vm->watch.serial);
    if ((serial & 1) == 0) return false;
    if (serial != vm->watch.seen_serial) {
        vm->watch.seen_serial = serial;
        vm->watch.seen_at = time;
        vm->watch.is_seen_twice = false;
        vm->watch.ticks_late = 0;
        return true;
    }
    bool has_news = !vm->watch.is_seen_twice;
    if (has_news) {
        vm->watch.is_seen_twice = true;
        atomic_store(&vm->watch.arm, serial);
    }
    double seconds = atomic_load(&vm->watch.seconds);
    if (seconds > 0 && time - vm->watch.seen_at > seconds) {
        has_news |= vm->watch.ticks_late == 0;
        atomic_store(&vm->watch.stop, serial);
        if (atomic_load(&vm->call.is_in_host)) {
            vm->watch.ticks_late = 1;
        } else if (++vm->watch.ticks_late * TICK_MILLISECONDS > atomic_load(&vm->watch.patience) * 1000) {
            give_up(vm);
        }
    }
    if (has_news) tell(vm, SIGURG);
    return true;
}

static void *watch(void *unused) {
    (void)unused;
    int idle = 0;
    pthread_mutex_lock(&lock);
    for (;;) {
        bool is_busy = false;
        double time = now();
        for (lane *lane = lanes; lane != NULL; lane = lane->next) {
            // A VM is freed under the lock, after its call: neither it nor one below it goes while it is looked at.
            for (lb_vm *vm = atomic_load(&lane->running); vm != NULL; vm = atomic_load(&vm->watch.below)) {
                is_busy |= look_at(vm, time);
            }
        }
        idle = is_busy ? 0 : idle + 1;
        if (idle > TICKS_UNTIL_SLEEP) {
            atomic_store(&is_asleep, true);
            pthread_cond_wait(&wake, &lock);
            idle = 0;
        } else {
            pthread_mutex_unlock(&lock);
            nanosleep(&(struct timespec){.tv_nsec = TICK_MILLISECONDS * 1000000L}, NULL);
            pthread_mutex_lock(&lock);
        }
    }
    return NULL;
}

static void wake_up(void) {
    pthread_mutex_lock(&lock);
    if (!has_thread) {
        struct sigaction action;
        memset(&action, 0, sizeof action);
        action.sa_handler = on_signal;
        action.sa_flags = SA_RESTART;
        sigaction(SIGURG, &action, NULL);
        pthread_t thread;
        has_thread = pthread_create(&thread, NULL, watch, NULL) == 0;
        if (has_thread) pthread_detach(thread);
    }
    atomic_store(&is_asleep, false);
    pthread_cond_signal(&wake);
    pthread_mutex_unlock(&lock);
}

// Waits until the watchdog looks at nothing: no call runs on the VM any more, so that it does not come back to it.
void watchdog_remove(lb_vm *vm) {
    (void)vm;
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
}

static void free_lane(void *left) {
    pthread_mutex_lock(&lock);
    atomic_store(&((lane *)left)->running, NULL);
    ((lane *)left)->is_free = true;
    pthread_mutex_unlock(&lock);
}

// Gives the thread its lane. Without memory for one its calls are not watched, and only their instructions count.
static void take_lane(void) {
    pthread_mutex_lock(&lock);
    if (!has_lane_key) has_lane_key = pthread_key_create(&lane_key, free_lane) == 0;
    lane *found = lanes;
    while (found != NULL && !found->is_free) found = found->next;
    if (found == NULL && (found = calloc(1, sizeof *found)) != NULL) {
        found->next = lanes;
        lanes = found;
    }
    if (found != NULL) found->is_free = false;
    pthread_mutex_unlock(&lock);
    own_lane = found;
    if (found != NULL && has_lane_key) pthread_setspecific(lane_key, found);
}

// `running` is for signals of the thread, its lane for the watchdog.
static void set_running(lb_vm *vm) {
    running = vm;
    if (own_lane != NULL) atomic_store_explicit(&own_lane->running, vm, memory_order_release);
}

// Threads of a pool start with all signals blocked.
static void know_thread(void) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGURG);
    sigaddset(&signals, SIGXCPU);
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
#ifdef __linux__
    this_thread = (uint64_t)syscall(SYS_gettid);
#else
    this_thread = (uint64_t)pthread_self();
#endif
    take_lane();
}

void watchdog_enter(lb_vm *vm) {
    if (this_thread == 0) know_thread();
    atomic_store_explicit(&vm->watch.thread, this_thread, memory_order_relaxed);
    atomic_store_explicit(&vm->watch.below, running, memory_order_relaxed);
    set_running(vm);
    unsigned serial = serial_of(vm) + 1;
    // Numbers repeat after 2^32 calls.
    if (atomic_load_explicit(&vm->watch.stop, memory_order_relaxed) == serial) atomic_store(&vm->watch.stop, 0);
    atomic_store_explicit(&vm->watch.serial, serial, memory_order_release);
    if (atomic_load_explicit(&is_asleep, memory_order_relaxed)) wake_up();
}

void watchdog_leave(lb_vm *vm) {
    atomic_store_explicit(&vm->watch.serial, serial_of(vm) + 1, memory_order_release);
    set_running(atomic_load_explicit(&vm->watch.below, memory_order_relaxed));
}
