// The one way into Lua: every call that may raise runs as a body under lua_pcall.
#include "entry.h"

#include <stdio.h>
#include <string.h>

#include "references.h"

// --- errors ---------------------------------------------------------------------------------------------------------

enum { LONGEST_MESSAGE = 2000 };

static int describe(lua_State *L) {
    luaL_tolstring(L, 1, NULL);
    return 1;
}

// The message handler: any error object becomes text, and the traceback is kept for the host.
int entry_on_error(lua_State *L) {
    lb_vm *vm = VM(L);
    if (vm->call.end != RUNNING) return 1;
    trace_note_stop(vm, L);
    if (!trace_place(L, vm->error.place, sizeof vm->error.place)) vm->error.place[0] = 0;
    trace_note_calls(vm, L, 1);
    if (lua_type(L, 1) == LUA_TSTRING) return 1;
    lua_pushcfunction(L, describe);
    lua_pushvalue(L, 1);
    if (lua_pcall(L, 1, 1, 0) != LUA_OK) {
        limits_check(L);
        lua_pushfstring(L, "(the error object is a %s value that has no text)", luaL_typename(L, 1));
    } else if (lua_type(L, 1) != LUA_TTABLE || luaL_getmetafield(L, 1, "__tostring") == LUA_TNIL) {
        lua_pushfstring(L, "(the error object is a %s value)", luaL_typename(L, 1));
    } else {
        lua_pop(L, 1);
    }
    return 1;
}

// Turns the result of lua_pcall into a status; takes the error object off the stack.
static lb_status settle(lb_vm *vm, lua_State *L, int result) {
    if (result == LUA_OK) return LB_OK;
    size_t length = 0;
    const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &length) : NULL;
    vm->shortage.is_kept = false;
    lb_status status = result == LUA_ERRSYNTAX ? LB_SYNTAX : LB_RUNTIME;
    if (vm->call.end != RUNNING) {
        buffer_put_words(&vm->error.message, "", vm->error.end);
        status = vm->call.end == OUT_OF_TIME ? LB_TIMEOUT : LB_INSTRUCTIONS;
    } else if (result == LUA_ERRMEM) {
        buffer_put_words(
            &vm->error.message, vm->shortage.place,
            vm->shortage.is_overflow ? "stack overflow" : "not enough memory");
        if (!vm->shortage.is_overflow) status = LB_MEMORY;
    } else if (result == LUA_ERRERR || (text != NULL && strcmp(text, "C stack overflow") == 0)) {
        buffer_put_words(
            &vm->error.message, vm->error.place,
            result == LUA_ERRERR ? "stack overflow (error in error handling)" : "stack overflow (C stack overflow)");
    } else if (text == NULL) {
        buffer_put_words(&vm->error.message, "", "(an error without a message)");
    } else {
        vm->error.message.length = 0;
        buffer_add(&vm->error.message, text, length < LONGEST_MESSAGE ? length : LONGEST_MESSAGE);
        if (length > LONGEST_MESSAGE) {
            char rest[64];
            int count = snprintf(rest, sizeof rest, "... (%zu bytes)", length);
            buffer_add(&vm->error.message, rest, (size_t)count);
        }
    }
    lua_pop(L, 1);
    return status;
}

// --- entering -------------------------------------------------------------------------------------------------------

// The state of one entry from outside; a nested entry has its own.
typedef struct {
    int64_t budget;
    size_t emitted_bytes, emitted_pieces;
    call_end end;
    bool in_host;
} entry;

static entry begin(lb_vm *vm) {
    entry outer = {
        .budget = vm->call.budget, .emitted_bytes = vm->emitted.bytes, .emitted_pieces = vm->emitted.pieces,
        .end = vm->call.end,
        .in_host = atomic_load_explicit(&vm->call.is_in_host, memory_order_relaxed)};
    references_settle(vm->references, vm->current);
    vm->call.budget = vm->limits.instructions > 0 ? vm->limits.instructions : INT64_MAX;
    vm->emitted.bytes = vm->emitted.pieces = 0;
    atomic_store_explicit(&vm->call.is_in_host, false, memory_order_relaxed);
    if (vm->call.depth++ == 0) {
        vm->error.stop_place[0] = vm->error.place[0] = vm->shortage.place[0] = 0;
        vm->emitted.in_all = 0;
        watchdog_enter(vm);
    }
    return outer;
}

static void leave(lb_vm *vm, lua_State *L, const entry *outer) {
    bool was_ended = vm->call.end != RUNNING;
    atomic_store_explicit(&vm->call.is_in_host, outer->in_host, memory_order_relaxed);
    vm->call.budget = outer->budget;
    vm->emitted.bytes = outer->emitted_bytes;
    vm->emitted.pieces = outer->emitted_pieces;
    // Time is up for the outer calls too.
    if (vm->call.end != OUT_OF_TIME) vm->call.end = outer->end;
    if (--vm->call.depth == 0) {
        watchdog_leave(vm);
        vm->call.end = RUNNING;
    }
    if (was_ended || (vm->call.is_armed && vm->call.depth == 0)) {
        limits_install(vm, vm->main);
        if (L != vm->main) limits_arm(vm, L);
    }
}

lb_status entry_call(lb_vm *vm, int base, int count, int wanted) {
    lua_State *L = vm->current;
    if (vm->call.end == OUT_OF_TIME) { // an outer call's time is up, and this one's with it
        buffer_put_words(&vm->error.message, "", vm->error.end);
        lua_settop(L, base - 1);
        return LB_TIMEOUT;
    }
    entry outer = begin(vm);
    int result = lua_pcall(L, count, wanted, base);
    vm->current = L;
    lb_status status = LB_OK;
    if (result != LUA_OK) status = settle(vm, L, result);
    if (result != LUA_OK || wanted == 0) lua_settop(L, base - 1);
    leave(vm, L, &outer);
    return status;
}

lb_status entry_need(lb_vm *vm, int slots) {
    vm->shortage.is_new = false;
    if (lua_checkstack(vm->current, slots)) return LB_OK;
    bool is_short = vm->shortage.is_new && !vm->shortage.is_overflow;
    buffer_put_words(
        &vm->error.message, is_short ? vm->shortage.place : "", is_short ? "not enough memory" : "stack overflow");
    buffer_put_words(&vm->error.traceback, "", "");
    return is_short ? LB_MEMORY : LB_RUNTIME;
}

lb_status entry_run_on(lb_vm *vm, lua_CFunction body, int count, int results) {
    lua_State *L = vm->current;
    lb_status status = entry_need(vm, 8 + (results > 0 ? results : 0));
    if (status != LB_OK) {
        lua_pop(L, count);
        return status;
    }
    int base = lua_gettop(L) - count + 1;
    lua_pushcfunction(L, entry_on_error);
    lua_insert(L, base);
    lua_pushcfunction(L, body);
    lua_insert(L, base + 1);
    status = entry_call(vm, base, count, results);
    if (status == LB_OK && results != 0) lua_remove(L, base);
    return status;
}

lb_status entry_run(lb_vm *vm, lua_CFunction body, void *argument, int results) {
    lb_status status = entry_need(vm, 1);
    if (status != LB_OK) return status;
    lua_pushlightuserdata(vm->current, argument);
    return entry_run_on(vm, body, 1, results);
}
