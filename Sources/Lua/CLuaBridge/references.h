// Values that Lua keeps for Swift, by their numbers in the registry.
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
    // The VM's alone. Each snapshot and each restore begins an epoch.
    unsigned epoch;
    unsigned *kept; // the epochs whose references are part of the snapshot
    size_t kept_count;
};

references *references_open(void);
void references_close(references *home);
// Notes a value that stands in the registry; NULL if the system has no memory.
lb_reference *references_note(references *home, int number);
// Removes the dropped values from the registry. It allocates nothing and needs two stack slots.
void references_take_back(references *home, lua_State *L);
static inline void references_settle(references *home, lua_State *L) {
    if (atomic_load_explicit(&home->dropped, memory_order_relaxed) != NULL) references_take_back(home, L);
}
// What is noted now belongs to the snapshot; false if the system has no memory.
bool references_snapshot(references *home);
// What was noted since the snapshot is gone, and its numbers are free again.
void references_restore(references *home);
// Of the epochs that snapshots kept, only the first ones stay.
void references_go_back(references *home, size_t epochs);

#endif
