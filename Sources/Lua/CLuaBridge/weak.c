// Tables hold what is in them: a script's __mode means nothing. Lua 5.3 goes through a table with weak keys again and
// again until nothing new is found, a time that grows with the square of their number, and no hook comes by meanwhile:
// 60,000 keys, which need 6 MB, took 20 seconds.
#include <string.h>
#include <unistd.h>
#ifdef __APPLE__
#include <sys/random.h>
#endif

#include "library.h"

// From here on the collector finds no mode in a metatable; one that it found before stays. Lua keeps one string for
// each name of a field and compares its address alone. That of "__mode" gets other bytes, which no script can know: a
// script that writes the name makes another string.
void weak_close(lua_State *L) {
    static const char name[] = "__mode";
    lua_pushstring(L, name);
    char *kept = (char *)(uintptr_t)lua_tostring(L, -1);
    if (getentropy(kept, sizeof name - 1) != 0) kept[0] = 0;
    lua_pop(L, 1);
}
