#include "lua_baseline.h"

#include <stdlib.h>
#include <string.h>

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

// A binding of the module: there is nothing that it could do.
static int binding(lua_State *L) {
    const char *name = luaL_checkstring(L, 2);
    if (strncmp(name, "lua_", 4) != 0) return 0;
    // It stays there, so that no later call comes this way.
    lua_pushcfunction(L, nothing);
    lua_pushvalue(L, -1);
    lua_setglobal(L, name);
    return 1;
}

static bool run(lua_State *L, const char *const *texts, int count) {
    // The run-time modules run before the Object, so what it requires is already loaded.
    lua_register(L, "require", nothing);
    lua_pushglobaltable(L);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, binding);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
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

// Pushes the function with all its arguments but the value.
static void begin_write(lua_baseline *baseline, int resource) {
    lua_State *L = baseline->L;
    lua_rawgeti(L, LUA_REGISTRYINDEX, baseline->write);
    lua_pushinteger(L, 0);
    lua_pushinteger(L, resource);
    lua_pushinteger(L, 2);
    lua_pushboolean(L, 0);
}

static bool end_write(lua_State *L) {
    bool is_done = lua_pcall(L, 5, 1, 0) == LUA_OK && lua_tointeger(L, 1) == 68;
    lua_settop(L, 0);
    return is_done;
}

bool lua_baseline_write(lua_baseline *baseline, int resource, double value, int times) {
    for (int i = 0; i < times; i++) {
        begin_write(baseline, resource);
        lua_pushnumber(baseline->L, value);
        if (!end_write(baseline->L)) return false;
    }
    return true;
}

bool lua_baseline_write_text(lua_baseline *baseline, int resource, const char *text) {
    begin_write(baseline, resource);
    lua_pushstring(baseline->L, text);
    return end_write(baseline->L);
}
