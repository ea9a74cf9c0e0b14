// Tables on their way out of Lua.
#include "entry.h"

#include <stdlib.h>

#include "stack.h"

// The depth limit, and what each value costs the host besides its bytes.
enum { DEEPEST = 32, COST_OF_A_VALUE = 64 };

// A string that is in a table a thousand times leaves Lua as a thousand strings, and costs as much.
static size_t add_flat(lua_State *L, lb_vm *vm, lb_value value) {
    vm->flat.cost += COST_OF_A_VALUE + (value.type == LB_STRING ? value.length : 0);
    if (vm->flat.cost > vm->limits.answer) {
        luaL_error(L, "a value that leaves Lua may have %I bytes at most", (lua_Integer)vm->limits.answer);
    }
    if (vm->flat.count == vm->flat.room) {
        size_t room = vm->flat.room == 0 ? 64 : vm->flat.room * 2;
        lb_value *larger = realloc(vm->flat.list, room * sizeof *larger);
        if (larger == NULL) luaL_error(L, "the system has no memory for the values of a table");
        vm->flat.list = larger;
        vm->flat.room = room;
    }
    vm->flat.list[vm->flat.count] = value;
    limits_charge(L, vm, 1);
    return vm->flat.count++;
}

static void flatten(lua_State *L, lb_vm *vm, int index, int depth) {
    lb_value value = stack_value(L, index);
    size_t at = add_flat(L, vm, value);
    if (value.type != LB_TABLE) return;
    if (depth == DEEPEST) luaL_error(L, "the table is nested too deep");
    luaL_checkstack(L, 3, "the table is nested too deep");
    size_t pairs = 0;
    lua_pushnil(L);
    while (lua_next(L, index)) {
        int top = lua_gettop(L);
        add_flat(L, vm, stack_value(L, top - 1));
        flatten(L, vm, top, depth + 1);
        lua_pop(L, 1);
        pairs++;
    }
    vm->flat.list[at].length = pairs;
}

static int flatten_body(lua_State *L) {
    flatten(L, lua_touserdata(L, 2), 1, 0);
    return 0;
}

size_t lb_flat_cost(const lb_vm *vm) { return vm->flat.cost; }

lb_status lb_flatten(lb_vm *vm, int index, size_t cost, const lb_value **list, size_t *count) {
    lua_State *L = vm->current;
    *list = NULL;
    *count = 0;
    lb_status room = entry_need(vm, 8);
    if (room != LB_OK) return room;
    vm->flat.count = 0;
    vm->flat.cost = cost;
    lua_pushvalue(L, index);
    lua_pushlightuserdata(L, vm);
    lb_status status = entry_run_on(vm, flatten_body, 2, 0);
    if (status == LB_RUNTIME && vm->flat.cost > vm->limits.answer) status = LB_TOO_LARGE;
    *list = vm->flat.list;
    *count = vm->flat.count;
    return status;
}

typedef struct {
    lb_vm *vm;
    const lb_value *keys;
    int count;
} keys_request;

static int list_keys_body(lua_State *L) {
    keys_request *request = lua_touserdata(L, 2);
    lb_vm *vm = request->vm;
    lua_settop(L, 1); // what the function returned
    for (int i = 0; i < request->count && lua_istable(L, -1); i++) {
        if (request->keys[i].type == LB_INTEGER) {
            lua_rawgeti(L, -1, request->keys[i].integer);
        } else {
            lua_pushlstring(L, request->keys[i].bytes, request->keys[i].length);
            lua_rawget(L, -2);
        }
    }
    if (!lua_istable(L, -1)) return 0;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        if (!lua_isinteger(L, -2)) continue;
        if (vm->keys.count == vm->keys.room) {
            size_t room = vm->keys.room == 0 ? 64 : vm->keys.room * 2;
            int64_t *larger = realloc(vm->keys.list, room * sizeof *larger);
            if (larger == NULL) return luaL_error(L, "the system has no memory for the keys of a table");
            vm->keys.list = larger;
            vm->keys.room = room;
        }
        vm->keys.list[vm->keys.count++] = lua_tointeger(L, -2);
    }
    return 0;
}

lb_status lb_list_keys(
    lb_vm *vm, const lb_value *keys, int count, const int64_t **found, size_t *found_count
) {
    vm->keys.count = 0;
    *found = NULL;
    *found_count = 0;
    lua_State *L = vm->current;
    lb_status room = entry_need(vm, 8);
    if (room != LB_OK) return room;
    keys_request request = {.vm = vm, .keys = keys, .count = count};
    lua_pushlightuserdata(L, &request);
    lb_status status = entry_run_on(vm, list_keys_body, 2, 0);
    *found = vm->keys.list;
    *found_count = vm->keys.count;
    return status;
}
