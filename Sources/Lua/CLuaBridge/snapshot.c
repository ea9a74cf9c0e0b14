// Restores a heap to an earlier moment. The kept copy is an unnamed file, mapped over the heap copy-on-write: the cost
// of going back depends on the pages touched since, not on the size of the heap.
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "entry.h"
#include "pages.h"
#include "references.h"
#include "snapshot.h"

static bool map_copy(lb_vm *vm) {
    return mmap(vm->heap, vm->snapshot.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, vm->snapshot.file, 0)
        == (void *)vm->heap;
}

static int collect_body(lua_State *L) {
    lua_gc(L, LUA_GCCOLLECT, 0);
    return 0;
}

static void snapshot_close(lb_vm *vm) {
    if (vm->snapshot.file < 0) return;
    munmap(vm->snapshot.kept, vm->snapshot.size);
    close(vm->snapshot.file);
    free(vm->snapshot.pages);
    vm->snapshot.pages = NULL;
    vm->snapshot.file = -1;
    vm->snapshot.own = 0;
}

bool lb_snapshot(lb_vm *vm) {
    // Of a heap that others share the address of, no second copy is kept.
    if (vm->call.depth > 0 || vm->image != NULL) return false;
    // The next collection of a clean heap is far off, so the pages of old objects stay untouched.
    if (entry_run(vm, collect_body, NULL, 0) != LB_OK) return false;
    size_t page = pages_size();
    size_t size = (vm->heap->used + page - 1) & ~(page - 1);
    int file = pages_file();
    if (file < 0) return false;
    void *kept = pages_write(file, vm->heap, size) ? mmap(NULL, size, PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;
    if (kept == MAP_FAILED) {
        close(file);
        return false;
    }
    if (!references_snapshot(vm->references)) {
        munmap(kept, size);
        close(file);
        return false;
    }
    snapshot_close(vm);
    vm->snapshot.file = file;
    vm->snapshot.size = size;
    vm->snapshot.kept = kept;
    vm->snapshot.epochs = vm->references->kept_count;
    return map_copy(vm);
}

// Drops the latest snapshot; the one before it is then the latest.
static void uncover(lb_vm *vm) {
    struct kept_heap *outer = vm->snapshot.outer;
    snapshot_close(vm);
    vm->snapshot = *outer;
    free(outer);
}

bool lb_snapshot_above(lb_vm *vm) {
    if (vm->call.depth > 0 || vm->snapshot.file < 0) return false;
    struct kept_heap *outer = malloc(sizeof *outer);
    if (outer == NULL) return false;
    *outer = vm->snapshot;
    vm->snapshot = (struct kept_heap){.file = -1, .outer = outer};
    if (lb_snapshot(vm)) return true;
    uncover(vm);
    return false;
}

bool lb_drop_snapshot(lb_vm *vm) {
    if (vm->call.depth > 0 || vm->snapshot.outer == NULL) return false;
    uncover(vm);
    references_go_back(vm->references, vm->snapshot.epochs);
    return map_copy(vm);
}

void snapshots_close(lb_vm *vm) {
    while (vm->snapshot.outer != NULL) uncover(vm);
    snapshot_close(vm);
}

#ifdef __linux__
enum { RESTORES_UNTIL_FRESH = 1024, FEW_PAGES = 128 };
static const size_t most_left_over = 1 << 20;

// Copies back the pages of which the VM has private copies. They stay private, so that the next script that touches
// them pays no page fault; the others were never written. False if the system does not say which pages these are, or if
// there are so many more than last time that it is better to start without any.
static bool copy_own_pages(lb_vm *vm, size_t page) {
    size_t count = vm->snapshot.size / page;
    if (vm->snapshot.pages == NULL) vm->snapshot.pages = malloc(count * sizeof *vm->snapshot.pages);
    if (vm->snapshot.pages == NULL || ++vm->snapshot.restores % RESTORES_UNTIL_FRESH == 0) return false;
    if (!pages_look(vm->heap, count, vm->snapshot.pages)) return false;
    size_t own = 0;
    for (size_t i = 0; i < count; i++) {
        if (pages_is_own(vm->snapshot.pages[i])) vm->snapshot.pages[own++] = i;
    }
    size_t before = vm->snapshot.own;
    vm->snapshot.own = own;
    if (own > FEW_PAGES && own > 2 * before) return false;
    for (size_t i = 0; i < own; i++) {
        size_t offset = vm->snapshot.pages[i] * page;
        memcpy((char *)vm->heap + offset, (char *)vm->snapshot.kept + offset, page);
    }
    return true;
}
#endif

bool lb_restore(lb_vm *vm) {
    if (vm->call.depth > 0 || vm->snapshot.file < 0) return false;
    references_restore(vm->references);
    size_t page = pages_size();
    size_t touched = (vm->heap->used + page - 1) & ~(page - 1);
    char *end = (char *)vm->heap + vm->snapshot.size;
#ifdef __linux__
    // Memory allocated beyond the snapshot may stay as it is; it is returned only if there is a lot of it.
    size_t left_over = touched > vm->snapshot.size ? touched - vm->snapshot.size : 0;
    if (left_over > most_left_over && madvise(end, left_over, MADV_DONTNEED) != 0) return false;
    if (copy_own_pages(vm, page)) return true;
    // For a private mapping, this drops the private copies of pages, so that the file's content reappears.
    return madvise(vm->heap, vm->snapshot.size, MADV_DONTNEED) == 0;
#else
    if (touched > vm->snapshot.size) memset(end, 0, touched - vm->snapshot.size);
    return map_copy(vm);
#endif
}
