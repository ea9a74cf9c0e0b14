// __gc under the limits. Lua 5.3 turns hooks off while it runs a finalizer, so an endless one could not be stopped.
// Therefore the collector never calls a script's: `setmetatable` gives an object with __gc a guard, and when the two
// are garbage, the guard's finalizer only notes the object. Noted objects are finalized like any other call, with
// hooks, in the script's next `setmetatable` or `collectgarbage`.
#include <string.h>

#include "library.h"

// In the registry: a map from object to guard with weak keys, and the first and the last of the noted pairs, each
// holding an object and the next pair.
static char guards, first, last;

enum { OBJECT = 1, BEHIND = 2 };

// The guard's __gc. It runs inside the collector and allocates nothing: the pair was made with the guard.
static int note(lua_State *L) {
    lua_getuservalue(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &guards);
    lua_rawgeti(L, 2, OBJECT);
    lua_pushnil(L);
    lua_rawset(L, 3);
    lua_pushvalue(L, 2);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &last) == LUA_TTABLE) {
        lua_pushvalue(L, 2);
        lua_rawseti(L, -2, BEHIND);
    } else {
        lua_pushvalue(L, 2);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &first);
    }
    lua_pushvalue(L, 2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &last);
    VM(L)->heap->has_garbage = true;
    return 0;
}

static int finalize_noted(lua_State *L) {
    lb_vm *vm = VM(L);
    while (lua_rawgetp(L, LUA_REGISTRYINDEX, &first) == LUA_TTABLE) {
        limits_charge(L, vm, 10);
        if (lua_rawgeti(L, -1, BEHIND) != LUA_TTABLE) {
            lua_pushboolean(L, 0);
            lua_rawsetp(L, LUA_REGISTRYINDEX, &last);
        }
        lua_rawsetp(L, LUA_REGISTRYINDEX, &first);
        lua_rawgeti(L, -1, OBJECT);
        if (luaL_getmetafield(L, -1, "__gc") == LUA_TFUNCTION) {
            lua_insert(L, -2);
            lua_call(L, 1, 0);
        }
        lua_settop(L, 0);
    }
    vm->heap->has_garbage = false;
    return 0;
}

// Finalizes the noted objects; an error in a finalizer is worded as in Lua.
void finalizers_run(lua_State *L) {
    lb_vm *vm = VM(L);
    if (!vm->heap->has_garbage || vm->call.is_finalizing) return;
    luaL_checkstack(L, 4, "too many finalizers within one another");
    vm->call.is_finalizing = true;
    lua_pushcfunction(L, finalize_noted);
    int status = lua_pcall(L, 0, 0, 0);
    vm->call.is_finalizing = false;
    if (status == LUA_OK) return;
    if (vm->call.end != RUNNING) limits_raise(L);
    const char *why = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "no message";
    lua_pushfstring(L, "error in __gc metamethod (%s)", why);
    lua_error(L);
}

static void guard(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &guards);
    lua_pushvalue(L, 1);
    if (lua_rawget(L, -2) == LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_newuserdata(L, 1);
        lua_createtable(L, BEHIND, 0);
        lua_pushvalue(L, 1);
        lua_rawseti(L, -2, OBJECT);
        lua_pushboolean(L, 0);
        lua_rawseti(L, -2, BEHIND);
        lua_setuservalue(L, -2);
        lua_rawgetp(L, LUA_REGISTRYINDEX, &note);
        lua_setmetatable(L, -2);
        lua_rawset(L, -4);
    }
    lua_settop(L, 2);
}

// setmetatable(table, metatable) as in the Lua 5.3 manual §6.1.
static int set_metatable(lua_State *L) {
    int type = lua_type(L, 2);
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argcheck(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table expected");
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) return luaL_error(L, "cannot change a protected metatable");
    lua_settop(L, 2);
    limits_charge(L, VM(L), 1);
    finalizers_run(L);
    if (type == LUA_TTABLE) {
        lua_pushliteral(L, "__gc");
        if (lua_rawget(L, 2) != LUA_TNIL) {
            // Lua looks for the field only at this point. While the field is missing, nothing is allocated and nothing
            // moves.
            guard(L);
            lua_pushliteral(L, "__gc");
            lua_pushvalue(L, 3);
            lua_rawget(L, 2); // key, value
            lua_pushvalue(L, 3);
            lua_pushnil(L);
            lua_rawset(L, 2);
            lua_pushvalue(L, 2);
            lua_setmetatable(L, 1);
            lua_rawset(L, 2);
            lua_settop(L, 1);
            return 1;
        }
        lua_settop(L, 2);
    }
    lua_setmetatable(L, 1);
    return 1;
}

// --- collectgarbage -------------------------------------------------------------------------------------------------

enum { LEAST_PAUSE = 100, LEAST_STEPS = 100, MOST_STEPS = 1000, BYTES_PER_INSTRUCTION = 16 };

// What a whole collection costs: the memory in use counts; what it frees was charged for when it was allocated.
static void charge_collection(lua_State *L) {
    lb_vm *vm = VM(L);
    limits_charge(L, vm, (int64_t)(vm->heap->live / BYTES_PER_INSTRUCTION));
}

// A collector setting that the script sees as it set it, but that is kept within bounds: without a pause, each
// allocation would start a collection.
static int set_pace(lua_State *L, int what, int value, int *seen) {
    int before = *seen;
    *seen = value;
    if (value < LEAST_PAUSE) value = LEAST_PAUSE;
    if (what == LUA_GCSETSTEPMUL && value > MOST_STEPS) value = MOST_STEPS;
    lua_gc(L, what, value);
    lua_pushinteger(L, before);
    return 1;
}

// collectgarbage([option [, argument]]) as in the Lua 5.3 manual §6.1.
static int collect(lua_State *L) {
    static const char *const names[] = {
        "stop", "restart", "collect", "count", "step", "setpause", "setstepmul", "isrunning", NULL};
    lb_vm *vm = VM(L);
    int option = luaL_checkoption(L, 1, "collect", names);
    int value = (int)luaL_optinteger(L, 2, 0);
    limits_charge(L, vm, 1);
    switch (option) {
    case 2:
        charge_collection(L);
        lua_gc(L, LUA_GCCOLLECT, 0);
        finalizers_run(L);
        lua_pushinteger(L, 0);
        return 1;
    case 3: lua_pushnumber(L, (lua_Number)lua_gc(L, LUA_GCCOUNT, 0) + (lua_Number)lua_gc(L, LUA_GCCOUNTB, 0) / 1024);
        return 1;
    case 4: {
        charge_collection(L);
        int is_over = lua_gc(L, LUA_GCSTEP, value);
        finalizers_run(L);
        lua_pushboolean(L, is_over);
        return 1;
    }
    case 5: return set_pace(L, LUA_GCSETPAUSE, value, &vm->heap->pause);
    case 6: return set_pace(L, LUA_GCSETSTEPMUL, value, &vm->heap->step_multiplier);
    case 7: lua_pushboolean(L, lua_gc(L, LUA_GCISRUNNING, 0)); return 1;
    default: lua_pushinteger(L, lua_gc(L, option == 0 ? LUA_GCSTOP : LUA_GCRESTART, 0)); return 1;
    }
}

int finalizers_open(lua_State *L) {
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &guards);
    lua_pushboolean(L, 0);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &first);
    lua_pushboolean(L, 0);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &last);
    lua_createtable(L, 0, 1); // the metatable of all guards
    lua_pushcfunction(L, note);
    lua_setfield(L, -2, "__gc");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &note);
    static const luaL_Reg functions[] = {{"setmetatable", set_metatable}, {"collectgarbage", collect}, {NULL, NULL}};
    library_set(L, NULL, functions);
    VM(L)->heap->pause = VM(L)->heap->step_multiplier = 200; // as Lua 5.3 begins
    return 0;
}
