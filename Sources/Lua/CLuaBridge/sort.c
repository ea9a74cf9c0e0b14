// table.sort (Lua 5.3 manual §6.6). It compares in the same order as Lua 5.3, so that even an inconsistent order
// function leads to the same result or error; where Lua picks a random pivot using the clock, this pivot is fixed.
#include "library.h"

enum { FEW = 100, IMBALANCE = 128, BYTES_PER_INSTRUCTION = 8 };

typedef unsigned index;

// Whether the value at `a` comes before that at `b`; both indexes count from the top.
static bool is_before(lua_State *L, int a, int b) {
    lb_vm *vm = VM(L);
    if (lua_isnil(L, 2)) {
        int64_t cost = 3;
        if (lua_type(L, a) == LUA_TSTRING && lua_type(L, b) == LUA_TSTRING) {
            size_t length = lua_rawlen(L, a), other = lua_rawlen(L, b);
            cost += (int64_t)((length < other ? length : other) / BYTES_PER_INSTRUCTION);
        }
        limits_charge(L, vm, cost);
        return lua_compare(L, a, b, LUA_OPLT);
    }
    limits_charge(L, vm, 3);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, a - 1);
    lua_pushvalue(L, b - 2);
    lua_call(L, 2, 1);
    bool result = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return result;
}

// Pops the value on top into the first index, and the one below it into the second.
static void put(lua_State *L, index first, index second) {
    lua_seti(L, 1, first);
    lua_seti(L, 1, second);
}

// Puts two elements in order.
static void order(lua_State *L, index low, index high) {
    lua_geti(L, 1, low);
    lua_geti(L, 1, high);
    if (is_before(L, -1, -2)) {
        put(L, low, high);
    } else {
        lua_pop(L, 2);
    }
}

// With the pivot on the stack and in the last place but one: moves what comes before it to the front, and returns its
// final place. Pops the pivot.
static index part(lua_State *L, index low, index high) {
    index i = low, j = high - 1;
    for (;;) {
        while (lua_geti(L, 1, ++i), is_before(L, -1, -2)) {
            if (i == high - 1) luaL_error(L, "invalid order function for sorting");
            lua_pop(L, 1);
        }
        while (lua_geti(L, 1, --j), is_before(L, -3, -1)) {
            if (j < i) luaL_error(L, "invalid order function for sorting");
            lua_pop(L, 1);
        }
        if (j < i) {
            lua_pop(L, 1);
            put(L, high - 1, i);
            return i;
        }
        put(L, i, j);
    }
}

static void sort(lua_State *L, index low, index high, unsigned random) {
    while (low < high) {
        order(L, low, high);
        if (high - low == 1) return;
        index pivot = (low + high) / 2;
        if (high - low >= FEW && random != 0) {
            index quarter = (high - low) / 4;
            pivot = random % (quarter * 2) + low + quarter;
        }
        // The pivot is the middle one of three.
        lua_geti(L, 1, pivot);
        lua_geti(L, 1, low);
        if (is_before(L, -2, -1)) {
            put(L, pivot, low);
        } else {
            lua_pop(L, 1);
            lua_geti(L, 1, high);
            if (is_before(L, -1, -2)) {
                put(L, pivot, high);
            } else {
                lua_pop(L, 2);
            }
        }
        if (high - low == 2) return;
        lua_geti(L, 1, pivot);
        lua_pushvalue(L, -1);
        lua_geti(L, 1, high - 1);
        put(L, pivot, high - 1);
        pivot = part(L, low, high);
        // Recurses into the smaller part, so that the depth is logarithmic.
        index smaller;
        if (pivot - low < high - pivot) {
            sort(L, low, pivot - 1, random);
            smaller = pivot - low;
            low = pivot + 1;
        } else {
            sort(L, pivot + 1, high, random);
            smaller = high - pivot;
            high = pivot - 1;
        }
        if ((high - low) / IMBALANCE > smaller) random = 0x9E3779B9u;
    }
}

// Sorts the first elements of the list at index 1, by the function at index 2 or, if that is nil, by `<`.
void sort_list(lua_State *L, unsigned count) {
    luaL_checkstack(L, 40, "");
    sort(L, 1, count, 0);
}
