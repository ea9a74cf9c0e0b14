// Life of a VM, and the one way into Lua: every call that may raise runs as a body under lua_pcall.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static int describe(lua_State *L) {
    luaL_tolstring(L, 1, NULL);
    return 1;
}

// The message handler: any error object becomes text, and the traceback is kept for the host.
static int on_error(lua_State *L) {
    lb_vm *vm = VM(L);
    if (vm->place[0] == 0) limits_describe_place(vm, L);
    if (lua_type(L, 1) != LUA_TSTRING) {
        lua_pushcfunction(L, describe);
        lua_pushvalue(L, 1);
        if (lua_pcall(L, 1, 1, 0) != LUA_OK) {
            lua_pushfstring(L, "(the error object is a %s value that has no text)", luaL_typename(L, 1));
        } else if (lua_type(L, 1) != LUA_TTABLE || luaL_getmetafield(L, 1, "__tostring") == LUA_TNIL) {
            lua_pushfstring(L, "(the error object is a %s value)", luaL_typename(L, 1));
        } else {
            lua_pop(L, 1);
        }
        lua_replace(L, 1);
        lua_settop(L, 1);
    }
    luaL_traceback(L, L, NULL, 1);
    size_t length;
    const char *text = lua_tolstring(L, -1, &length);
    buffer_put(&vm->traceback, text, length);
    lua_settop(L, 1);
    return 1;
}

// Turns the result of lua_pcall into a status; takes the error object off the stack.
static lb_status settle(lb_vm *vm, lua_State *L, int result) {
    if (result == LUA_OK) return LB_OK;
    size_t length = 0;
    const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &length) : NULL;
    if (text == NULL) text = "(an error without a message)", length = strlen(text);
    buffer_put(&vm->message, text, length);
    text = vm->message.bytes != NULL ? vm->message.bytes : "";
    lua_pop(L, 1);
    if (atomic_load(&vm->stop) != 0) return LB_TIMEOUT;
    if (vm->is_exhausted) return LB_INSTRUCTIONS;
    switch (result) {
    case LUA_ERRMEM: return LB_MEMORY;
    case LUA_ERRSYNTAX: return LB_SYNTAX;
    default:
        // The string library's buffers report a refused block as an ordinary error.
        return strstr(text, "not enough memory") != NULL ? LB_MEMORY : LB_RUNTIME;
    }
}

static lb_status dead(lb_vm *vm, lb_status status) {
    static const char hung[] = "a function of the C library did not come back";
    static const char gone[] = "the script hung in an earlier call";
    const char *text = status == LB_HUNG ? hung : gone;
    buffer_put(&vm->message, text, strlen(text));
    buffer_put(&vm->traceback, "", 0);
    return status;
}

// --- entering -------------------------------------------------------------------------------------------------------

// Calls what stands on the stack: the message handler at `base`, above it the function, above that `count` arguments.
// Takes the handler away, unless there are results: they stand above it then. The frame that sets the escape must be
// alive while Lua runs, so this function is never inlined.
__attribute__((noinline)) static lb_status enter(lb_vm *vm, int base, int count, int wanted) {
    lua_State *L = vm->current;
    frame entry = {.outer = vm->innermost, .budget = vm->budget, .in_host = vm->is_in_host};
    vm->budget = vm->limits.instructions;
    if (vm->depth++ == 0) vm->place[0] = 0;
    lb_status status = LB_OK;
    if (ESCAPE_SET(entry.escape) == 0) {
        vm->innermost = &entry;
        if (vm->depth == 1) watchdog_enter(vm);
        vm->is_in_host = false;
        int result = lua_pcall(L, count, wanted, base);
        if (result != LUA_OK) status = settle(vm, L, result);
        if (result != LUA_OK || wanted == 0) lua_settop(L, base - 1);
    } else {
        limits_describe_place(vm, vm->current);
        status = dead(vm, LB_HUNG);
    }
    vm->is_in_host = vm->innermost->in_host;
    vm->budget = vm->innermost->budget;
    vm->innermost = vm->innermost->outer;
    if (--vm->depth == 0) watchdog_leave(vm);
    // An inner call is over: the outer one goes on with a budget of its own.
    if ((vm->is_exhausted || (vm->is_armed && vm->depth == 0)) && !vm->is_dead) {
        limits_install(vm, vm->main);
        if (L != vm->main) limits_arm(vm, L);
    }
    return status;
}

// The same without a handler on the stack yet: the function stands below `count` arguments.
static lb_status enter_pushed(lb_vm *vm, int count, int wanted) {
    if (vm->is_dead) return dead(vm, LB_DEAD);
    lua_State *L = vm->current;
    int base = lua_gettop(L) - count;
    lua_pushcfunction(L, on_error);
    lua_insert(L, base);
    lb_status status = enter(vm, base, count, wanted);
    if (status == LB_OK && wanted != 0) lua_remove(L, base);
    return status;
}

// Runs a body with the `count` values on top as its arguments.
lb_status vm_protect_pushed(lb_vm *vm, lua_CFunction body, int count, int results) {
    if (vm->is_dead) return dead(vm, LB_DEAD);
    lua_State *L = vm->current;
    if (!lua_checkstack(L, 8 + (results > 0 ? results : 0))) {
        buffer_put(&vm->message, "stack overflow", 14);
        lua_pop(L, count);
        return LB_MEMORY;
    }
    lua_pushcfunction(L, body);
    lua_insert(L, -1 - count);
    return enter_pushed(vm, count, results);
}

lb_status vm_protect(lb_vm *vm, lua_CFunction body, void *argument, int results) {
    if (vm->is_dead) return dead(vm, LB_DEAD);
    if (!lua_checkstack(vm->current, 1)) return LB_MEMORY;
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
    if (vm->depth > 0 && !lua_checkstack(L, 16)) { // an outermost call always has room
        buffer_put(&vm->message, "stack overflow", 14);
        return LB_MEMORY;
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
    if (vm->is_dead) return dead(vm, LB_DEAD);
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
    if (vm->is_dead) return dead(vm, LB_DEAD);
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
    lua_State *outer = vm->current;
    vm->current = L;
    int results;
    IN_HOST(vm, results = vm->host.call(vm->host.context, function, lua_gettop(L)));
    vm->current = outer;
    // An inner call hung: the state is not to be touched, and the outer entry gives up too.
    if (vm->is_dead) ESCAPE_JUMP(vm->innermost->escape);
    if (results != LB_RAISE) return results;
    luaL_where(L, 1);
    lua_insert(L, -2);
    lua_concat(L, 2);
    return lua_error(L);
}

// --- life -----------------------------------------------------------------------------------------------------------

// Nothing unprotected is meant to raise; if it does, the VM ends, not the program.
static int on_panic(lua_State *L) {
    lb_vm *vm = VM(L);
    vm->is_dead = true;
    if (vm->innermost != NULL) ESCAPE_JUMP(vm->innermost->escape);
    return 0;
}

lb_vm *lb_open(lb_limits limits, lb_host host) {
    lb_vm *vm = calloc(1, sizeof *vm);
    if (vm == NULL) return NULL;
    vm->limits = limits;
    vm->host = host;
    vm->snapshot_file = -1;
    atomic_store(&vm->seconds, limits.seconds);
    vm->heap = heap_open(limits.reserve, limits.memory, limits.seed);
    vm->main = vm->heap != NULL ? lua_newstate(heap_allocate, vm->heap) : NULL;
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
    // The heap goes as a whole: no finalizer of a script runs at the end, and a dead state needs no closing.
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

bool lb_is_dead(const lb_vm *vm) { return vm->is_dead; }

void lb_set_limits(lb_vm *vm, lb_limits limits) {
    vm->limits = limits;
    vm->heap->limit = limits.memory;
    atomic_store(&vm->seconds, limits.seconds);
    if (!vm->is_dead && vm->depth == 0) limits_install(vm, vm->main);
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
