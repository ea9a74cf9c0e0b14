// pcall and xpcall that do not outlive a limit: when one is reached, the error goes on through them.
#include "library.h"

static int place_overflow(lua_State *L) {
    shortage_place_overflow(L, L);
    return 1;
}

// The results of a protected call, with `kept` values below them.
static int results(lua_State *L, int status, lua_KContext kept) {
    if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L) - (int)kept;
    lb_vm *vm = VM(L);
    if (vm->call.end != RUNNING) return limits_raise(L);
    vm->error.caught = status == LUA_ERRMEM && !vm->shortage.is_overflow ? LB_MEMORY : LB_RUNTIME;
    shortage_explain(L, status);
    lua_pushboolean(L, 0);
    lua_insert(L, -2);
    return 2;
}

// pcall(f, ...) as in the Lua 5.3 manual §6.1.
static int call_protected(lua_State *L) {
    luaL_checkany(L, 1);
    limits_charge(L, VM(L), 1);
    lua_pushcfunction(L, place_overflow);
    lua_insert(L, 1);
    lua_pushboolean(L, 1); // the first result, if all goes well
    lua_insert(L, 2);
    int status = lua_pcallk(L, lua_gettop(L) - 3, LUA_MULTRET, 1, 1, results);
    return results(L, status, 1);
}

// Runs between an error and the script's handler, which must not run once a limit is reached, since hooks are off at
// that point.
static int handle(lua_State *L) {
    lb_vm *vm = VM(L);
    if (vm->call.end != RUNNING) return 1;
    if (!trace_place(L, vm->error.place, sizeof vm->error.place)) vm->error.place[0] = 0;
    shortage_place_overflow(L, L);
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
