// VMs that begin as another one was at one moment.
#ifndef IMAGE_H
#define IMAGE_H

#include "vm.h"

// Frees the image of a VM, from which no other VM lives any more.
void image_close(lb_vm *vm);

#endif
