// What the files of the bridge share.
#ifndef VM_H
#define VM_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
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
    int pause, step_multiplier; // of the collector, as the script set them
    bool has_garbage;           // objects wait for their __gc
    void *free[CLASSES];
} arena;

// Why the running call must end; a limit that was reached stays reached until the call is over.
typedef enum { RUNNING, OUT_OF_INSTRUCTIONS, OUT_OF_TIME } call_end;

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
    int depth;
    int64_t budget;
    int interval;   // instructions from one count hook to the next
    bool is_armed;  // a call took long, and its instructions are being counted
    call_end end;
    bool is_finalizing;
    atomic_bool is_in_host; // Swift runs

    // What the running call gave to the host beside its results, and all calls within one another together.
    size_t emitted_bytes, emissions, emitted_in_all;

    buffer message, traceback, scratch;
    char place[256];   // where a script was stopped, with the function
    char end_words[192]; // the message of the limit that was reached
    char short_place[96]; // where memory was short last, `file:line`
    char error_place[96]; // where an error came from last, `file:line`
    bool keeps_shortage; // that place and kind stay, because the error is on its way
    bool is_overflow;  // it was the stack of calls that did not fit
    bool was_refused;  // the allocator refused a block since a function of the library began
    lb_status caught;  // what the last pcall of a script caught
    lb_value *flat;
    size_t flat_count, flat_room, flat_cost;
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
    atomic_uint serial;    // odd while a call runs
    atomic_uint stop;      // the serial of the call whose time is over
    atomic_uint arm;       // the serial of the call whose instructions shall be counted
    _Atomic uint64_t thread; // that runs the call
    _Atomic double seconds;
    struct lb_vm *below; // whose call on the same thread led here
    // the watchdog's alone
    unsigned seen_serial;
    double seen_at;
    bool is_seen_twice;
    int ticks_late;
};

#define VM(L) (*(lb_vm **)lua_getextraspace(L))

// Around each call of the host.
#define IN_HOST(vm, call)                                                                                              \
    do {                                                                                                               \
        bool was_in_host = atomic_load_explicit(&(vm)->is_in_host, memory_order_relaxed);                              \
        atomic_store_explicit(&(vm)->is_in_host, true, memory_order_relaxed);                                          \
        call;                                                                                                          \
        atomic_store_explicit(&(vm)->is_in_host, was_in_host, memory_order_relaxed);                                   \
    } while (0)

// heap.c
arena *heap_open(size_t size, size_t limit, uint64_t seed);
void heap_close(arena *heap);
void *heap_allocate(void *vm, void *block, size_t old_size, size_t new_size);

// snapshot.c
void snapshot_close(lb_vm *vm);

// sandbox.c
int sandbox_open(lua_State *L);

// limits.c
void limits_install(lb_vm *vm, lua_State *L);
void limits_arm(lb_vm *vm, lua_State *L);
void limits_hurry(lb_vm *vm, lua_State *L);
bool limits_place(lua_State *L, char *place, size_t size);
void limits_describe_place(lb_vm *vm, lua_State *L);
void limits_note_shortage(lb_vm *vm, const void *block, size_t size);
bool limits_are_over(lb_vm *vm);
bool limits_end_allocation(lb_vm *vm);
void limits_check(lua_State *L);
int limits_raise(lua_State *L);
// Charges work of the library to the call, in instructions; raises where a limit is reached.
static inline void limits_charge(lua_State *L, lb_vm *vm, int64_t cost) {
    vm->budget -= cost;
    if (vm->budget <= 0 || vm->end != RUNNING
        || atomic_load_explicit(&vm->stop, memory_order_relaxed)
            == atomic_load_explicit(&vm->serial, memory_order_relaxed)) {
        limits_check(L);
    }
}
const char *limits_emit(lb_vm *vm, size_t bytes);

// coverage.c
void lines_count(lb_vm *vm, lua_State *L, lua_Debug *record);
void lines_expect(lb_vm *vm, const char *file);
void lines_close(lb_vm *vm);

// watchdog.c
void watchdog_add(lb_vm *vm);
void watchdog_remove(lb_vm *vm);
void watchdog_enter(lb_vm *vm);
void watchdog_leave(lb_vm *vm);

// protect.c, finalizers.c, weak.c, coroutines.c
int protect_open(lua_State *L);
int protect_raise_shortage(lua_State *L);
void protect_explain(lua_State *L, int status);
void protect_place_overflow(lua_State *L, lua_State *from);
int finalizers_open(lua_State *L);
void finalizers_run(lua_State *L);
void weak_close(lua_State *L);
int coroutines_open(lua_State *L);

// find.c, format.c, text.c, tables.c, sort.c, calendar.c, load.c
int find_open(lua_State *L);
int format_call(lua_State *L);
int pack_open(lua_State *L);
int text_open(lua_State *L);
int tables_open(lua_State *L);
void sort_list(lua_State *L, unsigned count);
int calendar_open(lua_State *L);
int load_call(lua_State *L);
int load_text(lua_State *L, const char *text, size_t length, const char *name);
void library_set(lua_State *L, const char *table, const luaL_Reg *functions);

// vm.c, values.c
lb_status vm_protect(lb_vm *vm, lua_CFunction body, void *argument, int results);
lb_status vm_protect_pushed(lb_vm *vm, lua_CFunction body, int count, int results);
void vm_keep_traceback(lb_vm *vm, lua_State *L, int first);
lb_status vm_need(lb_vm *vm, int slots);
lb_value vm_value(lua_State *L, int index);
bool buffer_put(buffer *to, const char *bytes, size_t length);
int vm_trampoline(lua_State *L);
int vm_load_text(lua_State *L, const char *text, size_t length, const char *name);

#endif
