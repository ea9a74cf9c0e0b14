// math.random and math.randomseed, from the VM's own random numbers (Lua 5.3 manual §6.7).
#include "library.h"

static uint64_t next_random(arena *heap) {
    uint64_t z = heap->random += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static int random_number(lua_State *L) {
    uint64_t bits = next_random(VM(L)->heap);
    int64_t low = 1, high;
    switch (lua_gettop(L)) {
    case 0:
        lua_pushnumber(L, (double)(bits >> 11) * 0x1p-53);
        return 1;
    case 1:
        high = luaL_checkinteger(L, 1);
        break;
    case 2:
        low = luaL_checkinteger(L, 1);
        high = luaL_checkinteger(L, 2);
        break;
    default:
        return luaL_error(L, "wrong number of arguments");
    }
    luaL_argcheck(L, low <= high, lua_gettop(L), "interval is empty");
    uint64_t span = (uint64_t)high - (uint64_t)low + 1;
    lua_pushinteger(L, (int64_t)((uint64_t)low + (span == 0 ? bits : bits % span)));
    return 1;
}

static int seed_random(lua_State *L) {
    VM(L)->heap->random = (uint64_t)(int64_t)luaL_checknumber(L, 1);
    return 0;
}

int random_open(lua_State *L) {
    static const luaL_Reg functions[] = {{"random", random_number}, {"randomseed", seed_random}, {NULL, NULL}};
    library_set(L, "math", functions);
    return 0;
}
