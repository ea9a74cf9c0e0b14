// load, and what the host loads: only text, passed to the compiler in pieces, so that a limit can end it between two.
#include <string.h>

#include "library.h"

// For each label, the compiler searches all pending gotos, so their number must be bounded.
enum { PIECE = 256, MOST_GOTOS = 1000, CHUNK = 1, PIECE_SLOT = 5 };

typedef struct {
    const char *text; // what is left of the piece at hand
    size_t length;
    bool is_function; // whether a function at CHUNK has more
    int gotos;
} reader;

static const char *next_piece(lua_State *L, void *context, size_t *size) {
    reader *from = context;
    lb_vm *vm = VM(L);
    if (from->length == 0 && from->is_function) {
        luaL_checkstack(L, 2, "too many nested functions");
        lua_pushvalue(L, CHUNK);
        lua_call(L, 0, 1);
        if (lua_isnil(L, -1)) {
            lua_pop(L, 1);
            *size = 0;
            return NULL;
        }
        if (!lua_isstring(L, -1)) luaL_error(L, "reader function must return a string");
        lua_replace(L, PIECE_SLOT); // keeps the piece from being collected
        from->text = lua_tolstring(L, PIECE_SLOT, &from->length);
    }
    const char *piece = from->text;
    *size = from->length < PIECE ? from->length : PIECE;
    from->text += *size;
    from->length -= *size;
    limits_charge(L, vm, (int64_t)*size);
    for (const char *at = piece, *end = piece + *size; (at = memchr(at, 'g', (size_t)(end - at))) != NULL; at++) {
        if (end - at >= 4 && memcmp(at, "goto", 4) == 0 && ++from->gotos > MOST_GOTOS) {
            luaL_error(L, "a chunk may have %d gotos at most", MOST_GOTOS);
        }
    }
    return piece;
}

static int load_text(lua_State *L, const char *text, size_t length, const char *name) {
    reader from = {.text = text, .length = length};
    return lua_load(L, next_piece, &from, name, "t");
}

// Skips what Lua's file loader skips: a byte order mark, and a first line that starts with '#' (its line break
// stays, so that line numbers remain right).
static const char *skip_head(const char *text, size_t *length) {
    if (*length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) text += 3, *length -= 3;
    if (*length > 0 && text[0] == '#') {
        const char *end = memchr(text, '\n', *length);
        size_t skipped = end != NULL ? (size_t)(end - text) : *length;
        text += skipped;
        *length -= skipped;
        // A compiled chunk may follow; the line break would hide its first byte.
        if (*length > 1 && text[1] == LUA_SIGNATURE[0]) text += 1, *length -= 1;
    }
    return text;
}

int load_file(lua_State *L, const char *text, size_t length, const char *name) {
    text = skip_head(text, &length);
    lua_pushfstring(L, "@%s", name);
    const char *chunk = lua_tostring(L, -1);
    int status;
    if (length > 0 && text[0] == LUA_SIGNATURE[0]) {
        lua_pushfstring(L, "%s: the file is compiled Lua; the module takes plain text only", name);
        status = LUA_ERRFILE;
    } else {
        coverage_expect(VM(L), name);
        status = load_text(L, text, length, chunk);
    }
    lua_remove(L, -2);
    return status;
}

// load(chunk [, name [, mode [, env]]]) as in the Lua 5.3 manual §6.1, for text only, whatever the mode says.
int load_call(lua_State *L) {
    bool has_environment = !lua_isnone(L, 4);
    reader from = {.text = NULL};
    from.text = lua_tolstring(L, CHUNK, &from.length);
    const char *name = luaL_optstring(L, 2, from.text != NULL ? from.text : "=(load)");
    if (from.text == NULL) {
        luaL_checktype(L, CHUNK, LUA_TFUNCTION);
        from.length = 0;
        from.is_function = true;
    }
    lua_settop(L, PIECE_SLOT);
    int status = lua_load(L, next_piece, &from, name, "t");
    if (status != LUA_OK) {
        if (VM(L)->call.end != RUNNING) return limits_raise(L);
        shortage_explain(L, status);
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
