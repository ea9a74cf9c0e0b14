// Where scripts are: places and calls, looked up without using Lua memory.
#ifndef TRACE_H
#define TRACE_H

#include "vm.h"

// `file:line` of the innermost Lua code, preferring files to texts; false if no Lua code is running.
bool trace_place(lua_State *L, char *place, size_t size);
// The same; for a coroutine that has not begun yet, the place of the main one.
bool trace_place_of_call(lb_vm *vm, lua_State *L, char *place, size_t size);
// Notes where the script was stopped: the place, the function, and the library function that it called.
void trace_note_stop(lb_vm *vm, lua_State *L);
// Notes the calls that led here, from a level on, in the words of luaL_traceback.
void trace_note_calls(lb_vm *vm, lua_State *L, int first);

// coverage.c

// Counts lines of a file from now on, if lines are being counted.
void coverage_expect(lb_vm *vm, const char *file);
void coverage_count(lb_vm *vm, lua_State *L, lua_Debug *record);
void coverage_close(lb_vm *vm);

// profile.c

// Begins a profile; false if there is no memory for it.
bool profile_open(lb_vm *vm);
// A function was called or returns.
void profile_note(lb_vm *vm, lua_State *L, lua_Debug *record);
// Instructions ran.
void profile_count(lb_vm *vm, int instructions);
void profile_close(lb_vm *vm);

#endif
