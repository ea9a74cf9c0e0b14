// What a script finds: the files of the library, each of which puts its functions into the globals.
#ifndef LIBRARY_H
#define LIBRARY_H

#include "limits.h"

// Replaces functions in a global table, or among the globals. The keys are there already, so that `pairs` keeps its
// order.
void library_set(lua_State *L, const char *table, const luaL_Reg *functions);
// Charges functions of the standard library by the length of their texts.
void library_charge(lua_State *L, const char *table, const char *const *names);

int calendar_open(lua_State *L);
int coroutines_open(lua_State *L);
int finalizers_open(lua_State *L);
int find_open(lua_State *L);
int format_call(lua_State *L);
int pack_open(lua_State *L);
int protect_open(lua_State *L);
int random_open(lua_State *L);
int tables_open(lua_State *L);
int text_open(lua_State *L);

// Sorts the first elements of the list at index 1, by the function at index 2 or, if that is nil, by `<`.
void sort_list(lua_State *L, unsigned count);
// Finalizes what the collector noted; an error in a finalizer is worded as in Lua.
void finalizers_run(lua_State *L);
// weak.c: from here on, a script's `__mode` has no effect.
void weak_close(lua_State *L);

int load_call(lua_State *L);
// Compiles the text of a file and pushes the function, or a message; returns Lua's status, LUA_ERRFILE for bytecode.
int load_file(lua_State *L, const char *text, size_t length, const char *name);

// Sets up the whole library.
int sandbox_open(lua_State *L);

#endif
