#include "buffer.h"

#include <stdlib.h>
#include <string.h>

bool buffer_add(buffer *to, const char *bytes, size_t length) {
    if (to->length + length + 1 > to->room) {
        size_t room = 2 * (to->length + length + 1);
        char *larger = realloc(to->bytes, room);
        if (larger == NULL) return false;
        to->bytes = larger;
        to->room = room;
    }
    memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
    to->bytes[to->length] = 0;
    return true;
}

void buffer_put_words(buffer *to, const char *place, const char *words) {
    to->length = 0;
    if (place[0] != 0) {
        buffer_add(to, place, strlen(place));
        buffer_add(to, ": ", 2);
    }
    buffer_add(to, words, strlen(words));
}
