// pcall and xpcall that do not outlive a limit: when one is reached, the error goes on through them. An error of memory
// tells the script where memory was short, and whether it was the stack of calls.
#include <string.h>

#include "vm.h"

// The words for a block that the allocator refused. Runs protected, because memory may still be short.
int protect_push_shortage(lua_State *L) {
    lb_vm *vm = VM(L);
    const char *words = vm->is_overflow ? "stack overflow" : "not enough memory";
    if (vm->short_place[0] != 0) {
        lua_pushfstring(L, "%s: %s", vm->short_place, words);
    } else {
        lua_pushstring(L, words);
    }
    return 1;
}

static int push_overflow(lua_State *L) {
    lb_vm *vm = VM(L);
    if (vm->error_place[0] != 0) {
        lua_pushfstring(L, "%s: stack overflow (error in error handling)", vm->error_place);
    } else {
        lua_pushliteral(L, "stack overflow (error in error handling)");
    }
    return 1;
}

// Replaces the error object on top by better words, where there are any.
static void explain(lua_State *L, int status) {
    lb_vm *vm = VM(L);
    vm->caught = status == LUA_ERRMEM && !vm->is_overflow ? LB_MEMORY : LB_RUNTIME;
    if (status != LUA_ERRMEM && status != LUA_ERRERR) return;
    lua_pushcfunction(L, status == LUA_ERRMEM ? protect_push_shortage : push_overflow);
    lua_pcall(L, 0, 1, 0); // if this fails, its error says the same without a place
    lua_remove(L, -2);
}

// The results of a protected call, of which `kept` values stand below.
static int results(lua_State *L, int status, lua_KContext kept) {
    if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L) - (int)kept;
    if (VM(L)->end != RUNNING) return limits_raise(L);
    explain(L, status);
    lua_pushboolean(L, 0);
    lua_insert(L, -2);
    return 2;
}

// pcall(f, ...) as in the Lua 5.3 manual §6.1.
static int call_protected(lua_State *L) {
    luaL_checkany(L, 1);
    limits_charge(L, VM(L), 1);
    lua_pushboolean(L, 1); // the first result, if all goes well
    lua_insert(L, 1);
    int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, results);
    return results(L, status, 0);
}

// Stands between an error and the script's handler, which must not run once a limit is reached: hooks are off while one
// raises.
static int handle(lua_State *L) {
    lb_vm *vm = VM(L);
    if (vm->end != RUNNING) return 1;
    if (!limits_place(L, vm->error_place, sizeof vm->error_place)) vm->error_place[0] = 0;
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

// xpcall(f, handler, ...) as in the Lua 5.3 manual §6.1.
static int call_handled(lua_State *L) {
    luaL_checktype(L, 2, LUA_TFUNCTION);
    limits_charge(L, VM(L), 1);
    int arguments = lua_gettop(L) - 2;
    // f, handler, arguments become f, our handler, true, f, arguments.
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, handle, 1);
    lua_replace(L, 2);
    lua_pushboolean(L, 1);
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2);
    int status = lua_pcallk(L, arguments, LUA_MULTRET, 2, 2, results);
    return results(L, status, 2);
}

int protect_open(lua_State *L) {
    static const luaL_Reg functions[] = {{"pcall", call_protected}, {"xpcall", call_handled}, {NULL, NULL}};
    library_set(L, NULL, functions);
    return 0;
}
