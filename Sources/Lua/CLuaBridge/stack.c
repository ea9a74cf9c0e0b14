// Values to and from the Lua stack.
#include "stack.h"

#include "entry.h"

lb_value stack_value(lua_State *L, int index) {
    lb_value value = {.type = LB_OTHER};
    switch (lua_type(L, index)) {
    case LUA_TNONE:
    case LUA_TNIL: value.type = LB_NIL; break;
    case LUA_TBOOLEAN:
        value.type = LB_BOOLEAN;
        value.boolean = lua_toboolean(L, index);
        break;
    case LUA_TNUMBER:
        if (lua_isinteger(L, index)) {
            value.type = LB_INTEGER;
            value.integer = lua_tointeger(L, index);
        } else {
            value.type = LB_NUMBER;
            value.number = lua_tonumber(L, index);
        }
        break;
    case LUA_TSTRING:
        value.type = LB_STRING;
        value.bytes = lua_tolstring(L, index, &value.length); // a string already: nothing is converted
        break;
    case LUA_TTABLE: value.type = LB_TABLE; break;
    case LUA_TFUNCTION: value.type = LB_FUNCTION; break;
    default: break;
    }
    return value;
}

int lb_top(const lb_vm *vm) { return lua_gettop(vm->current); }
void lb_settop(lb_vm *vm, int top) { lua_settop(vm->current, top); }
lb_value lb_get(const lb_vm *vm, int index) { return stack_value(vm->current, index); }

static int push_string_body(lua_State *L) {
    const lb_value *value = lua_touserdata(L, 1);
    lua_pushlstring(L, value->bytes, value->length);
    return 1;
}

lb_status lb_push(lb_vm *vm, lb_value value) {
    lua_State *L = vm->current;
    if (value.type == LB_STRING) return entry_run(vm, push_string_body, &value, 1);
    lb_status room = entry_need(vm, 8);
    if (room != LB_OK) return room;
    switch (value.type) {
    case LB_BOOLEAN: lua_pushboolean(L, value.boolean); break;
    case LB_INTEGER: lua_pushinteger(L, value.integer); break;
    case LB_NUMBER: lua_pushnumber(L, value.number); break;
    default: lua_pushnil(L);
    }
    return LB_OK;
}

lb_status lb_push_reference(lb_vm *vm, int reference) {
    lb_status room = entry_need(vm, 8);
    if (room != LB_OK) return room;
    lua_rawgeti(vm->current, LUA_REGISTRYINDEX, reference);
    return LB_OK;
}

static int reference_body(lua_State *L) {
    int *number = lua_touserdata(L, 2);
    lua_pushvalue(L, 1);
    *number = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

lb_status stack_refer(lb_vm *vm, int number, lb_reference **reference) {
    *reference = references_note(vm->references, number);
    if (*reference != NULL) return LB_OK;
    luaL_unref(vm->current, LUA_REGISTRYINDEX, number);
    buffer_put_words(&vm->error.message, "", "the system has no memory for a reference");
    buffer_put_words(&vm->error.traceback, "", "");
    return LB_MEMORY;
}

lb_status lb_keep(lb_vm *vm, int index, lb_reference **reference) {
    lua_State *L = vm->current;
    lb_status status = entry_need(vm, 8);
    if (status != LB_OK) return status;
    int number = LUA_NOREF;
    lua_pushvalue(L, index);
    lua_pushlightuserdata(L, &number);
    status = entry_run_on(vm, reference_body, 2, 0);
    return status == LB_OK ? stack_refer(vm, number, reference) : status;
}
