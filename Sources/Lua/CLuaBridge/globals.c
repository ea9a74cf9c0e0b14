// Tables that Swift fills, and the globals.
#include "entry.h"

static int push_field_body(lua_State *L) {
    if (!lua_istable(L, 1)) return 0;
    lua_pushstring(L, lua_touserdata(L, 2));
    lua_rawget(L, 1);
    return 1;
}

lb_status lb_push_field(lb_vm *vm, const char *name) {
    lb_status room = entry_need(vm, 8);
    if (room != LB_OK) return room;
    lua_pushlightuserdata(vm->current, (void *)name);
    return entry_run_on(vm, push_field_body, 2, 1);
}

static int push_table_body(lua_State *L) {
    const int *sizes = lua_touserdata(L, 1);
    lua_createtable(L, sizes[0], sizes[1]);
    return 1;
}

lb_status lb_push_table(lb_vm *vm, int array, int fields) {
    int sizes[2] = {array, fields};
    return entry_run(vm, push_table_body, sizes, 1);
}

static int set_field_body(lua_State *L) {
    lua_rawset(L, 1);
    return 0;
}

lb_status lb_set_field(lb_vm *vm) {
    lua_State *L = vm->current;
    lb_status room = entry_need(vm, 8);
    if (room != LB_OK) return room;
    lua_pushvalue(L, -3);
    lua_insert(L, -3);
    return entry_run_on(vm, set_field_body, 3, 0);
}

static int push_global_body(lua_State *L) {
    lua_pushglobaltable(L);
    lua_pushstring(L, lua_touserdata(L, 1));
    lua_rawget(L, -2);
    return 1;
}

lb_status lb_push_global(lb_vm *vm, const char *name) { return entry_run(vm, push_global_body, (void *)name, 1); }

static int set_global_body(lua_State *L) {
    lua_pushglobaltable(L);
    lua_pushstring(L, lua_touserdata(L, 2));
    lua_pushvalue(L, 1);
    lua_rawset(L, -3);
    return 0;
}

lb_status lb_set_global(lb_vm *vm, const char *name) {
    lua_State *L = vm->current;
    lb_status room = entry_need(vm, 8);
    if (room != LB_OK) return room;
    lua_pushlightuserdata(L, (void *)name);
    return entry_run_on(vm, set_global_body, 2, 0);
}
