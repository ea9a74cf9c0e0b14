#include "plain_lua.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

plain_lua *plain_lua_open(const char *text, size_t length) {
    lua_State *L = luaL_newstate();
    if (L == NULL) return NULL;
    luaL_openlibs(L);
    if (luaL_loadbuffer(L, text, length, "@x.lua") != LUA_OK) {
        lua_close(L);
        return NULL;
    }
    return (plain_lua *)L;
}

void plain_lua_close(plain_lua *plain) { lua_close((lua_State *)plain); }

const char *plain_lua_call(plain_lua *plain, long long number, size_t *length) {
    lua_State *L = (lua_State *)plain;
    lua_settop(L, 1);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, number);
    lua_pcall(L, 1, 1, 0);
    return lua_tolstring(L, -1, length);
}
