// The way out of Lua: functions among a script's globals that are implemented in Swift.
#include "entry.h"

// Lua calls the host. Errors are raised here only after Swift has returned.
static int trampoline(lua_State *L) {
    lb_vm *vm = VM(L);
    int function = (int)lua_tointeger(L, lua_upvalueindex(1));
    int results;
    IN_HOST(vm, results = vm->host.call(vm->host.context, function, lua_gettop(L)));
    limits_charge(L, vm, 1);
    if (results == LB_RAISE_SHORTAGE) return shortage_raise(L);
    if (results != LB_RAISE) return results;
    luaL_where(L, 1);
    lua_insert(L, -2);
    lua_concat(L, 2);
    return lua_error(L);
}

typedef struct {
    const char *table, *name;
    int function;
} register_request;

static int register_body(lua_State *L) {
    const register_request *request = lua_touserdata(L, 1);
    lua_pushglobaltable(L);
    if (request->table != NULL) luaL_getsubtable(L, -1, request->table);
    lua_pushstring(L, request->name);
    lua_pushinteger(L, request->function);
    lua_pushcclosure(L, trampoline, 1);
    lua_rawset(L, -3);
    return 0;
}

lb_status lb_register(lb_vm *vm, const char *table, const char *name, int function) {
    register_request request = {.table = table, .name = name, .function = function};
    return entry_run(vm, register_body, &request, 0);
}
