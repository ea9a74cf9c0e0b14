// The minimum cost of calling an Object's function: lua_pcall from C, with nothing around it.
#ifndef LUA_BASELINE_H
#define LUA_BASELINE_H

#include <stdbool.h>

typedef struct lua_baseline lua_baseline;

// A plain Lua that has run the texts one after another and created instance 0 of the Object returned by the last one;
// NULL if one of them failed.
lua_baseline *lua_baseline_open(const char *const *texts, int count);
void lua_baseline_close(lua_baseline *baseline);

// Calls `read(0, resource, true)` `times` times; false if a call did not answer 2.05.
bool lua_baseline_read(lua_baseline *baseline, int resource, int times);
// Calls `write(0, resource, 2, false, value)` `times` times; false if a call did not answer 2.04.
bool lua_baseline_write(lua_baseline *baseline, int resource, double value, int times);

// Calls `write(0, resource, 2, false, text)`; false if it did not answer 2.04.
bool lua_baseline_write_text(lua_baseline *baseline, int resource, const char *text);

#endif
