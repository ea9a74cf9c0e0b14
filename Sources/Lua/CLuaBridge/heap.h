// The heap of one VM.
#ifndef HEAP_H
#define HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Blocks of the heap by size: steps of 16 bytes up to 1 KiB, then four steps for each doubling.
enum { SMALL_CLASSES = 64, LARGE_CLASSES = 4 * 40, CLASSES = SMALL_CLASSES + LARGE_CLASSES };

// The head of the heap. It is in the heap's own memory, so that restoring a heap restores its bookkeeping too.
typedef struct {
    size_t used;  // bytes from the start that were ever given out
    size_t size;  // bytes that may be given out
    size_t live;  // bytes that Lua holds
    size_t limit; // bytes that Lua may hold
    uint64_t random;
    int pause, step_multiplier; // of the collector, as the script set them
    bool has_garbage;           // objects wait for their __gc
    void *free[CLASSES];
} arena;

// A heap of `size` bytes of address space; NULL if the system has none.
arena *heap_open(size_t size, size_t limit, uint64_t seed);
void heap_close(arena *heap);
// Moves a block to a new size, from or to 0 bytes; NULL if a larger one does not fit, in which case the old one stays.
// The caller checks the limit.
void *heap_resize(arena *heap, void *block, size_t old_size, size_t new_size);

#endif
