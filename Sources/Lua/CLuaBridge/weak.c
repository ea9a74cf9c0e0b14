// Tables always hold their content: a script's __mode has no effect. Lua 5.3 traverses a table with weak keys again and
// again until nothing new is found, which takes time quadratic in their number, and no hook runs meanwhile: 60,000
// keys, which need 6 MB, took 20 seconds.
#include <string.h>
#include <unistd.h>
#ifdef __APPLE__
#include <sys/random.h>
#endif

#include "library.h"

// From here on, the collector finds no mode in a metatable; one that it found before stays. Lua keeps one string for
// each field name and compares only its address. The string for "__mode" gets other bytes, which no script can know: a
// script that uses the name makes a different string.
void weak_close(lua_State *L) {
    static const char name[] = "__mode";
    lua_pushstring(L, name);
    char *kept = (char *)(uintptr_t)lua_tostring(L, -1);
    if (getentropy(kept, sizeof name - 1) != 0) kept[0] = 0;
    // Lua finds strings of C again by comparing their bytes: these end at no zero and are those of no name.
    for (size_t i = 0; i < sizeof name - 1; i++) kept[i] = (char)(kept[i] | 0x80);
    lua_pop(L, 1);
}
