// insert, remove, move, concat and unpack of the table library (Lua 5.3 manual §6.6). Lengths and elements may come
// from metamethods, so a loop over them is charged step by step.
#include <limits.h>

#include "text.h"

enum { READS = 1, WRITES = 2, HAS_LENGTH = 4 };

static bool has_field(lua_State *L, const char *name, int metatable) {
    lua_pushstring(L, name);
    bool is_there = lua_rawget(L, metatable) != LUA_TNIL;
    lua_pop(L, 1);
    return is_there;
}

// Checks for a table, or a value that acts as one in all the required ways.
static void check_table(lua_State *L, int argument, int uses) {
    if (lua_type(L, argument) == LUA_TTABLE) return;
    if (lua_getmetatable(L, argument)) {
        int metatable = lua_gettop(L);
        bool acts = ((uses & READS) == 0 || has_field(L, "__index", metatable))
            && ((uses & WRITES) == 0 || has_field(L, "__newindex", metatable))
            && ((uses & HAS_LENGTH) == 0 || has_field(L, "__len", metatable));
        lua_pop(L, 1);
        if (acts) return;
    }
    luaL_checktype(L, argument, LUA_TTABLE);
}

static lua_Integer length_of(lua_State *L, int argument, int uses) {
    check_table(L, argument, uses | HAS_LENGTH);
    return luaL_len(L, argument);
}

// table.insert(list, [pos,] value)
static int insert(lua_State *L) {
    lb_vm *vm = VM(L);
    lua_Integer end = (lua_Integer)((lua_Unsigned)length_of(L, 1, READS | WRITES) + 1), at;
    switch (lua_gettop(L)) {
    case 2: at = end; break;
    case 3:
        at = luaL_checkinteger(L, 2);
        luaL_argcheck(L, at >= 1 && at <= end, 2, "position out of bounds");
        for (lua_Integer i = end; i > at; i--) {
            limits_charge(L, vm, 2);
            lua_geti(L, 1, i - 1);
            lua_seti(L, 1, i);
        }
        break;
    default: return luaL_error(L, "wrong number of arguments to 'insert'");
    }
    lua_seti(L, 1, at);
    return 0;
}

// table.remove(list [, pos])
static int take_out(lua_State *L) {
    lb_vm *vm = VM(L);
    lua_Integer size = length_of(L, 1, READS | WRITES), at = luaL_optinteger(L, 2, size);
    if (at != size) {
        luaL_argcheck(L, at >= 1 && (lua_Unsigned)at <= (lua_Unsigned)size + 1, 1, "position out of bounds");
    }
    lua_geti(L, 1, at);
    for (; at < size; at++) {
        limits_charge(L, vm, 2);
        lua_geti(L, 1, at + 1);
        lua_seti(L, 1, at);
    }
    lua_pushnil(L);
    lua_seti(L, 1, at);
    return 1;
}

// table.move(a1, f, e, t [, a2])
static int move(lua_State *L) {
    lb_vm *vm = VM(L);
    lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3), to = luaL_checkinteger(L, 4);
    int target = lua_isnoneornil(L, 5) ? 1 : 5;
    check_table(L, 1, READS);
    check_table(L, target, WRITES);
    if (last >= first) {
        luaL_argcheck(L, first > 0 || last < LUA_MAXINTEGER + first, 3, "too many elements to move");
        lua_Integer count = last - first + 1;
        luaL_argcheck(L, to <= LUA_MAXINTEGER - count + 1, 4, "destination wrap around");
        // Backwards if the ends overlap.
        bool forwards = to > last || to <= first || (target != 1 && !lua_compare(L, 1, target, LUA_OPEQ));
        for (lua_Integer i = 0; i < count; i++) {
            lua_Integer offset = forwards ? i : count - 1 - i;
            limits_charge(L, vm, 2);
            lua_geti(L, 1, first + offset);
            lua_seti(L, target, to + offset);
        }
    }
    lua_pushvalue(L, target);
    return 1;
}

static void add_element(lua_State *L, text *to, lua_Integer i) {
    lua_geti(L, 1, i);
    if (!lua_isstring(L, -1)) {
        luaL_error(L, "invalid value (%s) at index %d in table for 'concat'", luaL_typename(L, -1), (int)i);
    }
    text_add_value(to, -1);
    lua_pop(L, 1);
}

// table.concat(list [, sep [, i [, j]]])
static int concat(lua_State *L) {
    lua_Integer last = length_of(L, 1, READS);
    size_t between;
    const char *separator = luaL_optlstring(L, 2, "", &between);
    lua_Integer i = luaL_optinteger(L, 3, 1);
    last = luaL_optinteger(L, 4, last);
    lb_vm *vm = VM(L);
    text result;
    text_begin(&result, L);
    for (; i < last; i++) {
        limits_charge(L, vm, 2);
        add_element(L, &result, i);
        text_add(&result, separator, between);
    }
    if (i == last) add_element(L, &result, i);
    text_push(&result);
    return 1;
}

// table.unpack(list [, i [, j]])
static int unpack(lua_State *L) {
    lua_Integer i = luaL_optinteger(L, 2, 1), last = luaL_opt(L, luaL_checkinteger, 3, luaL_len(L, 1));
    if (i > last) return 0;
    lua_Unsigned count = (lua_Unsigned)last - (lua_Unsigned)i;
    if (count >= INT_MAX || !lua_checkstack(L, (int)++count)) return luaL_error(L, "too many results to unpack");
    lb_vm *vm = VM(L);
    for (; i < last; i++) {
        limits_charge(L, vm, 1);
        lua_geti(L, 1, i);
    }
    lua_geti(L, 1, last);
    return (int)count;
}

// table.sort(list [, comp])
static int sort(lua_State *L) {
    lua_Integer count = length_of(L, 1, READS | WRITES);
    if (count > 1) {
        luaL_argcheck(L, count < INT_MAX, 1, "array too big");
        if (!lua_isnoneornil(L, 2)) luaL_checktype(L, 2, LUA_TFUNCTION);
        lua_settop(L, 2);
        sort_list(L, (unsigned)count);
    }
    return 0;
}

int tables_open(lua_State *L) {
    static const luaL_Reg functions[] = {{"insert", insert}, {"remove", take_out},  {"move", move}, {"concat", concat},
                                         {"unpack", unpack}, {"sort", sort}, {NULL, NULL}};
    library_set(L, "table", functions);
    return 0;
}
