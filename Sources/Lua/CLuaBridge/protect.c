// pcall and xpcall that do not outlive a limit: when one is reached, the error goes on through them. An error of memory
// tells the script where memory was short, and whether it was the stack of calls.
#include <string.h>

#include "vm.h"

// What the words of an error may take beyond the ceiling, which may be reached.
enum { ROOM_FOR_WORDS = 1024 };

static int push_shortage(lua_State *L) {
    lb_vm *vm = VM(L);
    const char *words = vm->is_overflow ? "stack overflow" : "not enough memory";
    if (vm->short_place[0] != 0) {
        lua_pushfstring(L, "%s: %s", vm->short_place, words);
    } else {
        lua_pushstring(L, words);
    }
    return 1;
}

static int push_failed_handler(lua_State *L) {
    lb_vm *vm = VM(L);
    if (vm->error_place[0] != 0) {
        lua_pushfstring(L, "%s: stack overflow (error in error handling)", vm->error_place);
    } else {
        lua_pushliteral(L, "stack overflow (error in error handling)");
    }
    return 1;
}

// Replaces the error object on top by words with the place, where a block was refused or a handler failed.
void protect_explain(lua_State *L, int status) {
    lb_vm *vm = VM(L);
    vm->keeps_shortage = false;
    if (status != LUA_ERRMEM && status != LUA_ERRERR) return;
    bool is_overflow = vm->is_overflow;
    vm->heap->limit += ROOM_FOR_WORDS;
    lua_pushcfunction(L, status == LUA_ERRMEM ? push_shortage : push_failed_handler);
    lua_pcall(L, 0, 1, 0); // if this fails, its error says the same without a place
    vm->heap->limit -= ROOM_FOR_WORDS;
    vm->is_overflow = is_overflow;
    lua_remove(L, -2);
}

// Goes on raising an error of memory that came through a coroutine or the host, as the one that it is.
int protect_raise_shortage(lua_State *L) {
    lb_vm *vm = VM(L);
    if (vm->end != RUNNING) return limits_raise(L);
    vm->keeps_shortage = true;
    lua_newuserdata(L, vm->heap->limit + 1); // does not fit
    return lua_error(L);
}

// Lua says of too many calls of C within one another only that they are too many; this adds where `from` is.
void protect_place_overflow(lua_State *L, lua_State *from) {
    static const char words[] = "C stack overflow";
    char place[96];
    if (lua_type(L, -1) != LUA_TSTRING || strcmp(lua_tostring(L, -1), words) != 0) return;
    if (!limits_place(from, place, sizeof place)) return;
    lua_pop(L, 1);
    lua_pushfstring(L, "%s: %s", place, words);
}

static int place_overflow(lua_State *L) {
    protect_place_overflow(L, L);
    return 1;
}

// The results of a protected call, of which `kept` values stand below.
static int results(lua_State *L, int status, lua_KContext kept) {
    if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L) - (int)kept;
    lb_vm *vm = VM(L);
    if (vm->end != RUNNING) return limits_raise(L);
    vm->caught = status == LUA_ERRMEM && !vm->is_overflow ? LB_MEMORY : LB_RUNTIME;
    protect_explain(L, status);
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

// Stands between an error and the script's handler, which must not run once a limit is reached: hooks are off while one
// raises.
static int handle(lua_State *L) {
    lb_vm *vm = VM(L);
    if (vm->end != RUNNING) return 1;
    if (!limits_place(L, vm->error_place, sizeof vm->error_place)) vm->error_place[0] = 0;
    protect_place_overflow(L, L);
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
