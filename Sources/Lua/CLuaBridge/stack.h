// Values on the Lua stack, and references to them.
#ifndef STACK_H
#define STACK_H

#include "references.h"

// The value at an index.
lb_value stack_value(lua_State *L, int index);
// Makes a reference for a number in the registry.
lb_status stack_refer(lb_vm *vm, int number, lb_reference **reference);

#endif
