// How functions get into a script's globals.
#include "library.h"

enum { BYTES_PER_INSTRUCTION = 16 };

void library_set(lua_State *L, const char *table, const luaL_Reg *functions) {
    lua_pushglobaltable(L);
    if (table != NULL) {
        lua_getfield(L, -1, table);
        lua_remove(L, -2);
    }
    luaL_setfuncs(L, functions, 0);
    lua_pop(L, 1);
}

// Calls a linear function of the standard library, which costs as much as its texts are long.
static int charged(lua_State *L) {
    int64_t cost = 1;
    for (int i = lua_gettop(L); i > 0; i--) {
        if (lua_type(L, i) == LUA_TSTRING) cost += (int64_t)(lua_rawlen(L, i) / BYTES_PER_INSTRUCTION);
    }
    limits_charge(L, VM(L), cost);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

void library_charge(lua_State *L, const char *table, const char *const *names) {
    lua_pushglobaltable(L);
    if (table != NULL) lua_getfield(L, -1, table);
    for (; *names != NULL; names++) {
        lua_getfield(L, -1, *names);
        lua_pushcclosure(L, charged, 1);
        lua_setfield(L, -2, *names);
    }
    lua_settop(L, 0);
}
