// The kept moment of a heap.
#ifndef SNAPSHOT_H
#define SNAPSHOT_H

#include "vm.h"

// Lets go of all kept moments.
void snapshots_close(lb_vm *vm);

#endif
