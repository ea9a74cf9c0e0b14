// Calls of functions and methods. A call that returns what is expected crosses the bridge once, without copying.
#include "entry.h"

#include <stdio.h>

#include "stack.h"

// Stack slots that an outermost call always has, and slots that suffice for what a call pushes besides its arguments.
enum { SLOTS_AT_HAND = 8, SLOTS_OF_A_CALL = 16 };

// Pushes a plain value, a kept one, or a copy of one that is on the stack.
static void push_argument(lua_State *L, const lb_value *value) {
    switch (value->type) {
    case LB_BOOLEAN: lua_pushboolean(L, value->boolean); break;
    case LB_INTEGER: lua_pushinteger(L, value->integer); break;
    case LB_NUMBER: lua_pushnumber(L, value->number); break;
    case LB_KEPT: lua_rawgeti(L, LUA_REGISTRYINDEX, value->integer); break;
    case LB_PUSHED: lua_pushvalue(L, (int)value->integer); break;
    default: lua_pushnil(L);
    }
}

static int keep_words_body(lua_State *L) {
    const char *const *words = lua_touserdata(L, 1);
    lb_vm *vm = VM(L);
    lua_newtable(L);
    for (int i = 0; i < vm->words.count; i++) {
        vm->words.list[i] = lua_pushstring(L, words[i]);
        lua_rawseti(L, -2, i + 1);
    }
    luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

lb_status lb_keep_words(lb_vm *vm, const char *const *words, int count) {
    vm->words.count = count < MOST_WORDS ? count : MOST_WORDS;
    return entry_run(vm, keep_words_body, (void *)words, 0);
}

// Short strings are interned in Lua 5.3, so equal texts have the same address.
static int word_at(lb_vm *vm, lua_State *L, int index) {
    const char *text = lua_type(L, index) == LUA_TSTRING ? lua_tolstring(L, index, NULL) : NULL;
    for (int i = 0; text != NULL && i < vm->words.count; i++) {
        if (vm->words.list[i] == text) return i;
    }
    return -1;
}

// Describes the only result; true if there is more to it than the outcome can hold. Usually it is a code.
static bool look_at_one(lua_State *L, int first, lb_outcome *outcome) {
    if (outcome->code >= 0 && lua_isinteger(L, first)) {
        outcome->value.type = LB_INTEGER;
        outcome->value.integer = outcome->code;
        return false;
    }
    outcome->value = stack_value(L, first);
    return outcome->value.type > LB_NUMBER;
}

// The same for the second and the third of three.
static bool look_at_three(lb_vm *vm, lua_State *L, int first, lb_outcome *outcome) {
    outcome->word = word_at(vm, L, first + 1);
    outcome->value = stack_value(L, first + 2);
    return outcome->word < 0 || outcome->value.type > LB_NUMBER;
}

lb_status lb_call(
    lb_vm *vm, lb_callee callee, const lb_value *arguments, int count, int wanted, lb_outcome *outcome
) {
    lua_State *L = vm->current;
    int top = lua_gettop(L), first = top + 2;
    *outcome = (lb_outcome){.code = -1, .word = -1, .top = top};
    if (vm->call.depth > 0 || top + count > SLOTS_AT_HAND) {
        lb_status status = entry_need(vm, SLOTS_OF_A_CALL + count);
        if (status != LB_OK) return status;
    }
    lua_pushcfunction(L, entry_on_error);
    if (callee.table != LB_NO_TABLE) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, callee.table);
        lua_rawgeti(L, LUA_REGISTRYINDEX, callee.name);
        if (lua_rawget(L, -2) != LUA_TFUNCTION) {
            lua_settop(L, top);
            return LB_MISSING;
        }
        first++;
    } else {
        lua_rawgeti(L, LUA_REGISTRYINDEX, callee.name);
    }
    for (int i = 0; i < count; i++) push_argument(L, &arguments[i]);
    lb_status status = entry_call(vm, top + 1, count, wanted);
    if (status != LB_OK) return status;
    outcome->first = first;
    if (wanted == LB_ALL) return LB_OK;
    int is_integer;
    int64_t code = lua_tointegerx(L, first, &is_integer);
    if (is_integer) outcome->code = code;
    if (wanted == 3 ? look_at_three(vm, L, first, outcome) : look_at_one(L, first, outcome)) return LB_OK;
    lua_settop(L, top);
    outcome->first = 0;
    return LB_OK;
}

typedef struct {
    lb_callee callee;
    char *place;
    size_t size;
    bool is_found;
} place_request;

static int function_place_body(lua_State *L) {
    place_request *request = lua_touserdata(L, 1);
    lua_Debug record;
    if (request->callee.table != LB_NO_TABLE) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, request->callee.table);
        lua_rawgeti(L, LUA_REGISTRYINDEX, request->callee.name);
        if (!lua_istable(L, -2)) return 0;
        lua_rawget(L, -2);
    } else {
        lua_rawgeti(L, LUA_REGISTRYINDEX, request->callee.name);
    }
    if (!lua_isfunction(L, -1)) return 0;
    if (!lua_getinfo(L, ">S", &record) || record.source[0] != '@') return 0;
    snprintf(request->place, request->size, "%s:%d", record.short_src, record.linedefined);
    request->is_found = true;
    return 0;
}

bool lb_function_place(lb_vm *vm, lb_callee callee, char *place, size_t size) {
    place_request request = {.callee = callee, .place = place, .size = size};
    return entry_run(vm, function_place_body, &request, 0) == LB_OK && request.is_found;
}
