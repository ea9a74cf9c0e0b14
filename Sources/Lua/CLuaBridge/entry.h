// The way into Lua.
#ifndef ENTRY_H
#define ENTRY_H

#include "library.h"

// Runs a body under lua_pcall, with a pointer as its argument.
lb_status entry_run(lb_vm *vm, lua_CFunction body, void *argument, int results);
// Runs a body with the `count` values on top as its arguments.
lb_status entry_run_on(lb_vm *vm, lua_CFunction body, int count, int results);
// Calls what is on the stack: the message handler at `base`, above it the function, above that `count` arguments.
// Removes the handler unless there are results, which are then above it.
lb_status entry_call(lb_vm *vm, int base, int count, int wanted);
// The message handler.
int entry_on_error(lua_State *L);
// Makes room on the stack for this many more values; fails if there is none.
lb_status entry_need(lb_vm *vm, int slots);

// watchdog.c

void watchdog_remove(lb_vm *vm);
void watchdog_enter(lb_vm *vm);
void watchdog_leave(lb_vm *vm);

#endif
