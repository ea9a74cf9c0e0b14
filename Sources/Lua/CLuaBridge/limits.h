// The limits of a call, and memory errors.
#ifndef LIMITS_H
#define LIMITS_H

#include "trace.h"

// limits.c

// Sets the hook that a call starts with. Only between calls, or at the end of one.
void limits_install(lb_vm *vm, lua_State *L);
// Counts the instructions of one coroutine.
void limits_arm(lb_vm *vm, lua_State *L);
// Makes a coroutine run its hook at the next instruction.
void limits_hurry(lb_vm *vm, lua_State *L);
// Ends the call without raising, because it allocates after it should have ended.
void limits_end_allocation(lb_vm *vm);
// Raises if a limit of the running call has been reached.
void limits_check(lua_State *L);
// Ends the call.
int limits_raise(lua_State *L);

static inline bool limits_is_late(const lb_vm *vm) {
    return atomic_load_explicit(&vm->watch.stop, memory_order_relaxed)
        == atomic_load_explicit(&vm->watch.serial, memory_order_relaxed);
}

static inline bool limits_are_over(const lb_vm *vm) { return vm->call.end != RUNNING || limits_is_late(vm); }

// Charges work of the library to the call, in instructions; raises if a limit has been reached.
static inline void limits_charge(lua_State *L, lb_vm *vm, int64_t cost) {
    vm->call.budget -= cost;
    if (vm->call.budget <= 0 || limits_are_over(vm)) limits_check(L);
}

// memory.c

// The allocator for lua_newstate (Lua 5.3 manual, lua_Alloc).
void *memory_allocate(void *vm, void *block, size_t old_size, size_t new_size);

// shortage.c

// Replaces the error object on top with a message that names the place, if a block was refused or a handler failed.
void shortage_explain(lua_State *L, int status);
// Raises again a memory error that came through a coroutine or the host.
int shortage_raise(lua_State *L);
// For too many nested C calls, Lua gives only that as the message; this adds the place of `from`.
void shortage_place_overflow(lua_State *L, lua_State *from);

#endif
