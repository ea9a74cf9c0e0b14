// The limit of a client on this machine: `wire-limit PORT [KEY]` registers and answers with a constant.
#include <stdlib.h>
#include <string.h>

#include "wire.h"

int main(int count, char **words) {
    if (count < 2) return 2;
    wire_pin(0, 1);
    const char *key = count > 2 ? words[2] : NULL;
    wire_limit((uint16_t)atoi(words[1]), (const uint8_t *)key, key ? (int)strlen(key) : 0);
    return 3;
}
