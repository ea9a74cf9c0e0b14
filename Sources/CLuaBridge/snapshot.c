// Brings a heap back to an earlier moment. The kept copy is a file without a name, mapped over the heap copy-on-write:
// going back costs the pages that were touched since, not the size of the heap.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "vm.h"

static int nameless_file(void) {
#ifdef __linux__
    return memfd_create("lua-heap", MFD_CLOEXEC);
#else
    char name[] = "/tmp/xlwm2m-heap-XXXXXX";
    int file = mkstemp(name);
    if (file >= 0) unlink(name);
    return file;
#endif
}

static bool write_all(int file, const char *bytes, size_t size) {
    off_t at = 0;
    while ((size_t)at < size) {
        ssize_t count = pwrite(file, bytes + at, size - (size_t)at, at);
        if (count <= 0) return false;
        at += count;
    }
    return true;
}

static bool map_copy(lb_vm *vm) {
    return mmap(vm->heap, vm->snapshot_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, vm->snapshot_file, 0)
        == (void *)vm->heap;
}

static int collect_body(lua_State *L) {
    lua_gc(L, LUA_GCCOLLECT, 0);
    return 0;
}

bool lb_snapshot(lb_vm *vm) {
    if (vm->is_dead || vm->depth > 0) return false;
    // A clean heap has its next collection far ahead, which keeps the pages of old objects untouched.
    if (vm_protect(vm, collect_body, NULL, 0) != LB_OK) return false;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t size = (vm->heap->used + page - 1) & ~(page - 1);
    int file = nameless_file();
    if (file < 0) return false;
    if (!write_all(file, (const char *)vm->heap, size)) {
        close(file);
        return false;
    }
    if (vm->snapshot_file >= 0) close(vm->snapshot_file);
    vm->snapshot_file = file;
    vm->snapshot_size = size;
    vm->snapshot_top = lua_gettop(vm->main);
    return map_copy(vm);
}

bool lb_restore(lb_vm *vm) {
    if (vm->is_dead || vm->depth > 0 || vm->snapshot_file < 0) return false;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t touched = (vm->heap->used + page - 1) & ~(page - 1);
    char *end = (char *)vm->heap + vm->snapshot_size;
#ifdef __linux__
    // For a private mapping this drops the own copies of pages; the file's content shows again.
    size_t span = touched > vm->snapshot_size ? touched : vm->snapshot_size;
    (void)end;
    return madvise(vm->heap, span, MADV_DONTNEED) == 0;
#else
    if (touched > vm->snapshot_size) memset(end, 0, touched - vm->snapshot_size);
    return map_copy(vm);
#endif
}
