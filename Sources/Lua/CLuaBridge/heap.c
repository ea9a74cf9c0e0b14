// The heap of one VM: a range of address space that only the VM uses. Lua passes the size of each block it frees, so
// blocks have no header. The heap stays at one address for the VM's life, which makes a snapshot a plain copy.
#define _GNU_SOURCE
#include "heap.h"

#include <string.h>
#include <sys/mman.h>

static size_t class_of(size_t size, size_t *rounded) {
    if (size <= 16 * SMALL_CLASSES) {
        size_t steps = (size + 15) / 16;
        *rounded = steps * 16;
        return steps - 1;
    }
    // 1 KiB < size: four steps for each doubling
    unsigned shift = 63 - (unsigned)__builtin_clzll(size - 1); // 2^shift <= size - 1
    size_t step = (size_t)1 << (shift - 2);
    size_t quarter = (size - 1 - ((size_t)1 << shift)) / step; // 0...3
    *rounded = ((size_t)1 << shift) + (quarter + 1) * step;
    return SMALL_CLASSES + (shift - 10) * 4 + quarter;
}

static void *take(arena *heap, size_t size) {
    size_t rounded;
    size_t class = class_of(size, &rounded);
    if (class >= CLASSES) return NULL;
    void *block = heap->free[class];
    if (block != NULL) {
        heap->free[class] = *(void **)block;
        return block;
    }
    if (heap->size - heap->used < rounded) return NULL;
    block = (char *)heap + heap->used;
    heap->used += rounded;
    return block;
}

static void give_back(arena *heap, void *block, size_t size) {
    size_t rounded;
    size_t class = class_of(size, &rounded);
    if ((char *)block + rounded == (char *)heap + heap->used) {
        heap->used -= rounded;
    } else {
        *(void **)block = heap->free[class];
        heap->free[class] = block;
    }
}

void *heap_resize(arena *heap, void *block, size_t old_size, size_t new_size) {
    if (new_size == 0) {
        if (block != NULL) give_back(heap, block, old_size);
        heap->live -= old_size;
        return NULL;
    }
    if (block == NULL) {
        void *fresh = take(heap, new_size);
        if (fresh != NULL) heap->live += new_size;
        return fresh;
    }
    size_t old_rounded, new_rounded;
    class_of(old_size, &old_rounded);
    class_of(new_size, &new_rounded);
    if (old_rounded != new_rounded) {
        void *fresh = take(heap, new_size);
        if (fresh == NULL) {
            if (new_size > old_size) return NULL;
            fresh = block; // shrinking may not fail
        } else {
            memcpy(fresh, block, old_size < new_size ? old_size : new_size);
            give_back(heap, block, old_size);
        }
        block = fresh;
    }
    heap->live = heap->live - old_size + new_size;
    return block;
}

arena *heap_open(size_t size, size_t limit, uint64_t seed) {
    size = (size + 0xFFFF) & ~(size_t)0xFFFF;
    int flags = MAP_PRIVATE | MAP_ANONYMOUS;
#ifdef MAP_NORESERVE
    flags |= MAP_NORESERVE;
#endif
    arena *heap = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (heap == MAP_FAILED) return NULL;
#ifdef MADV_NOHUGEPAGE
    // A script needs a few hundred KiB: where huge pages come unasked each heap would take 2 MiB at its first touch.
    madvise(heap, size, MADV_NOHUGEPAGE);
#endif
    heap->used = (sizeof(arena) + 63) & ~(size_t)63;
    heap->size = size;
    heap->limit = limit;
    heap->random = seed;
    return heap;
}

void heap_close(arena *heap) { munmap(heap, heap->size); }
