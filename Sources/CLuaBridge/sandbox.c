// What a script finds in its globals: an allow-list of the standard library, and our own `load`, `print`, `require`,
// `os` and random numbers in place of those that reach files, bytecode, the wall clock or shared state.
#include <math.h>
#include <string.h>
#include <time.h>

#include "vm.h"

static const char *const base_names[] = {
    "assert",   "collectgarbage", "error",    "getmetatable", "ipairs",   "next", "pairs",
    "pcall",    "rawequal",       "rawget",   "rawlen",       "rawset",   "select",
    "setmetatable", "tonumber",   "tostring", "type",         "xpcall",   "_VERSION", NULL};

// --- load -----------------------------------------------------------------------------------------------------------

// Hands the pieces of a reader function to the compiler one by one.
static const char *next_piece(lua_State *L, void *unused, size_t *size) {
    (void)unused;
    luaL_checkstack(L, 2, "too many nested functions");
    lua_pushvalue(L, 1);
    lua_call(L, 0, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        *size = 0;
        return NULL;
    }
    if (!lua_isstring(L, -1)) luaL_error(L, "reader function must return a string");
    lua_replace(L, 5); // keeps the piece from being collected
    return lua_tolstring(L, 5, size);
}

// load(chunk [, name [, mode [, env]]]) as in the Lua 5.3 manual §6.1, for text only whatever the mode says.
static int safe_load(lua_State *L) {
    int has_environment = !lua_isnone(L, 4);
    size_t size;
    const char *text = lua_tolstring(L, 1, &size);
    const char *name = luaL_optstring(L, 2, text != NULL ? text : "=(load)");
    int status;
    if (text != NULL) {
        status = luaL_loadbufferx(L, text, size, name, "t");
    } else {
        luaL_checktype(L, 1, LUA_TFUNCTION);
        lua_settop(L, 5);
        status = lua_load(L, next_piece, NULL, name, "t");
    }
    if (status != LUA_OK) {
        lua_pushnil(L);
        lua_insert(L, -2);
        return 2;
    }
    if (has_environment) {
        lua_pushvalue(L, 4);
        if (!lua_setupvalue(L, -2, 1)) lua_pop(L, 1);
    }
    return 1;
}

// --- print and require ----------------------------------------------------------------------------------------------

static int safe_print(lua_State *L) {
    int count = lua_gettop(L);
    luaL_Buffer line;
    luaL_buffinit(L, &line);
    for (int i = 1; i <= count; i++) {
        if (i > 1) luaL_addchar(&line, '\t');
        luaL_tolstring(L, i, NULL);
        luaL_addvalue(&line);
    }
    luaL_pushresult(&line);
    lua_Debug caller;
    memset(&caller, 0, sizeof caller);
    if (!lua_getstack(L, 1, &caller) || !lua_getinfo(L, "Sl", &caller)) caller.currentline = 0;
    size_t length;
    const char *text = lua_tolstring(L, -1, &length);
    lb_vm *vm = VM(L);
    IN_HOST(vm, vm->host.print(vm->host.context, text, length, caller.short_src, caller.currentline));
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
    if (vm_load_text(L, text, length, file) != LUA_OK) return lua_error(L);
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

// --- os: the host's time, in UTC ------------------------------------------------------------------------------------

static int64_t days_from_civil(int64_t year, int64_t month, int64_t day) {
    month -= 1;
    year += month / 12;
    month %= 12;
    if (month < 0) month += 12, year -= 1;
    month += 1;
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int64_t date_field(lua_State *L, const char *name, int64_t missing) {
    int is_integer;
    lua_getfield(L, 1, name);
    int64_t value = lua_tointegerx(L, -1, &is_integer);
    if (!is_integer) {
        if (!lua_isnil(L, -1)) luaL_error(L, "field '%s' is not an integer", name);
        if (missing < 0) luaL_error(L, "field '%s' missing in date table", name);
        value = missing;
    }
    if (value < -INT32_MAX || value > INT32_MAX) luaL_error(L, "field '%s' is out-of-bound", name);
    lua_pop(L, 1);
    return value;
}

static int host_time(lua_State *L) {
    lb_vm *vm = VM(L);
    if (lua_isnoneornil(L, 1)) {
        int64_t time;
        IN_HOST(vm, time = vm->host.unix_time(vm->host.context));
        lua_pushinteger(L, time);
        return 1;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    int64_t days = days_from_civil(date_field(L, "year", -1), date_field(L, "month", -1), 1);
    days += date_field(L, "day", -1) - 1;
    int64_t seconds = date_field(L, "hour", 12) * 3600 + date_field(L, "min", 0) * 60 + date_field(L, "sec", 0);
    lua_pushinteger(L, days * 86400 + seconds);
    return 1;
}

static int host_clock(lua_State *L) {
    lb_vm *vm = VM(L);
    double seconds;
    IN_HOST(vm, seconds = vm->host.processor_time(vm->host.context));
    lua_pushnumber(L, seconds);
    return 1;
}

// os.date with the standard library's formats; without a time it takes the host's, and all is UTC.
static int host_date(lua_State *L) {
    lb_vm *vm = VM(L);
    const char *format = luaL_optstring(L, 1, "%c");
    int64_t time;
    if (lua_isnoneornil(L, 2)) {
        IN_HOST(vm, time = vm->host.unix_time(vm->host.context));
    } else {
        time = luaL_checkinteger(L, 2);
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushfstring(L, format[0] == '!' ? "%s" : "!%s", format);
    lua_pushinteger(L, time);
    lua_call(L, 2, 1);
    return 1;
}

static void open_os(lua_State *L) {
    luaL_requiref(L, "os", luaopen_os, 0);
    lua_createtable(L, 0, 4);
    lua_pushcfunction(L, host_time);
    lua_setfield(L, -2, "time");
    lua_pushcfunction(L, host_clock);
    lua_setfield(L, -2, "clock");
    lua_getfield(L, -2, "difftime");
    lua_setfield(L, -2, "difftime");
    lua_getfield(L, -2, "date");
    lua_pushcclosure(L, host_date, 1);
    lua_setfield(L, -2, "date");
    lua_setglobal(L, "os");
    lua_pop(L, 1);
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

// --- coroutines -----------------------------------------------------------------------------------------------------

// The watchdog arms the main coroutine alone, so the others count from their start. A new one has a fresh hook
// interval; what it may run unseen is charged to its maker.
static int counted_create(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lb_vm *vm = VM(L);
    vm->budget -= vm->interval;
    lua_State *fresh = lua_newthread(L);
    limits_arm(vm, fresh);
    lua_pushvalue(L, 1);
    lua_xmove(L, fresh, 1);
    return 1;
}

// coroutine.wrap in the words of the Lua 5.3 manual §6.2, on top of the counted create.
static const char wrap_text[] =
    "local create, resume, error = ...\n"
    "local function results(ok, ...)\n"
    "  if ok then return ... end\n"
    "  error(..., 0)\n"
    "end\n"
    "return function(body)\n"
    "  local thread = create(body)\n"
    "  return function(...) return results(resume(thread, ...)) end\n"
    "end";

static void count_coroutines(lua_State *L) {
    lua_pushcfunction(L, counted_create);
    lua_setfield(L, -2, "create");
    if (luaL_loadbufferx(L, wrap_text, sizeof wrap_text - 1, "=coroutine.wrap", "t") != LUA_OK) lua_error(L);
    lua_getfield(L, -2, "create");
    lua_getfield(L, -3, "resume");
    lua_getglobal(L, "error");
    lua_call(L, 3, 1);
    lua_setfield(L, -2, "wrap");
}

int sandbox_open(lua_State *L) {
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
    open_os(L);
    // The libraries' own list of what is loaded would be a way around the allow-list.
    lua_pushnil(L);
    lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);

    lua_getglobal(L, "string");
    lua_pushnil(L);
    lua_setfield(L, -2, "dump");
    lua_getglobal(L, "math");
    lua_pushcfunction(L, host_random);
    lua_setfield(L, -2, "random");
    lua_pushcfunction(L, host_randomseed);
    lua_setfield(L, -2, "randomseed");
    lua_getglobal(L, "coroutine");
    count_coroutines(L);
    lua_settop(L, 0);

    lua_pushcfunction(L, safe_load);
    lua_setglobal(L, "load");
    lua_pushcfunction(L, safe_print);
    lua_setglobal(L, "print");
    lua_pushcfunction(L, safe_require);
    lua_setglobal(L, "require");
    return 0;
}
