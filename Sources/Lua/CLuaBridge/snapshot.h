// Snapshots of a heap.
#ifndef SNAPSHOT_H
#define SNAPSHOT_H

#include "vm.h"

// Drops all snapshots.
void snapshots_close(lb_vm *vm);

#endif
