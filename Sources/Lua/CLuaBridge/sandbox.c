// What a script finds in its globals: an allow-list of the standard library; our own `load`, `print`, `require`, `os`
// and random numbers in place of those that reach files, bytecode, the wall clock or shared state; and our own
// functions in place of those that could run for long without coming by a limit.
#include <string.h>

#include "text.h"

static const char *const base_names[] = {
    "assert",   "collectgarbage", "error",    "getmetatable", "ipairs",   "next", "pairs",
    "pcall",    "rawequal",       "rawget",   "rawlen",       "rawset",   "select",
    "setmetatable", "tonumber",   "tostring", "type",         "xpcall",   "_VERSION", NULL};

enum { BYTES_PER_INSTRUCTION = 16 };

// --- print and require ----------------------------------------------------------------------------------------------

static int safe_print(lua_State *L) {
    int count = lua_gettop(L);
    text line;
    text_begin(&line, L);
    for (int i = 1; i <= count; i++) {
        if (i > 1) text_add(&line, "\t", 1);
        luaL_tolstring(L, i, NULL);
        text_add_value(&line, -1);
        lua_pop(L, 1);
    }
    lb_vm *vm = VM(L);
    const char *why = limits_emit(vm, line.length);
    if (why != NULL) return luaL_error(L, "%s", why);
    lua_Debug caller;
    memset(&caller, 0, sizeof caller);
    if (!lua_getstack(L, 1, &caller) || !lua_getinfo(L, "Sl", &caller)) caller.currentline = 0;
    IN_HOST(vm, vm->host.print(vm->host.context, line.bytes, line.length, caller.short_src, caller.currentline));
    limits_charge(L, vm, 1);
    return 0;
}

static int safe_require(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    lua_settop(L, 1);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, "modules");
    if (lua_getfield(L, 2, name) != LUA_TNIL) return 1;
    lua_pop(L, 1);
    lb_vm *vm = VM(L);
    const char *text, *file;
    size_t length;
    bool is_found;
    IN_HOST(vm, is_found = vm->host.module(vm->host.context, name, &text, &length, &file));
    if (!is_found) return luaL_error(L, "module '%s' not found", name);
    int status = vm_load_text(L, text, length, file);
    if (status == LUA_ERRMEM) return protect_raise_shortage(L);
    if (status != LUA_OK) return lua_error(L);
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
    }
    lua_pushvalue(L, -1);
    lua_setfield(L, 2, name);
    return 1;
}

// --- random numbers of the VM's own ---------------------------------------------------------------------------------

static uint64_t next_random(arena *heap) {
    uint64_t z = heap->random += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static int host_random(lua_State *L) {
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

static int host_randomseed(lua_State *L) {
    VM(L)->heap->random = (uint64_t)(int64_t)luaL_checknumber(L, 1);
    return 0;
}

// Replaces functions in a global table, or among the globals. The keys are there already, so that `pairs` keeps its
// order.
void library_set(lua_State *L, const char *table, const luaL_Reg *functions) {
    lua_pushglobaltable(L);
    if (table != NULL) {
        lua_getfield(L, -1, table);
        lua_remove(L, -2);
    }
    luaL_setfuncs(L, functions, 0);
    lua_pop(L, 1);
}

// Linear functions of the standard library, which cost what their texts are long.
static int charged(lua_State *L) {
    int64_t cost = 1;
    for (int i = lua_gettop(L); i > 0; i--) {
        if (lua_type(L, i) == LUA_TSTRING) cost += (int64_t)(lua_rawlen(L, i) / BYTES_PER_INSTRUCTION);
    }
    limits_charge(L, VM(L), cost);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static void charge(lua_State *L, const char *table, const char *const *names) {
    lua_pushglobaltable(L);
    if (table != NULL) lua_getfield(L, -1, table);
    for (; *names != NULL; names++) {
        lua_getfield(L, -1, *names);
        lua_pushcclosure(L, charged, 1);
        lua_setfield(L, -2, *names);
    }
    lua_settop(L, 0);
}

static void open_standard(lua_State *L) {
    lua_newtable(L); // takes the allowed names of the base library
    luaL_requiref(L, "_G", luaopen_base, 0);
    for (int i = 0; base_names[i] != NULL; i++) {
        lua_getfield(L, -1, base_names[i]);
        lua_setfield(L, -3, base_names[i]);
    }
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_pushvalue(L, -1);
    lua_setfield(L, -2, "_G");
    lua_pop(L, 1);

    static const luaL_Reg libraries[] = {
        {"string", luaopen_string}, {"table", luaopen_table}, {"math", luaopen_math},
        {"utf8", luaopen_utf8},     {"coroutine", luaopen_coroutine}, {NULL, NULL}};
    for (const luaL_Reg *library = libraries; library->name != NULL; library++) {
        luaL_requiref(L, library->name, library->func, 1);
        lua_pop(L, 1);
    }
    calendar_open(L);
    // The libraries' own list of what is loaded would be a way around the allow-list.
    lua_pushnil(L);
    lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
}

int sandbox_open(lua_State *L) {
    open_standard(L);
    lua_getglobal(L, "string");
    lua_pushnil(L);
    lua_setfield(L, -2, "dump");
    lua_settop(L, 0);
    static const luaL_Reg random[] = {{"random", host_random}, {"randomseed", host_randomseed}, {NULL, NULL}};
    library_set(L, "math", random);
    text_open(L);
    find_open(L);
    pack_open(L);
    static const luaL_Reg texts[] = {{"format", format_call}, {NULL, NULL}};
    library_set(L, "string", texts);
    tables_open(L);
    coroutines_open(L);
    protect_open(L);
    finalizers_open(L);
    weak_close(L);
    static const char *const linear_strings[] = {"byte", "sub", NULL};
    static const char *const linear_utf8[] = {"codepoint", "len", "offset", NULL};
    static const char *const linear[] = {"tonumber", "tostring", NULL};
    charge(L, "string", linear_strings);
    charge(L, "utf8", linear_utf8);
    charge(L, NULL, linear);
    static const luaL_Reg own[] = {
        {"load", load_call}, {"print", safe_print}, {"require", safe_require}, {NULL, NULL}};
    library_set(L, NULL, own);
    return 0;
}
