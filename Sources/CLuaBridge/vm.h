// What the files of the bridge share.
#ifndef VM_H
#define VM_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdatomic.h>

#include "lua_bridge.h"

enum { MOST_WORDS = 16 };

// Blocks of the heap by size: steps of 16 bytes up to 1 KiB, then four steps for each doubling.
enum { SMALL_CLASSES = 64, LARGE_CLASSES = 4 * 40, CLASSES = SMALL_CLASSES + LARGE_CLASSES };

// The head of the heap. It stands in the heap's own memory, so that a restored heap has its own bookkeeping back.
typedef struct {
    size_t used;  // bytes from the start that were ever given out
    size_t size;  // bytes that may be given out
    size_t live;  // bytes that Lua holds
    size_t limit; // bytes that Lua may hold
    uint64_t random;
    void *free[CLASSES];
} arena;

// A way out of a hung call. The built-in pair costs a few nanoseconds less, which counts in a call of 200.
#ifdef __x86_64__
typedef void *escape_point[5];
#define ESCAPE_SET(point) __builtin_setjmp(point)
#define ESCAPE_JUMP(point) __builtin_longjmp(point, 1)
#else
typedef jmp_buf escape_point;
#define ESCAPE_SET(point) _setjmp(point)
#define ESCAPE_JUMP(point) _longjmp(point, 1)
#endif

// One entry from outside into Lua; the innermost one is where a hung call comes out.
typedef struct frame {
    struct frame *outer;
    escape_point escape;
    int64_t budget; // what was left to the outer entry
    bool in_host;
} frame;

typedef struct {
    char *bytes;
    size_t length;
    size_t room;
} buffer;

typedef struct line_counts {
    struct line_counts *next;
    char *file;
    uint32_t *counts;
    size_t room;
} line_counts;

struct lb_vm {
    arena *heap;
    lua_State *main;
    lua_State *current; // the coroutine that runs
    lb_limits limits;
    lb_host host;
    frame *innermost;
    int depth;
    int64_t budget;
    int interval; // instructions from one count hook to the next
    bool is_exhausted;
    bool is_armed; // a call took long, and its instructions are being counted
    bool is_dead;
    volatile bool is_in_host; // Swift runs: no jump now

    buffer message, traceback, scratch;
    char place[256];
    lb_value *flat;
    size_t flat_count, flat_room;
    int64_t *keys;
    size_t key_count, key_room;

    const char *words[MOST_WORDS]; // where Lua keeps them
    int word_count;

    bool counts_lines;
    line_counts *lines;

    int snapshot_file;
    size_t snapshot_size;
    void *snapshot_kept;      // the kept copy, to read from
    uint64_t *snapshot_pages; // room for what the system says about each page
    size_t snapshot_own;      // pages that were the VM's own at the last restore
    size_t snapshot_restores;

    // shared with the watchdog's thread
    struct lb_vm *next;
    atomic_uint serial; // odd while a call runs
    atomic_int stop;    // 1: the hook shall end the script; 2: the signal shall
    atomic_bool arm;    // the signal shall start the count of instructions
    unsigned seen_serial;
    double seen_at;
    bool is_seen_twice;
    pthread_t thread;
    _Atomic double seconds;
};

#define VM(L) (*(lb_vm **)lua_getextraspace(L))

// Around each call of the host: the watchdog must not jump while Swift runs.
#define IN_HOST(vm, call)                                                                                              \
    do {                                                                                                               \
        bool was_in_host = (vm)->is_in_host;                                                                           \
        (vm)->is_in_host = true;                                                                                       \
        call;                                                                                                          \
        (vm)->is_in_host = was_in_host;                                                                                \
    } while (0)

// heap.c
arena *heap_open(size_t size, size_t limit, uint64_t seed);
void heap_close(arena *heap);
void *heap_allocate(void *heap, void *block, size_t old_size, size_t new_size);

// snapshot.c
void snapshot_close(lb_vm *vm);

// sandbox.c
int sandbox_open(lua_State *L);

// limits.c
void limits_install(lb_vm *vm, lua_State *L);
void limits_arm(lb_vm *vm, lua_State *L);
int limits_raise(lua_State *L, const char *why);
void limits_describe_place(lb_vm *vm, lua_State *L);
void lines_close(lb_vm *vm);

// watchdog.c
void watchdog_add(lb_vm *vm);
void watchdog_remove(lb_vm *vm);
void watchdog_enter(lb_vm *vm);
void watchdog_leave(lb_vm *vm);

// vm.c, values.c
lb_status vm_protect(lb_vm *vm, lua_CFunction body, void *argument, int results);
lb_status vm_protect_pushed(lb_vm *vm, lua_CFunction body, int count, int results);
lb_value vm_value(lua_State *L, int index);
bool buffer_put(buffer *to, const char *bytes, size_t length);
int vm_trampoline(lua_State *L);
int vm_load_text(lua_State *L, const char *text, size_t length, const char *name);

#endif
