// The system's Lua as it is, with all its libraries, to compare ours with.
#ifndef PLAIN_LUA_H
#define PLAIN_LUA_H

#include <stddef.h>

typedef struct plain_lua plain_lua;

// A state that holds the function which a text is; NULL where it does not compile.
plain_lua *plain_lua_open(const char *text, size_t length);
void plain_lua_close(plain_lua *plain);

// Calls the function with a number; the string that it answers, or its error, lives until the next call.
const char *plain_lua_call(plain_lua *plain, long long number, size_t *length);

#endif
