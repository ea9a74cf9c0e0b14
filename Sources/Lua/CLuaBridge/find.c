// find, match, gmatch and gsub of the string library (Lua 5.3 manual §6.4), on our matcher.
#include <string.h>

#include "pattern.h"
#include "text.h"

enum { BYTES_PER_INSTRUCTION = 16 };

static lua_Integer from_start(lua_Integer position, size_t length) {
    if (position >= 0) return position;
    if (0u - (size_t)position > length) return 0;
    return (lua_Integer)length + position + 1;
}

static bool has_specials(const char *pattern, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (pattern[i] != 0 && strchr("^$*+?.([%-", pattern[i]) != NULL) return true;
    }
    return false;
}

// The first occurrence of a text in another. Each candidate is charged for what was compared.
static const char *find_text(lua_State *L, const char *in, size_t length, const char *what, size_t what_length) {
    if (what_length == 0) return in;
    lb_vm *vm = VM(L);
    while (what_length <= length) {
        const char *start = memchr(in, what[0], length - what_length + 1);
        size_t passed = start != NULL ? (size_t)(start - in) : length;
        size_t same = 1;
        if (start != NULL) {
            while (same < what_length && start[same] == what[same]) same++;
        }
        limits_charge(L, vm, (int64_t)(passed / BYTES_PER_INSTRUCTION + same / 2 + 1));
        if (start == NULL) return NULL;
        if (same == what_length) return start;
        length -= passed + 1;
        in = start + 1;
    }
    return NULL;
}

static int find_or_match(lua_State *L, bool finds) {
    size_t length, pattern_length;
    const char *subject = luaL_checklstring(L, 1, &length);
    const char *pattern = luaL_checklstring(L, 2, &pattern_length);
    lua_Integer first = from_start(luaL_optinteger(L, 3, 1), length);
    if (first < 1) first = 1;
    limits_charge(L, VM(L), 1);
    if (first > (lua_Integer)length + 1) {
        lua_pushnil(L);
        return 1;
    }
    const char *start = subject + first - 1;
    if (finds && (lua_toboolean(L, 4) || !has_specials(pattern, pattern_length))) {
        const char *found = find_text(L, start, length - (size_t)first + 1, pattern, pattern_length);
        if (found == NULL) {
            lua_pushnil(L);
            return 1;
        }
        lua_pushinteger(L, found - subject + 1);
        lua_pushinteger(L, found - subject + (lua_Integer)pattern_length);
        return 2;
    }
    bool is_anchored = *pattern == '^';
    if (is_anchored) pattern++, pattern_length--;
    matcher m;
    matcher_begin(&m, L, subject, length, pattern, pattern_length);
    do {
        const char *end = matcher_try(&m, start, pattern);
        if (end == NULL) continue;
        matcher_end(&m);
        if (!finds) return matcher_push_all(&m, start, end);
        lua_pushinteger(L, start - subject + 1);
        lua_pushinteger(L, end - subject);
        return matcher_push_all(&m, NULL, NULL) + 2;
    } while (start++ < m.subject_end && !is_anchored);
    matcher_end(&m);
    lua_pushnil(L);
    return 1;
}

static int find(lua_State *L) { return find_or_match(L, true); }
static int match(lua_State *L) { return find_or_match(L, false); }

// --- gmatch -------------------------------------------------------------------------------------------------------

enum { SUBJECT = 1, PATTERN, NEXT, LAST_END }; // upvalues; the last two count bytes from the start, -1 for none

static int next_match(lua_State *L) {
    size_t length, pattern_length;
    const char *subject = lua_tolstring(L, lua_upvalueindex(SUBJECT), &length);
    const char *pattern = lua_tolstring(L, lua_upvalueindex(PATTERN), &pattern_length);
    const char *start = subject + lua_tointeger(L, lua_upvalueindex(NEXT));
    lua_Integer last_end = lua_tointeger(L, lua_upvalueindex(LAST_END));
    matcher m;
    matcher_begin(&m, L, subject, length, pattern, pattern_length);
    for (; start <= m.subject_end; start++) {
        const char *end = matcher_try(&m, start, pattern);
        if (end == NULL || end - subject == last_end) continue;
        matcher_end(&m);
        lua_pushinteger(L, end - subject);
        lua_copy(L, -1, lua_upvalueindex(NEXT));
        lua_replace(L, lua_upvalueindex(LAST_END));
        return matcher_push_all(&m, start, end);
    }
    matcher_end(&m);
    return 0;
}

static int gmatch(lua_State *L) {
    luaL_checkstring(L, 1);
    luaL_checkstring(L, 2);
    lua_settop(L, 2);
    lua_pushinteger(L, 0);
    lua_pushinteger(L, -1);
    lua_pushcclosure(L, next_match, LAST_END);
    return 1;
}

// --- gsub ---------------------------------------------------------------------------------------------------------

// Adds a replacement text, with each % expanded.
static void add_replacement(matcher *m, text *to, const char *start, const char *end) {
    lua_State *L = m->L;
    size_t length;
    const char *with = lua_tolstring(L, 3, &length);
    for (size_t i = 0; i < length; i++) {
        const char *percent = memchr(with + i, '%', length - i);
        size_t plain = percent != NULL ? (size_t)(percent - with) - i : length - i;
        text_add(to, with + i, plain);
        i += plain;
        if (percent == NULL) return;
        char code = with[++i];
        if (code == '%') {
            text_add(to, "%", 1);
        } else if (code == '0') {
            text_add(to, start, (size_t)(end - start));
        } else if (code >= '1' && code <= '9') {
            matcher_push(m, code - '1', start, end);
            luaL_tolstring(L, -1, NULL);
            text_add_value(to, -1);
            lua_pop(L, 2);
        } else {
            luaL_error(L, "invalid use of '%%' in replacement string");
        }
    }
}

// Adds what replaces a match.
static void add_value(matcher *m, text *to, const char *start, const char *end, int type) {
    lua_State *L = m->L;
    if (type == LUA_TFUNCTION) {
        lua_pushvalue(L, 3);
        lua_call(L, matcher_push_all(m, start, end), 1);
    } else if (type == LUA_TTABLE) {
        matcher_push(m, 0, start, end);
        lua_gettable(L, 3);
    } else {
        add_replacement(m, to, start, end);
        return;
    }
    if (!lua_toboolean(L, -1)) {
        text_add(to, start, (size_t)(end - start));
    } else if (lua_isstring(L, -1)) {
        text_add_value(to, -1);
    } else {
        luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
    }
    lua_pop(L, 1);
}

static int gsub(lua_State *L) {
    size_t length, pattern_length;
    const char *at = luaL_checklstring(L, 1, &length);
    const char *pattern = luaL_checklstring(L, 2, &pattern_length);
    int type = lua_type(L, 3);
    lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)length + 1), count = 0;
    luaL_argcheck(
        L, type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION || type == LUA_TTABLE, 3,
        "string/function/table expected");
    bool is_anchored = *pattern == '^';
    if (is_anchored) pattern++, pattern_length--;
    matcher m;
    matcher_begin(&m, L, at, length, pattern, pattern_length);
    text result;
    text_begin(&result, L);
    const char *last_end = NULL;
    while (count < most) {
        const char *end = matcher_try(&m, at, pattern);
        if (end != NULL && end != last_end) {
            count++;
            add_value(&m, &result, at, end, type);
            at = last_end = end;
        } else if (at < m.subject_end) {
            text_add(&result, at++, 1);
        } else {
            break;
        }
        if (is_anchored) break;
    }
    matcher_end(&m);
    text_add(&result, at, (size_t)(m.subject_end - at));
    text_push(&result);
    lua_pushinteger(L, count);
    return 2;
}

int find_open(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"find", find}, {"match", match}, {"gmatch", gmatch}, {"gsub", gsub}, {NULL, NULL}};
    library_set(L, "string", functions);
    return 0;
}
