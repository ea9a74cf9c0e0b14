// Texts that the library makes. They grow in Lua's own memory, so that the ceiling applies to them and a refused block
// is a memory error, and their bytes are charged to the call.
#ifndef TEXT_H
#define TEXT_H

#include "library.h"

typedef struct {
    lua_State *L;
    char *bytes;
    size_t length, room;
    size_t uncharged;
    int slot; // where the block is on the stack
    char start[256];
} text;

// The text takes one stack slot; anything above it belongs to the caller.
void text_begin(text *to, lua_State *L);
// Room for `length` more bytes, which the caller fills and adds to `to->length`.
char *text_reserve(text *to, size_t length);
void text_add(text *to, const char *bytes, size_t length);
// Adds the string at an index of the stack.
void text_add_value(text *to, int index);
void text_push(text *to);

#endif
