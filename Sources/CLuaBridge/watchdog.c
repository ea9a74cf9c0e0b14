// Ends calls that take too long. A thread looks at all VMs every few milliseconds; the calls themselves only count, so
// that a call pays no clock. First the hook is told to stop the script. Where no hook comes by, because the time goes
// inside one function of the C library, a signal takes the thread out of it to the entry of the call: only frames of
// liblua and of this bridge lie between, never one of Swift, and the VM is not used again.
#include <signal.h>
#include <string.h>
#include <time.h>

#include "vm.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static lb_vm *all;
static atomic_bool is_asleep = true;
static bool has_thread;
static _Thread_local lb_vm *running; // the VM whose call runs on this thread
static _Thread_local bool takes_signals;

enum { TICK_MILLISECONDS = 10, TICKS_UNTIL_SLEEP = 100 };
static const double grace = 0.2; // seconds from the hook's turn to the signal's

static void on_signal(int number) {
    (void)number;
    lb_vm *vm = running;
    if (vm == NULL || vm->is_dead || vm->innermost == NULL) return;
    if (atomic_exchange(&vm->arm, false)) {
        // lua_sethook is made for this: it may come at any moment of the thread that runs the state.
        vm->is_armed = true;
        limits_arm(vm, vm->main);
    }
    if (vm->is_in_host || atomic_load_explicit(&vm->stop, memory_order_relaxed) != 2) return;
    vm->is_dead = true;
    ESCAPE_JUMP(vm->innermost->escape);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

// Looks at one VM; answers whether a call runs on it.
static bool look_at(lb_vm *vm, double time) {
    unsigned serial = atomic_load(&vm->serial);
    if ((serial & 1) == 0) return false;
    double seconds = atomic_load(&vm->seconds);
    if (serial != vm->seen_serial) {
        vm->seen_serial = serial;
        vm->seen_at = time;
        vm->is_seen_twice = false;
        return true;
    }
    if (!vm->is_seen_twice) {
        vm->is_seen_twice = true;
        atomic_store(&vm->arm, true);
        pthread_kill(vm->thread, SIGURG);
    }
    if (seconds > 0 && time - vm->seen_at > seconds) {
        bool is_late = time - vm->seen_at > seconds + grace;
        atomic_store(&vm->stop, is_late ? 2 : 1);
        if (is_late) pthread_kill(vm->thread, SIGURG);
    }
    return true;
}

static void *watch(void *unused) {
    (void)unused;
    int idle = 0;
    pthread_mutex_lock(&lock);
    for (;;) {
        bool is_busy = false;
        double time = now();
        for (lb_vm *vm = all; vm != NULL; vm = vm->next) is_busy |= look_at(vm, time);
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
        action.sa_flags = SA_NODEFER | SA_RESTART;
        sigaction(SIGURG, &action, NULL);
        pthread_t thread;
        has_thread = pthread_create(&thread, NULL, watch, NULL) == 0;
        if (has_thread) pthread_detach(thread);
    }
    atomic_store(&is_asleep, false);
    pthread_cond_signal(&wake);
    pthread_mutex_unlock(&lock);
}

void watchdog_add(lb_vm *vm) {
    pthread_mutex_lock(&lock);
    vm->next = all;
    all = vm;
    pthread_mutex_unlock(&lock);
}

void watchdog_remove(lb_vm *vm) {
    pthread_mutex_lock(&lock);
    for (lb_vm **link = &all; *link != NULL; link = &(*link)->next) {
        if (*link == vm) {
            *link = vm->next;
            break;
        }
    }
    pthread_mutex_unlock(&lock);
}

// Threads of a pool come with all signals blocked.
static void take_signals(void) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGURG);
    takes_signals = pthread_sigmask(SIG_UNBLOCK, &signals, NULL) == 0;
}

void watchdog_enter(lb_vm *vm) {
    if (!takes_signals) take_signals();
    vm->thread = pthread_self();
    running = vm;
    atomic_store_explicit(&vm->stop, 0, memory_order_relaxed);
    atomic_store_explicit(&vm->arm, false, memory_order_relaxed);
    atomic_store_explicit(&vm->serial, atomic_load_explicit(&vm->serial, memory_order_relaxed) + 1, memory_order_release);
    if (atomic_load_explicit(&is_asleep, memory_order_relaxed)) wake_up();
}

void watchdog_leave(lb_vm *vm) {
    atomic_store_explicit(&vm->serial, atomic_load_explicit(&vm->serial, memory_order_relaxed) + 1, memory_order_release);
    running = NULL;
}
