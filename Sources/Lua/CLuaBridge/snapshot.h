// The kept moment of a heap.
#ifndef SNAPSHOT_H
#define SNAPSHOT_H

#include "vm.h"

void snapshot_close(lb_vm *vm);

#endif
