// The limits of a call: instructions are counted by the hook and by what the library charges, time is the watchdog's,
// and what goes out to the host has bounds of its own. A limit that was reached stays reached until the call is over:
// no pcall, coroutine or handler of the script goes on behind it.
#include <stdio.h>
#include <string.h>

#include "vm.h"

// Levels to look through for a place; calls within one another that are taken for recursion without an end, and the
// part of all memory that their stack takes then.
enum { NEAR = 64, DEEP = 5000, PART = 16 };

// Whether a chunk is of the program itself, whose places say nothing to who wrote the scripts that call it.
static bool is_own(const char *source) { return strncmp(source, "@xlwm2m/", 8) == 0; }

// `file:line` of the innermost Lua code, of a file before that of a text; false where no Lua code runs.
bool limits_place(lua_State *L, char *place, size_t size) {
    lua_Debug record;
    bool is_found = false;
    for (int level = 0; level < NEAR && lua_getstack(L, level, &record); level++) {
        if (!lua_getinfo(L, "Sl", &record) || record.currentline <= 0) continue;
        bool is_file = record.source[0] == '@' && !is_own(record.source);
        if (!is_found || is_file) snprintf(place, size, "%s:%d", record.short_src, record.currentline);
        is_found = true;
        if (is_file) break;
    }
    return is_found;
}

// The same; a coroutine that has not begun yet is in the place of the main one.
static bool is_placed(lb_vm *vm, lua_State *L, char *place, size_t size) {
    return limits_place(L, place, size) || (L != vm->main && limits_place(vm->main, place, size));
}

// Place, function, and the library's function that it called: from the innermost call out, the first that is Lua tells
// the file; a C function on top tells its name.
void limits_describe_place(lb_vm *vm, lua_State *L) {
    lua_Debug record;
    const char *called = NULL;
    bool is_kept = false;
    vm->place[0] = 0;
    for (int level = 0; level < NEAR && lua_getstack(L, level, &record); level++) {
        if (!lua_getinfo(L, "Sln", &record)) return;
        if (record.currentline > 0 && record.source[0] == '@') {
            const char *name = record.name != NULL ? record.name
                : record.what[0] == 'm'            ? "the file itself"
                                                   : "a function";
            // A place in the program's own Lua is better than none.
            if (is_own(record.source)) {
                if (is_kept) continue;
                is_kept = true;
            }
            snprintf(
                vm->place, sizeof vm->place, "%s:%d: in %.60s%s%.60s", record.short_src, record.currentline, name,
                called != NULL ? ", which called " : "", called != NULL ? called : "");
            if (!is_own(record.source)) return;
            if (called == NULL) called = record.name;
            continue;
        }
        if (called == NULL) called = record.name; // a function of the C library, or of no file
    }
}

// The allocator refused a block: where, and whether it was the stack of calls. Lua's state is whole whenever it
// allocates, and nothing here allocates.
void limits_note_shortage(lb_vm *vm, const void *block, size_t size) {
    if (vm->keeps_shortage) return;
    vm->was_refused = true;
    vm->is_overflow = false;
    if (vm->depth == 0) return;
    lua_State *L = vm->current;
    lua_Debug record;
    if (!is_placed(vm, L, vm->short_place, sizeof vm->short_place)) vm->short_place[0] = 0;
    if (lua_getstack(L, 0, &record)) {
        // The first field of Lua 5.3's CallInfo points to the called function on the stack.
        const char *function = *(const char *const *)(const void *)record.i_ci;
        const char *start = block;
        bool is_stack = start != NULL && function >= start && function < start + size;
        vm->is_overflow = (is_stack && size >= vm->heap->limit / PART) || lua_getstack(L, DEEP, &record);
    }
}

static void hook(lua_State *L, lua_Debug *record);

static int hook_mask(const lb_vm *vm) { return LUA_MASKCOUNT | (vm->counts_lines ? LUA_MASKLINE : 0); }

static bool is_late(lb_vm *vm) {
    return atomic_load_explicit(&vm->stop, memory_order_relaxed)
        == atomic_load_explicit(&vm->serial, memory_order_relaxed);
}

bool limits_are_over(lb_vm *vm) { return vm->end != RUNNING || is_late(vm); }

bool lb_is_over(lb_vm *vm) {
    return vm->depth > 0 && (limits_are_over(vm) || (vm->limits.instructions > 0 && vm->budget <= 0));
}

static void finish(lb_vm *vm, lua_State *L, call_end end) {
    char place[96], why[96];
    vm->end = end;
    if (end == OUT_OF_TIME) {
        snprintf(why, sizeof why, "stopped after %g seconds", vm->limits.seconds);
    } else {
        snprintf(why, sizeof why, "the budget of %lld instructions is used up", (long long)vm->limits.instructions);
    }
    bool has_place = is_placed(vm, L, place, sizeof place);
    snprintf(vm->end_words, sizeof vm->end_words, "%s%s%s", has_place ? place : "", has_place ? ": " : "", why);
    limits_describe_place(vm, L);
    if (vm->place[0] == 0 && L != vm->main) limits_describe_place(vm, vm->main);
    vm_keep_traceback(vm, L, 0);
}

// Whether the allocator shall refuse, because a limit was reached; notes where.
bool limits_end_allocation(lb_vm *vm) {
    if (vm->depth == 0 || !limits_are_over(vm)) return false;
    if (vm->end == RUNNING) finish(vm, vm->current, OUT_OF_TIME);
    return true;
}

// Raises where a limit of the running call is reached.
void limits_check(lua_State *L) {
    lb_vm *vm = VM(L);
    if (vm->end == RUNNING) {
        if (is_late(vm)) {
            finish(vm, L, OUT_OF_TIME);
        } else if (vm->limits.instructions > 0 && vm->budget <= 0) {
            finish(vm, L, OUT_OF_INSTRUCTIONS);
        } else {
            return;
        }
    }
    limits_raise(L);
}

// Ends the call. The words are kept outside of Lua, so that this needs no memory; no script sees the error object.
int limits_raise(lua_State *L) {
    // From here on each instruction comes to the hook.
    limits_hurry(VM(L), L);
    lua_pushlightuserdata(L, VM(L));
    return lua_error(L);
}

static void hook(lua_State *L, lua_Debug *record) {
    lb_vm *vm = VM(L);
    if (record->event == LUA_HOOKLINE) return lines_count(vm, L, record);
    int counted = lua_gethookcount(L);
    vm->budget -= counted;
    limits_check(L);
    if (counted != vm->interval) lua_sethook(L, hook, hook_mask(vm), vm->interval);
}

// Lets a coroutine come to its hook at the next instruction. The watchdog's signal does this too; Lua's own lua.c does
// the same, and ldebug.c says why it may.
void limits_hurry(lb_vm *vm, lua_State *L) { lua_sethook(L, hook, hook_mask(vm), 1); }

// Counts the instructions of one coroutine.
void limits_arm(lb_vm *vm, lua_State *L) {
    int64_t budget = vm->limits.instructions;
    vm->interval = budget > 0 && budget < 1000 ? (int)budget : 1000;
    lua_sethook(L, hook, hook_mask(vm), vm->interval);
}

// A signal comes too late for code that is watched by ThreadSanitizer.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define COUNTS_ALWAYS true
#endif
#endif
#ifndef COUNTS_ALWAYS
#define COUNTS_ALWAYS false
#endif

// Between calls: with a hook a script runs at two thirds of its speed, so it is there from the start only where the
// count has to be exact. Else the watchdog arms it for a call that has been running for some milliseconds, which leaves
// the first of its instructions uncounted.
void limits_install(lb_vm *vm, lua_State *L) {
    if (vm->depth == 0) vm->is_armed = false;
    if (COUNTS_ALWAYS || vm->limits.is_exact || vm->counts_lines || vm->is_armed) {
        limits_arm(vm, L);
    } else {
        lua_sethook(L, NULL, 0, 0);
    }
}

// --- what goes out --------------------------------------------------------------------------------------------------

// What each piece costs the host besides its bytes; what all calls within one another may give out, in the bound of
// one.
enum { COST_OF_A_PIECE = 64, EMISSIONS_IN_ALL = 4 };

const char *limits_emit(lb_vm *vm, size_t bytes) {
    static _Thread_local char words[160];
    if (vm->depth == 0) return NULL;
    size_t cost = bytes + COST_OF_A_PIECE, most = EMISSIONS_IN_ALL * vm->limits.emission;
    if (vm->emissions >= vm->limits.emissions) {
        snprintf(words, sizeof words, "one call may give out %zu lines and URCs at most", vm->limits.emissions);
        return words;
    }
    if (bytes > vm->limits.emission || vm->emitted_bytes > vm->limits.emission - bytes) {
        snprintf(
            words, sizeof words, "one call may give out %zu bytes of lines and URCs at most", vm->limits.emission);
        return words;
    }
    if (vm->emitted_in_all + cost > most) {
        snprintf(
            words, sizeof words, "all calls within one may give out %zu bytes of lines and URCs at most, %d for each",
            most, COST_OF_A_PIECE);
        return words;
    }
    vm->emissions++;
    vm->emitted_bytes += bytes;
    vm->emitted_in_all += cost;
    return NULL;
}

const char *lb_emit(lb_vm *vm, size_t bytes) { return limits_emit(vm, bytes); }
