// Bytes that the host reads after a call. They stand outside of Lua, so that they need none of its memory.
#ifndef BUFFER_H
#define BUFFER_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    char *bytes; // followed by a 0
    size_t length;
    size_t room;
} buffer;

// Adds bytes; false if the system has no memory, and then nothing is added.
bool buffer_add(buffer *to, const char *bytes, size_t length);
// Replaces the content by words, with the place in front if it is known.
void buffer_put_words(buffer *to, const char *place, const char *words);

#endif
