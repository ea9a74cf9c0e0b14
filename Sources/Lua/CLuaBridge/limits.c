// The limits of a call: instructions are counted by the hook and by the library's charges, time is the watchdog's task,
// and output to the host has its own bounds. Once reached, a limit stays reached until the call is over: no pcall,
// coroutine or handler of the script outlives it.
#include "limits.h"

#include <stdio.h>

static void hook(lua_State *L, lua_Debug *record);

static int hook_mask(const lb_vm *vm) {
    return LUA_MASKCOUNT | (vm->coverage.is_on ? LUA_MASKLINE : 0)
        | (vm->profile != NULL ? LUA_MASKCALL | LUA_MASKRET : 0);
}

bool lb_is_over(lb_vm *vm) {
    return vm->call.depth > 0 && (limits_are_over(vm) || (vm->limits.instructions > 0 && vm->call.budget <= 0));
}

static void finish(lb_vm *vm, lua_State *L, call_end end) {
    char place[96], why[96];
    vm->call.end = end;
    if (end == OUT_OF_TIME) {
        snprintf(why, sizeof why, "stopped after %g seconds", vm->limits.seconds);
    } else {
        snprintf(why, sizeof why, "the budget of %lld instructions is used up", (long long)vm->limits.instructions);
    }
    bool has_place = trace_place_of_call(vm, L, place, sizeof place);
    snprintf(vm->error.end, sizeof vm->error.end, "%s%s%s", has_place ? place : "", has_place ? ": " : "", why);
    trace_note_stop(vm, L);
    if (vm->error.stop_place[0] == 0 && L != vm->main) trace_note_stop(vm, vm->main);
    trace_note_calls(vm, L, 0);
}

void limits_end_allocation(lb_vm *vm) {
    if (vm->call.end == RUNNING) finish(vm, vm->current, OUT_OF_TIME);
}

void limits_check(lua_State *L) {
    lb_vm *vm = VM(L);
    if (vm->call.end == RUNNING) {
        if (limits_is_late(vm)) {
            finish(vm, L, OUT_OF_TIME);
        } else if (vm->limits.instructions > 0 && vm->call.budget <= 0) {
            finish(vm, L, OUT_OF_INSTRUCTIONS);
        } else {
            return;
        }
    }
    limits_raise(L);
}

// The message is kept outside of Lua, so this needs no memory; no script sees the error object.
int limits_raise(lua_State *L) {
    // From here on, the hook runs at each instruction.
    limits_hurry(VM(L), L);
    lua_pushlightuserdata(L, VM(L));
    return lua_error(L);
}

static void hook(lua_State *L, lua_Debug *record) {
    lb_vm *vm = VM(L);
    if (record->event == LUA_HOOKLINE) return coverage_count(vm, L, record);
    if (record->event != LUA_HOOKCOUNT) return profile_note(vm, L, record);
    int counted = lua_gethookcount(L);
    profile_count(vm, counted);
    vm->call.budget -= counted;
    limits_check(L);
    if (counted != vm->call.interval) lua_sethook(L, hook, hook_mask(vm), vm->call.interval);
}

// The watchdog's signal does this too; Lua's own lua.c does the same, and ldebug.c says why it may.
void limits_hurry(lb_vm *vm, lua_State *L) { lua_sethook(L, hook, hook_mask(vm), 1); }

void limits_arm(lb_vm *vm, lua_State *L) {
    int64_t budget = vm->limits.instructions;
    vm->call.interval = vm->profile != NULL ? 1 : budget > 0 && budget < 1000 ? (int)budget : 1000;
    lua_sethook(L, hook, hook_mask(vm), vm->call.interval);
}

// A signal comes too late for code under ThreadSanitizer.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define COUNTS_ALWAYS true
#endif
#endif
#ifndef COUNTS_ALWAYS
#define COUNTS_ALWAYS false
#endif

// Between calls: with a hook, a script runs at two thirds of its speed, so the hook is set from the start only if the
// count must be exact. Otherwise the watchdog arms it for a call that has been running for some milliseconds, which
// leaves its first instructions uncounted.
void limits_install(lb_vm *vm, lua_State *L) {
    if (vm->call.depth == 0) vm->call.is_armed = false;
    if (COUNTS_ALWAYS || vm->limits.is_exact || vm->coverage.is_on || vm->profile != NULL || vm->call.is_armed) {
        limits_arm(vm, L);
    } else {
        lua_sethook(L, NULL, 0, 0);
    }
}

// --- what goes out --------------------------------------------------------------------------------------------------

// What each piece costs the host besides its bytes; how much all nested calls together may output, as a multiple of the
// bound for one.
enum { COST_OF_A_PIECE = 64, EMISSIONS_IN_ALL = 4 };

const char *lb_emit(lb_vm *vm, size_t bytes) {
    static _Thread_local char words[160];
    if (vm->call.depth == 0) return NULL;
    size_t cost = bytes + COST_OF_A_PIECE, most = EMISSIONS_IN_ALL * vm->limits.emission;
    if (vm->emitted.pieces >= vm->limits.emissions) {
        snprintf(words, sizeof words, "one call may give out %zu lines and URCs at most", vm->limits.emissions);
        return words;
    }
    if (bytes > vm->limits.emission || vm->emitted.bytes > vm->limits.emission - bytes) {
        snprintf(
            words, sizeof words, "one call may give out %zu bytes of lines and URCs at most", vm->limits.emission);
        return words;
    }
    if (vm->emitted.in_all + cost > most) {
        snprintf(
            words, sizeof words, "all calls within one may give out %zu bytes of lines and URCs at most, %d for each",
            most, COST_OF_A_PIECE);
        return words;
    }
    vm->emitted.pieces++;
    vm->emitted.bytes += bytes;
    vm->emitted.in_all += cost;
    return NULL;
}
