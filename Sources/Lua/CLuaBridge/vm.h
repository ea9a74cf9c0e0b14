// A VM: what the files of the bridge share. They stand on each other like this, and no file calls one above it:
//
//     vm                                             opens and closes
//     code  calls  flatten  globals  host  snapshot  image  what Swift asks for
//     stack                                          values to and from the Lua stack, and references to them
//     entry                                          the one way into Lua                       entry.h
//     watchdog
//     sandbox                                        what a script finds                        library.h
//     finalizers  weak  protect  coroutines  load  calendar  random  find  format  pack  tables
//     pattern  sort  text
//     library
//     shortage                                       errors of memory and their words           limits.h
//     memory                                         the allocator
//     limits                                         the hook, the budget, the end of a call
//     trace  coverage  profile                       places and calls; lines that ran; what functions cost
//     references                                     what Swift let go of
//     heap  buffer  pages
#ifndef VM_H
#define VM_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdatomic.h>

#include "buffer.h"
#include "heap.h"
#include "lua_bridge.h"

enum { MOST_WORDS = 16 };

// Why the running call must end; once reached, a limit stays reached until the call is over.
typedef enum { RUNNING, OUT_OF_INSTRUCTIONS, OUT_OF_TIME } call_end;

typedef struct line_counts line_counts;
typedef struct references references;
typedef struct profile profile;
typedef struct image image;

struct lb_vm {
    // What each of the VMs that begin from one image has for itself, down to `error`.
    lua_State *main;
    lua_State *current; // the coroutine that runs
    arena *heap;
    lb_limits limits;
    lb_host host;

    // The running call.
    struct {
        int depth;              // nested entries; 0 between calls
        int64_t budget;         // instructions that are left
        int interval;           // instructions from one count hook to the next
        bool is_armed;          // it took long, and its instructions are being counted
        bool is_finalizing;     // it runs what the collector noted
        call_end end;
        atomic_bool is_in_host; // Swift runs
    } call;

    // What the running call passed to the host besides its results, and what all nested calls together passed.
    struct {
        size_t bytes, pieces, in_all;
    } emitted;

    // The last block that the allocator refused.
    struct {
        char place[96];   // `file:line`
        bool is_kept;     // place and kind stay, because the error is on its way
        bool is_overflow; // it was the stack of calls that did not fit
        bool is_new;      // it was refused since this was reset
    } shortage;

    // Words that results are compared with by address: where Lua keeps them.
    struct {
        const char *list[MOST_WORDS];
        int count;
    } words;

    // Lines that ran, by file.
    struct {
        bool is_on;
        line_counts *files;
    } coverage;

    // What functions cost; NULL if no profile is being taken.
    profile *profile;

    // The heap at an earlier moment.
    struct kept_heap {
        int file; // -1 if there is none
        size_t size;
        void *kept;      // the kept copy, to read from
        uint64_t *pages; // room for what the system says about each page
        size_t own;      // pages that were the VM's own at the last restore
        size_t restores;
        size_t epochs;           // of references that are part of it
        struct kept_heap *outer; // the moment before, to which `lb_drop_snapshot` goes back; NULL if there is none
    } snapshot;

    // Values that Lua keeps for Swift. It outlives the VM if the references do.
    references *references;

    // The last error, as text that needs no Lua memory.
    struct {
        buffer message, traceback;
        char end[192];       // the message of the limit that was reached
        char stop_place[256]; // where a script was stopped, with the function
        char place[96];      // where an error came from, `file:line`
        lb_status caught;    // what the last pcall of a script caught
    } error;

    // Values on their way out of Lua, each until the next of its kind.
    struct {
        lb_value *list;
        size_t count, room;
        size_t cost; // bytes
    } flat;
    struct {
        int64_t *list;
        size_t count, room;
    } keys;
    buffer code;

    // How long the call has been running. The watchdog's thread reads it.
    struct {
        _Atomic(struct lb_vm *) below; // whose call on the same thread led here
        atomic_uint serial;      // odd while a call runs
        atomic_uint stop;        // the serial of the call whose time is up
        atomic_uint arm;         // the serial of the call whose instructions are to be counted
        _Atomic uint64_t thread; // that runs the call
        _Atomic double seconds, patience;
        // the watchdog's alone
        unsigned seen_serial;
        double seen_at;
        bool is_seen_twice;
        int ticks_late;
    } watch;

    // The VMs that share its address and begin from one moment; NULL if it is alone.
    image *image;
};

#define VM(L) (*(lb_vm **)lua_getextraspace(L))

// Wraps each call to the host.
#define IN_HOST(vm, action)                                                                                            \
    do {                                                                                                               \
        bool was_in_host = atomic_load_explicit(&(vm)->call.is_in_host, memory_order_relaxed);                         \
        atomic_store_explicit(&(vm)->call.is_in_host, true, memory_order_relaxed);                                     \
        action;                                                                                                        \
        atomic_store_explicit(&(vm)->call.is_in_host, was_in_host, memory_order_relaxed);                              \
    } while (0)

#endif
