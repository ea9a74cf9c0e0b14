// rep, reverse, lower, upper, char, and the texts that all functions of the library make.
#include <limits.h>
#include <string.h>

#include "text.h"

enum { BYTES_PER_INSTRUCTION = 32, CHARGED_TOGETHER = 8192 };

void text_begin(text *to, lua_State *L) {
    to->L = L;
    to->bytes = to->start;
    to->length = 0;
    to->room = sizeof to->start;
    to->uncharged = 0;
    lua_pushnil(L);
    to->slot = lua_gettop(L);
}

char *text_reserve(text *to, size_t length) {
    if (to->room - to->length < length) {
        if (length > INT_MAX - to->length) luaL_error(to->L, "resulting string too large");
        size_t room = to->room * 2 > to->length + length ? to->room * 2 : to->length + length;
        luaL_checkstack(to->L, 1, NULL);
        char *larger = lua_newuserdata(to->L, room);
        memcpy(larger, to->bytes, to->length);
        lua_replace(to->L, to->slot);
        to->bytes = larger;
        to->room = room;
    }
    // Not fitting is a memory error, not a budget error.
    to->uncharged += length + BYTES_PER_INSTRUCTION;
    if (to->uncharged >= CHARGED_TOGETHER) {
        limits_charge(to->L, VM(to->L), (int64_t)(to->uncharged / BYTES_PER_INSTRUCTION));
        to->uncharged = 0;
    }
    return to->bytes + to->length;
}

void text_add(text *to, const char *bytes, size_t length) {
    if (length == 0) return;
    memcpy(text_reserve(to, length), bytes, length);
    to->length += length;
}

void text_add_value(text *to, int index) {
    size_t length;
    const char *bytes = lua_tolstring(to->L, index, &length);
    text_add(to, bytes, length);
}

void text_push(text *to) {
    limits_charge(to->L, VM(to->L), (int64_t)(to->length / BYTES_PER_INSTRUCTION + 1));
    lua_pushlstring(to->L, to->bytes, to->length);
}

// --- functions of the string library (Lua 5.3 manual §6.4) --------------------------------------------------------

// string.rep(s, n [, sep])
static int repeat(lua_State *L) {
    size_t length, between;
    const char *piece = luaL_checklstring(L, 1, &length);
    lua_Integer count = luaL_checkinteger(L, 2);
    const char *separator = luaL_optlstring(L, 3, "", &between);
    size_t unit = length + between;
    if (count <= 0 || unit == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if (unit < length || unit > (size_t)INT_MAX / (size_t)count) return luaL_error(L, "resulting string too large");
    size_t total = unit * (size_t)count - between;
    text result;
    text_begin(&result, L);
    char *bytes = text_reserve(&result, total);
    memcpy(bytes, piece, length);
    size_t filled = length;
    if (count > 1) {
        memcpy(bytes + length, separator, between);
        filled = unit;
    }
    // The filled part doubles each time.
    while (filled < total) {
        size_t more = filled < total - filled ? filled : total - filled;
        memcpy(bytes + filled, bytes, more);
        filled += more;
    }
    result.length = total;
    text_push(&result);
    return 1;
}

static char lowered(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
static char raised(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 32) : c; }

// Returns the text with each byte changed; inlined, so that the loop makes no calls.
static inline int change_case(lua_State *L, char (*change)(char)) {
    size_t length;
    const char *bytes = luaL_checklstring(L, 1, &length);
    text result;
    text_begin(&result, L);
    char *to = text_reserve(&result, length);
    for (size_t i = 0; i < length; i++) to[i] = change(bytes[i]);
    result.length = length;
    text_push(&result);
    return 1;
}

static int lower(lua_State *L) { return change_case(L, lowered); }
static int upper(lua_State *L) { return change_case(L, raised); }

static int reverse(lua_State *L) {
    size_t length;
    const char *bytes = luaL_checklstring(L, 1, &length);
    text result;
    text_begin(&result, L);
    char *to = text_reserve(&result, length);
    for (size_t i = 0; i < length; i++) to[i] = bytes[length - 1 - i];
    result.length = length;
    text_push(&result);
    return 1;
}

// string.char(...)
static int characters(lua_State *L) {
    int count = lua_gettop(L);
    text result;
    text_begin(&result, L);
    char *to = text_reserve(&result, (size_t)count);
    for (int i = 1; i <= count; i++) {
        lua_Integer code = luaL_checkinteger(L, i);
        luaL_argcheck(L, code >= 0 && code <= UCHAR_MAX, i, "value out of range");
        to[i - 1] = (char)code;
    }
    result.length = (size_t)count;
    text_push(&result);
    return 1;
}

// utf8.char(...)
static int code_points(lua_State *L) {
    int count = lua_gettop(L);
    text result;
    text_begin(&result, L);
    for (int i = 1; i <= count; i++) {
        lua_Unsigned code = (lua_Unsigned)luaL_checkinteger(L, i);
        luaL_argcheck(L, code <= 0x10FFFF, i, "value out of range");
        lua_pushfstring(L, "%U", (long)code);
        text_add_value(&result, -1);
        lua_pop(L, 1);
    }
    text_push(&result);
    return 1;
}

int text_open(lua_State *L) {
    static const luaL_Reg functions[] = {{"rep", repeat},      {"lower", lower},      {"upper", upper},
                                         {"reverse", reverse}, {"char", characters}, {NULL, NULL}};
    library_set(L, "string", functions);
    static const luaL_Reg utf8[] = {{"char", code_points}, {NULL, NULL}};
    library_set(L, "utf8", utf8);
    return 0;
}
