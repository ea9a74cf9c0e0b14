// Coroutines that count their instructions from the start, and that end together with the call that runs them when a
// limit is reached.
#include "library.h"

// The watchdog arms only the main coroutine, so the others count from their start. A new one has a fresh hook interval;
// what it may run uncounted is charged to its creator.
static int create(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lb_vm *vm = VM(L);
    limits_charge(L, vm, vm->call.interval);
    lua_State *fresh = lua_newthread(L);
    limits_arm(vm, fresh);
    lua_pushvalue(L, 1);
    lua_xmove(L, fresh, 1);
    return 1;
}

enum { FAILED = -1, SHORTAGE = -2 };

// Runs a coroutine with the `count` values on top of L; returns the number of results; a negative number means that one
// error object is there instead.
static int run(lua_State *L, lua_State *fresh, int count) {
    lb_vm *vm = VM(L);
    limits_charge(L, vm, 1);
    if (!lua_checkstack(fresh, count)) {
        lua_pushliteral(L, "too many arguments to resume");
        return FAILED;
    }
    if (lua_status(fresh) == LUA_OK && lua_gettop(fresh) == 0) {
        lua_pushliteral(L, "cannot resume dead coroutine");
        return FAILED;
    }
    lua_xmove(L, fresh, count);
    vm->current = fresh;
    int status = lua_resume(fresh, L, count);
    vm->current = L;
    limits_check(L);
    if (status == LUA_OK || status == LUA_YIELD) {
        int found = lua_gettop(fresh);
        if (!lua_checkstack(L, found + 1)) {
            lua_pop(fresh, found);
            lua_pushliteral(L, "too many results to resume");
            return FAILED;
        }
        lua_xmove(fresh, L, found);
        return found;
    }
    lua_xmove(fresh, L, 1);
    shortage_explain(L, status);
    shortage_place_overflow(L, fresh);
    return status == LUA_ERRMEM ? SHORTAGE : FAILED;
}

static int resume(lua_State *L) {
    lua_State *fresh = lua_tothread(L, 1);
    luaL_argcheck(L, fresh != NULL, 1, "thread expected");
    int count = run(L, fresh, lua_gettop(L) - 1);
    lua_pushboolean(L, count >= 0);
    lua_insert(L, count >= 0 ? -(count + 1) : -2);
    return (count >= 0 ? count : 1) + 1;
}

static int resume_wrapped(lua_State *L) {
    int count = run(L, lua_tothread(L, lua_upvalueindex(1)), lua_gettop(L));
    if (count >= 0) return count;
    if (count == SHORTAGE) return shortage_raise(L);
    if (lua_type(L, -1) == LUA_TSTRING) { // the error came from within, and gets the place of this call too
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

static int wrap(lua_State *L) {
    create(L);
    lua_pushcclosure(L, resume_wrapped, 1);
    return 1;
}

int coroutines_open(lua_State *L) {
    static const luaL_Reg functions[] = {{"create", create}, {"resume", resume}, {"wrap", wrap}, {NULL, NULL}};
    library_set(L, "coroutine", functions);
    return 0;
}
