// string.format (Lua 5.3 manual §6.4): the items of C's printf that Lua takes, one at a time.
#include <stdio.h>
#include <string.h>

#include "text.h"

// "%-+ #099.99" and a length, and the most bytes that such an item yields: 99 digits after the point of the largest
// float.
enum { LONGEST_ITEM = 32, LONGEST_OUTPUT = 512, LONGEST_CUT = 100 };

// Copies one item, from after its '%' to its letter, and returns where it ends.
static const char *read_item(lua_State *L, const char *from, char *item) {
    static const char flags[] = "-+ #0";
    const char *at = from;
    while (*at != 0 && strchr(flags, *at) != NULL) at++;
    if ((size_t)(at - from) >= sizeof flags) luaL_error(L, "invalid format (repeated flags)");
    for (int i = 0; i < 2 && *at >= '0' && *at <= '9'; i++) at++;
    if (*at == '.') {
        at++;
        for (int i = 0; i < 2 && *at >= '0' && *at <= '9'; i++) at++;
    }
    if (*at >= '0' && *at <= '9') luaL_error(L, "invalid format (width or precision too long)");
    *item++ = '%';
    memcpy(item, from, (size_t)(at - from) + 1);
    item[at - from + 1] = 0;
    return at;
}

// Puts C's length modifier in front of an item's letter.
static void lengthen(char *item, const char *length) {
    size_t end = strlen(item), added = strlen(length);
    char letter = item[end - 1];
    memcpy(item + end - 1, length, added);
    item[end - 1 + added] = letter;
    item[end + added] = 0;
}

static void add_quoted(text *to, const char *bytes, size_t length) {
    text_add(to, "\"", 1);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        char code[8];
        if (c == '"' || c == '\\' || c == '\n') {
            code[0] = '\\', code[1] = (char)c;
            text_add(to, code, 2);
        } else if (c < ' ' || c == 0x7F) {
            bool is_before_digit = i + 1 < length && bytes[i + 1] >= '0' && bytes[i + 1] <= '9';
            text_add(to, code, (size_t)snprintf(code, sizeof code, is_before_digit ? "\\%03d" : "\\%d", c));
        } else {
            text_add(to, bytes + i, 1);
        }
    }
    text_add(to, "\"", 1);
}

// %q: a value in a form that Lua can read back.
static void add_literal(lua_State *L, text *to, int argument) {
    switch (lua_type(L, argument)) {
    case LUA_TSTRING: {
        size_t length;
        const char *bytes = lua_tolstring(L, argument, &length);
        add_quoted(to, bytes, length);
        break;
    }
    case LUA_TNUMBER: {
        char *bytes = text_reserve(to, LONGEST_OUTPUT);
        if (lua_isinteger(L, argument)) {
            lua_Integer number = lua_tointeger(L, argument);
            // The smallest integer has no decimal literal.
            const char *form = number == LUA_MININTEGER ? "0x%" LUA_INTEGER_FRMLEN "x" : LUA_INTEGER_FMT;
            to->length += (size_t)snprintf(bytes, LONGEST_OUTPUT, form, number);
        } else {
            to->length += (size_t)snprintf(bytes, LONGEST_OUTPUT, "%a", lua_tonumber(L, argument));
        }
        break;
    }
    case LUA_TNIL:
    case LUA_TBOOLEAN:
        luaL_tolstring(L, argument, NULL);
        text_add_value(to, -1);
        lua_pop(L, 1);
        break;
    default: luaL_argerror(L, argument, "value has no literal form");
    }
}

static void add_string(lua_State *L, text *to, int argument, const char *item) {
    size_t length;
    const char *bytes = luaL_tolstring(L, argument, &length);
    if (item[2] == 0) {
        text_add(to, bytes, length);
    } else {
        luaL_argcheck(L, length == strlen(bytes), argument, "string contains zeros");
        if (strchr(item, '.') == NULL && length >= LONGEST_CUT) {
            text_add(to, bytes, length); // longer than any width
        } else {
            char *room = text_reserve(to, LONGEST_OUTPUT);
            to->length += (size_t)snprintf(room, LONGEST_OUTPUT, item, bytes);
        }
    }
    lua_pop(L, 1);
}

int format_call(lua_State *L) {
    int top = lua_gettop(L), argument = 1;
    size_t length;
    const char *at = luaL_checklstring(L, 1, &length), *end = at + length;
    text result;
    text_begin(&result, L);
    while (at < end) {
        const char *percent = memchr(at, '%', (size_t)(end - at));
        text_add(&result, at, (size_t)((percent != NULL ? percent : end) - at));
        if (percent == NULL) break;
        at = percent + 1;
        if (*at == '%') {
            text_add(&result, at++, 1);
            continue;
        }
        if (++argument > top) luaL_argerror(L, argument, "no value");
        char item[LONGEST_ITEM];
        at = read_item(L, at, item);
        char letter = *at++;
        char *bytes = text_reserve(&result, LONGEST_OUTPUT);
        int count = 0;
        switch (letter) {
        case 'c': count = snprintf(bytes, LONGEST_OUTPUT, item, (int)luaL_checkinteger(L, argument)); break;
        case 'd':
        case 'i':
        case 'o':
        case 'u':
        case 'x':
        case 'X': {
            lua_Integer number = luaL_checkinteger(L, argument);
            lengthen(item, LUA_INTEGER_FRMLEN);
            count = snprintf(bytes, LONGEST_OUTPUT, item, number);
            break;
        }
        case 'a':
        case 'A':
        case 'e':
        case 'E':
        case 'f':
        case 'g':
        case 'G': count = snprintf(bytes, LONGEST_OUTPUT, item, luaL_checknumber(L, argument)); break;
        case 'q': add_literal(L, &result, argument); break;
        case 's': add_string(L, &result, argument, item); break;
        default: return luaL_error(L, "invalid option '%%%c' to 'format'", letter);
        }
        result.length += (size_t)count;
    }
    text_push(&result);
    return 1;
}
