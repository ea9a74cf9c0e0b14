// Values that Lua keeps for Swift, by number in the registry.
#ifndef REFERENCES_H
#define REFERENCES_H

#include "vm.h"

struct lb_reference {
    int number;
    unsigned epoch;     // in which it was made
    lb_reference *next; // among those that were dropped
    references *home;
};

struct references {
    _Atomic(lb_reference *) dropped; // by any thread
    atomic_int holders;              // the VM, and each reference that was not dropped
    // Used only by the VM. Each snapshot and each restore begins an epoch.
    unsigned epoch;
    unsigned *kept; // the epochs whose references are part of the snapshot
    size_t kept_count;
};

references *references_open(void);
void references_close(references *home);
// Notes a value in the registry; NULL if the system has no memory.
lb_reference *references_note(references *home, int number);
// Removes the dropped values from the registry. It allocates nothing and needs two stack slots.
void references_take_back(references *home, lua_State *L);
static inline void references_settle(references *home, lua_State *L) {
    if (atomic_load_explicit(&home->dropped, memory_order_relaxed) != NULL) references_take_back(home, L);
}
// Makes everything noted so far belong to the snapshot; false if the system has no memory.
bool references_snapshot(references *home);
// Drops what was noted since the snapshot; its numbers are free again.
void references_restore(references *home);
// Keeps only the first of the epochs that snapshots kept.
void references_go_back(references *home, size_t epochs);

#endif
