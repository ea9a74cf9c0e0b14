// What a script finds in its globals: an allow-list of the standard library; our own `load`, `print`, `require`, `os`
// and random numbers in place of those that access files, bytecode, the wall clock or shared state; and our own
// functions in place of those that could run for long without checking a limit.
#include <string.h>

#include "text.h"

static const char *const base_names[] = {
    "assert",   "collectgarbage", "error",    "getmetatable", "ipairs",   "next", "pairs",
    "pcall",    "rawequal",       "rawget",   "rawlen",       "rawset",   "select",
    "setmetatable", "tonumber",   "tostring", "type",         "xpcall",   "_VERSION", NULL};

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
    const char *why = lb_emit(vm, line.length);
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
    int status = load_file(L, text, length, file);
    if (status == LUA_ERRMEM) return shortage_raise(L);
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
    // The libraries' own table of loaded modules would be a way around the allow-list.
    lua_pushnil(L);
    lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
}

int sandbox_open(lua_State *L) {
    open_standard(L);
    lua_getglobal(L, "string");
    lua_pushnil(L);
    lua_setfield(L, -2, "dump");
    lua_settop(L, 0);
    random_open(L);
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
    library_charge(L, "string", linear_strings);
    library_charge(L, "utf8", linear_utf8);
    library_charge(L, NULL, linear);
    static const luaL_Reg own[] = {
        {"load", load_call}, {"print", safe_print}, {"require", safe_require}, {NULL, NULL}};
    library_set(L, NULL, own);
    return 0;
}
