// Lua's allocations: from the VM's heap, below its ceiling, and none after the end of a call, so that code that
// allocates ends even if no hook runs.
#include "limits.h"

// The depth of nested calls that is considered endless recursion, and the fraction of all memory that their stack then
// takes.
enum { DEEP = 5000, PART = 16 };

// Notes where the allocator refused a block, and whether it was the stack of calls. Lua's state is consistent whenever
// it allocates, and nothing here allocates.
static void note_shortage(lb_vm *vm, const void *block, size_t size) {
    if (vm->shortage.is_kept) return;
    vm->shortage.is_new = true;
    vm->shortage.is_overflow = false;
    if (vm->call.depth == 0) return;
    lua_State *L = vm->current;
    lua_Debug record;
    if (!trace_place_of_call(vm, L, vm->shortage.place, sizeof vm->shortage.place)) vm->shortage.place[0] = 0;
    if (lua_getstack(L, 0, &record)) {
        // The first field of Lua 5.3's CallInfo points to the called function on the stack.
        const char *function = *(const char *const *)(const void *)record.i_ci;
        const char *start = block;
        bool is_stack = start != NULL && function >= start && function < start + size;
        vm->shortage.is_overflow = (is_stack && size >= vm->heap->limit / PART) || lua_getstack(L, DEEP, &record);
    }
}

void *memory_allocate(void *context, void *block, size_t old_size, size_t new_size) {
    lb_vm *vm = context;
    arena *heap = vm->heap;
    if (block == NULL) old_size = 0; // then it tells the kind of object
    if (new_size > old_size) {
        if (limits_are_over(vm) && vm->call.depth > 0) {
            limits_end_allocation(vm);
            return NULL;
        }
        if (heap->live + (new_size - old_size) > heap->limit) {
            note_shortage(vm, block, old_size);
            return NULL;
        }
    }
    void *moved = heap_resize(heap, block, old_size, new_size);
    if (moved == NULL && new_size > 0) note_shortage(vm, block, old_size);
    return moved;
}
