// Life of a VM, and the one way into Lua: every call that may raise runs as a body under lua_pcall.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm.h"

bool buffer_put(buffer *to, const char *bytes, size_t length) {
    if (length + 1 > to->room) {
        char *larger = realloc(to->bytes, length + 1);
        if (larger == NULL) return false;
        to->bytes = larger;
        to->room = length + 1;
    }
    if (length > 0) memcpy(to->bytes, bytes, length);
    to->bytes[length] = 0;
    to->length = length;
    return true;
}

// --- errors ---------------------------------------------------------------------------------------------------------

enum { LONGEST_MESSAGE = 2000, INNERMOST_CALLS = 10, OUTERMOST_CALLS = 11 };

static void buffer_add(buffer *to, const char *bytes, size_t length) {
    if (to->length + length + 1 > to->room) {
        size_t room = 2 * (to->length + length + 1);
        char *larger = realloc(to->bytes, room);
        if (larger == NULL) return;
        to->bytes = larger;
        to->room = room;
    }
    memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
    to->bytes[to->length] = 0;
}

static void put_words(buffer *to, const char *place, const char *words) {
    to->length = 0;
    if (place[0] != 0) {
        buffer_add(to, place, strlen(place));
        buffer_add(to, ": ", 2);
    }
    buffer_add(to, words, strlen(words));
}

// How many levels lua_getstack knows; it walks to each of them, so they are not tried one by one.
static int depth_of(lua_State *L) {
    lua_Debug record;
    int there = 0, beyond = 1;
    while (lua_getstack(L, beyond, &record)) there = beyond, beyond *= 2;
    while (beyond - there > 1) {
        int middle = there + (beyond - there) / 2;
        if (lua_getstack(L, middle, &record)) there = middle;
        else beyond = middle;
    }
    return beyond;
}

static void add_calls(lb_vm *vm, lua_State *L, int first) {
    char line[256];
    lua_Debug record;
    int depth = depth_of(L);
    for (int level = first; level < depth; level++) {
        if (level == first + INNERMOST_CALLS && depth > INNERMOST_CALLS + OUTERMOST_CALLS) {
            buffer_add(&vm->traceback, "\n\t...", 5);
            level = depth - OUTERMOST_CALLS;
        }
        if (!lua_getstack(L, level, &record) || !lua_getinfo(L, "Slnt", &record)) break;
        int length = snprintf(line, sizeof line, "\n\t%s:", record.short_src);
        if (record.currentline > 0) {
            length += snprintf(line + length, sizeof line - (size_t)length, "%d:", record.currentline);
        }
        if (record.namewhat[0] != 0) {
            length += snprintf(
                line + length, sizeof line - (size_t)length, " in %s '%.60s'", record.namewhat, record.name);
        } else if (record.what[0] == 'm') {
            length += snprintf(line + length, sizeof line - (size_t)length, " in main chunk");
        } else if (record.what[0] == 'C') {
            length += snprintf(line + length, sizeof line - (size_t)length, " in ?");
        } else {
            length += snprintf(
                line + length, sizeof line - (size_t)length, " in function <%s:%d>", record.short_src,
                record.linedefined);
        }
        if (record.istailcall) {
            length += snprintf(line + length, sizeof line - (size_t)length, "\n\t(...tail calls...)");
        }
        buffer_add(&vm->traceback, line, (size_t)length);
    }
}

// The calls that led here from a level on, in the words of luaL_traceback; taken outside of Lua, because memory may be
// what is short. What led to a coroutine stands behind its own.
void vm_keep_traceback(lb_vm *vm, lua_State *L, int first) {
    vm->traceback.length = 0;
    buffer_add(&vm->traceback, "stack traceback:", 16);
    add_calls(vm, L, first);
    if (vm->end != RUNNING && L != vm->main) add_calls(vm, vm->main, 0);
}

static int describe(lua_State *L) {
    luaL_tolstring(L, 1, NULL);
    return 1;
}

// The message handler: any error object becomes text, and the traceback is kept for the host.
static int on_error(lua_State *L) {
    lb_vm *vm = VM(L);
    if (vm->end != RUNNING) return 1;
    limits_describe_place(vm, L);
    if (!limits_place(L, vm->error_place, sizeof vm->error_place)) vm->error_place[0] = 0;
    vm_keep_traceback(vm, L, 1);
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
    vm->keeps_shortage = false;
    lb_status status = result == LUA_ERRSYNTAX ? LB_SYNTAX : LB_RUNTIME;
    if (vm->end != RUNNING) {
        put_words(&vm->message, "", vm->end_words);
        status = vm->end == OUT_OF_TIME ? LB_TIMEOUT : LB_INSTRUCTIONS;
    } else if (result == LUA_ERRMEM) {
        put_words(&vm->message, vm->short_place, vm->is_overflow ? "stack overflow" : "not enough memory");
        if (!vm->is_overflow) status = LB_MEMORY;
    } else if (result == LUA_ERRERR || (text != NULL && strcmp(text, "C stack overflow") == 0)) {
        put_words(
            &vm->message, vm->error_place,
            result == LUA_ERRERR ? "stack overflow (error in error handling)" : "stack overflow (C stack overflow)");
    } else if (text == NULL) {
        put_words(&vm->message, "", "(an error without a message)");
    } else {
        vm->message.length = 0;
        buffer_add(&vm->message, text, length < LONGEST_MESSAGE ? length : LONGEST_MESSAGE);
        if (length > LONGEST_MESSAGE) {
            char rest[64];
            int count = snprintf(rest, sizeof rest, "... (%zu bytes)", length);
            buffer_add(&vm->message, rest, (size_t)count);
        }
    }
    lua_pop(L, 1);
    return status;
}

// --- entering -------------------------------------------------------------------------------------------------------

// What belongs to one entry from outside; an entry below another one has its own.
typedef struct {
    int64_t budget;
    size_t emitted_bytes, emissions;
    call_end end;
    bool in_host;
} entry;

static entry begin(lb_vm *vm) {
    entry outer = {
        .budget = vm->budget, .emitted_bytes = vm->emitted_bytes, .emissions = vm->emissions, .end = vm->end,
        .in_host = atomic_load_explicit(&vm->is_in_host, memory_order_relaxed)};
    vm->budget = vm->limits.instructions > 0 ? vm->limits.instructions : INT64_MAX;
    vm->emitted_bytes = vm->emissions = 0;
    atomic_store_explicit(&vm->is_in_host, false, memory_order_relaxed);
    if (vm->depth++ == 0) {
        vm->place[0] = vm->error_place[0] = vm->short_place[0] = 0;
        vm->emitted_in_all = 0;
        watchdog_enter(vm);
    }
    return outer;
}

static void leave(lb_vm *vm, lua_State *L, const entry *outer) {
    bool was_ended = vm->end != RUNNING;
    atomic_store_explicit(&vm->is_in_host, outer->in_host, memory_order_relaxed);
    vm->budget = outer->budget;
    vm->emitted_bytes = outer->emitted_bytes;
    vm->emissions = outer->emissions;
    // Time is over for the outer ones too.
    if (vm->end != OUT_OF_TIME) vm->end = outer->end;
    if (--vm->depth == 0) {
        watchdog_leave(vm);
        vm->end = RUNNING;
    }
    if (was_ended || (vm->is_armed && vm->depth == 0)) {
        limits_install(vm, vm->main);
        if (L != vm->main) limits_arm(vm, L);
    }
}

// Calls what stands on the stack: the message handler at `base`, above it the function, above that `count` arguments.
// Takes the handler away, unless there are results: they stand above it then.
static inline lb_status enter(lb_vm *vm, int base, int count, int wanted) {
    lua_State *L = vm->current;
    if (vm->end == OUT_OF_TIME) { // an outer call's time is over, and this one's with it
        put_words(&vm->message, "", vm->end_words);
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

// The same without a handler on the stack yet: the function stands below `count` arguments.
static lb_status enter_pushed(lb_vm *vm, int count, int wanted) {
    lua_State *L = vm->current;
    int base = lua_gettop(L) - count;
    lua_pushcfunction(L, on_error);
    lua_insert(L, base);
    lb_status status = enter(vm, base, count, wanted);
    if (status == LB_OK && wanted != 0) lua_remove(L, base);
    return status;
}

// Room on the stack for so many values more; else why there is none.
lb_status vm_need(lb_vm *vm, int slots) {
    vm->was_refused = false;
    if (lua_checkstack(vm->current, slots)) return LB_OK;
    bool is_short = vm->was_refused && !vm->is_overflow;
    put_words(&vm->message, is_short ? vm->short_place : "", is_short ? "not enough memory" : "stack overflow");
    put_words(&vm->traceback, "", "");
    return is_short ? LB_MEMORY : LB_RUNTIME;
}

// Runs a body with the `count` values on top as its arguments.
lb_status vm_protect_pushed(lb_vm *vm, lua_CFunction body, int count, int results) {
    lua_State *L = vm->current;
    lb_status status = vm_need(vm, 8 + (results > 0 ? results : 0));
    if (status != LB_OK) {
        lua_pop(L, count);
        return status;
    }
    lua_pushcfunction(L, body);
    lua_insert(L, -1 - count);
    return enter_pushed(vm, count, results);
}

lb_status vm_protect(lb_vm *vm, lua_CFunction body, void *argument, int results) {
    lb_status status = vm_need(vm, 1);
    if (status != LB_OK) return status;
    lua_pushlightuserdata(vm->current, argument);
    return vm_protect_pushed(vm, body, 1, results);
}

lb_status lb_call(lb_vm *vm, int count, int wanted) {
    return enter_pushed(vm, count, wanted < 0 ? LUA_MULTRET : wanted);
}

// Pushes a plain value, or the value behind a reference.
static void push_argument(lua_State *L, const lb_value *value) {
    switch (value->type) {
    case LB_BOOLEAN: lua_pushboolean(L, value->boolean); break;
    case LB_INTEGER: lua_pushinteger(L, value->integer); break;
    case LB_NUMBER: lua_pushnumber(L, value->number); break;
    case LB_TABLE:
    case LB_FUNCTION: lua_rawgeti(L, LUA_REGISTRYINDEX, value->integer); break;
    default: lua_pushnil(L);
    }
}

// Calls a method; its results stand above the message handler and the table, from top + 3 on.
static inline lb_status call_method(
    lb_vm *vm, int top, int table, int name, const lb_value *arguments, int count, int wanted
) {
    lua_State *L = vm->current;
    if (vm->depth > 0) { // an outermost call always has room
        lb_status status = vm_need(vm, 16);
        if (status != LB_OK) return status;
    }
    lua_pushcfunction(L, on_error);
    lua_rawgeti(L, LUA_REGISTRYINDEX, table);
    lua_rawgeti(L, LUA_REGISTRYINDEX, name);
    if (lua_rawget(L, -2) != LUA_TFUNCTION) {
        lua_settop(L, top);
        return LB_MISSING;
    }
    for (int i = 0; i < count; i++) push_argument(L, &arguments[i]);
    return enter(vm, top + 1, count, wanted);
}

lb_status lb_call_method(
    lb_vm *vm, int table, int name, const lb_value *arguments, int count, lb_value *result, int *top
) {
    *top = lua_gettop(vm->current);
    lb_status status = call_method(vm, *top, table, name, arguments, count, 1);
    if (status == LB_OK) *result = vm_value(vm->current, *top + 3);
    return status;
}

static int keep_words_body(lua_State *L) {
    const char *const *words = lua_touserdata(L, 1);
    lb_vm *vm = VM(L);
    lua_newtable(L);
    for (int i = 0; i < vm->word_count; i++) {
        vm->words[i] = lua_pushstring(L, words[i]);
        lua_rawseti(L, -2, i + 1);
    }
    luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

lb_status lb_keep_words(lb_vm *vm, const char *const *words, int count) {
    vm->word_count = count < MOST_WORDS ? count : MOST_WORDS;
    return vm_protect(vm, keep_words_body, (void *)words, 0);
}

// Short strings are one object each in Lua 5.3, so that equal texts have one address.
static int word_at(lb_vm *vm, lua_State *L, int index) {
    const char *text = lua_type(L, index) == LUA_TSTRING ? lua_tolstring(L, index, NULL) : NULL;
    for (int i = 0; text != NULL && i < vm->word_count; i++) {
        if (vm->words[i] == text) return i;
    }
    return -1;
}

lb_status lb_call_fast(
    lb_vm *vm, int table, int name, const lb_value *arguments, int count, int wanted, lb_outcome *outcome
) {
    lua_State *L = vm->current;
    int top = lua_gettop(L);
    outcome->top = top;
    lb_status status = call_method(vm, top, table, name, arguments, count, wanted);
    if (status != LB_OK) return status;
    // Handler and table stand below the results.
    int first = top + 3, is_integer;
    outcome->code = lua_tointegerx(L, first, &is_integer);
    if (!is_integer) outcome->code = -1;
    if (wanted == 3) {
        outcome->word = word_at(vm, L, first + 1);
        outcome->value.type = LB_OTHER;
        switch (lua_type(L, first + 2)) {
        case LUA_TNUMBER: outcome->value = vm_value(L, first + 2); break;
        case LUA_TNIL: outcome->value.type = LB_NIL; break;
        case LUA_TBOOLEAN:
            outcome->value.type = LB_BOOLEAN;
            outcome->value.boolean = lua_toboolean(L, first + 2);
            break;
        default: outcome->top = top + 2; return LB_OK;
        }
        if (outcome->word < 0) {
            outcome->top = top + 2;
            return LB_OK;
        }
    }
    lua_settop(L, top);
    return LB_OK;
}

// Lua calls the host. Swift has returned before anything is raised here.
int vm_trampoline(lua_State *L) {
    lb_vm *vm = VM(L);
    int function = (int)lua_tointeger(L, lua_upvalueindex(1));
    int results;
    IN_HOST(vm, results = vm->host.call(vm->host.context, function, lua_gettop(L)));
    limits_charge(L, vm, 1);
    if (results == LB_RAISE_SHORTAGE) return protect_raise_shortage(L);
    if (results != LB_RAISE) return results;
    luaL_where(L, 1);
    lua_insert(L, -2);
    lua_concat(L, 2);
    return lua_error(L);
}

typedef struct {
    int table, name;
    char *place;
    size_t size;
    bool is_found;
} lb_function_request;

static int function_place_body(lua_State *L) {
    lb_function_request *request = lua_touserdata(L, 1);
    lua_Debug record;
    lua_rawgeti(L, LUA_REGISTRYINDEX, request->table);
    if (request->name >= 0) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, request->name);
        if (!lua_istable(L, -2)) return 0;
        lua_rawget(L, -2);
    }
    if (!lua_isfunction(L, -1)) return 0;
    if (!lua_getinfo(L, ">S", &record) || record.source[0] != '@') return 0;
    snprintf(request->place, request->size, "%s:%d", record.short_src, record.linedefined);
    request->is_found = true;
    return 0;
}

bool lb_function_place(lb_vm *vm, int table, int name, char *place, size_t size) {
    lb_function_request request = {.table = table, .name = name, .place = place, .size = size};
    return vm_protect(vm, function_place_body, &request, 0) == LB_OK && request.is_found;
}

// --- life -----------------------------------------------------------------------------------------------------------

// Nothing unprotected raises. If it did, Lua would end the program; this says why.
static int on_panic(lua_State *L) {
    const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "an error without a message";
    fprintf(stderr, "xlwm2m: an error of Lua outside of every call: %s; the program ends\n", text);
    return 0;
}

lb_vm *lb_open(lb_limits limits, lb_host host) {
    lb_vm *vm = calloc(1, sizeof *vm);
    if (vm == NULL) return NULL;
    vm->limits = limits;
    vm->host = host;
    vm->snapshot_file = -1;
    atomic_store(&vm->seconds, limits.seconds);
    atomic_store(&vm->patience, limits.patience);
    atomic_store(&vm->serial, 2); // so that no call has the number 0
    vm->heap = heap_open(limits.reserve, limits.memory, limits.seed);
    vm->main = vm->heap != NULL ? lua_newstate(heap_allocate, vm) : NULL;
    if (vm->main == NULL) {
        if (vm->heap != NULL) heap_close(vm->heap);
        free(vm);
        return NULL;
    }
    vm->current = vm->main;
    VM(vm->main) = vm;
    lua_atpanic(vm->main, on_panic);
    if (vm_protect(vm, sandbox_open, NULL, 0) != LB_OK) {
        heap_close(vm->heap);
        free(vm->message.bytes);
        free(vm);
        return NULL;
    }
    limits_install(vm, vm->main);
    watchdog_add(vm);
    return vm;
}

void lb_close(lb_vm *vm) {
    watchdog_remove(vm);
    // The heap goes as a whole: no finalizer of a script runs at the end.
    heap_close(vm->heap);
    snapshot_close(vm);
    lines_close(vm);
    free(vm->message.bytes);
    free(vm->traceback.bytes);
    free(vm->scratch.bytes);
    free(vm->flat);
    free(vm->keys);
    free(vm);
}

void lb_set_limits(lb_vm *vm, lb_limits limits) {
    vm->limits = limits;
    vm->heap->limit = limits.memory;
    atomic_store(&vm->seconds, limits.seconds);
    atomic_store(&vm->patience, limits.patience);
    if (vm->depth == 0) limits_install(vm, vm->main);
}

size_t lb_memory_use(const lb_vm *vm) { return vm->heap->live; }

const char *lb_error_message(const lb_vm *vm, size_t *length) {
    *length = vm->message.length;
    return vm->message.bytes != NULL ? vm->message.bytes : "";
}

const char *lb_error_traceback(const lb_vm *vm, size_t *length) {
    *length = vm->traceback.length;
    return vm->traceback.bytes != NULL ? vm->traceback.bytes : "";
}

const char *lb_error_place(const lb_vm *vm) { return vm->place; }

lb_status lb_caught(const lb_vm *vm) { return vm->caught; }
