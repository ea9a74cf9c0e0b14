// Bytes that the host reads after a call. They are outside of Lua, so that they need none of its memory.
#ifndef BUFFER_H
#define BUFFER_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    char *bytes; // followed by a 0
    size_t length;
    size_t room;
} buffer;

// Adds bytes; false, with nothing added, if the system has no memory.
bool buffer_add(buffer *to, const char *bytes, size_t length);
// Replaces the content with a message, preceded by the place if it is known.
void buffer_put_words(buffer *to, const char *place, const char *words);

#endif
