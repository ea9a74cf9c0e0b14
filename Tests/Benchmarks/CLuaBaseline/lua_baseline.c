#include "lua_baseline.h"

#include <stdlib.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

struct lua_baseline {
    lua_State *L;
    int read, write;
};

static int nothing(lua_State *L) {
    (void)L;
    return 0;
}

static bool run(lua_State *L, const char *const *texts, int count) {
    // The run-time modules run before the Object, so what it requires is already loaded.
    lua_register(L, "require", nothing);
    lua_register(L, "lua_send_urc", nothing);
    for (int i = 0; i < count; i++) {
        lua_settop(L, 0);
        if (luaL_dostring(L, texts[i])) return false;
    }
    lua_getfield(L, 1, "create");
    lua_pushinteger(L, 0);
    return lua_pcall(L, 1, 0, 0) == LUA_OK;
}

lua_baseline *lua_baseline_open(const char *const *texts, int count) {
    lua_baseline *baseline = calloc(1, sizeof *baseline);
    if (baseline == NULL) return NULL;
    lua_State *L = baseline->L = luaL_newstate();
    if (L != NULL) luaL_openlibs(L);
    if (L == NULL || !run(L, texts, count)) {
        lua_baseline_close(baseline);
        return NULL;
    }
    lua_getfield(L, 1, "read");
    baseline->read = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_getfield(L, 1, "write");
    baseline->write = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_settop(L, 0);
    return baseline;
}

void lua_baseline_close(lua_baseline *baseline) {
    if (baseline->L != NULL) lua_close(baseline->L);
    free(baseline);
}

bool lua_baseline_read(lua_baseline *baseline, int resource, int times) {
    lua_State *L = baseline->L;
    for (int i = 0; i < times; i++) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, baseline->read);
        lua_pushinteger(L, 0);
        lua_pushinteger(L, resource);
        lua_pushboolean(L, 1);
        if (lua_pcall(L, 3, 3, 0) != LUA_OK || lua_tointeger(L, 1) != 69) return false;
        lua_settop(L, 0);
    }
    return true;
}

bool lua_baseline_write(lua_baseline *baseline, int resource, double value, int times) {
    lua_State *L = baseline->L;
    for (int i = 0; i < times; i++) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, baseline->write);
        lua_pushinteger(L, 0);
        lua_pushinteger(L, resource);
        lua_pushinteger(L, 2);
        lua_pushboolean(L, 0);
        lua_pushnumber(L, value);
        if (lua_pcall(L, 5, 1, 0) != LUA_OK || lua_tointeger(L, 1) != 68) return false;
        lua_settop(L, 0);
    }
    return true;
}
