// Memory by the page. Source: Documentation/admin-guide/mm/pagemap.rst of Linux: bit 63 present, 62 swapped, 61 file's
// page.
#define _GNU_SOURCE
#include "pages.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

size_t pages_size(void) { return (size_t)sysconf(_SC_PAGESIZE); }

int pages_file(void) {
#ifdef __linux__
    return memfd_create("lua-heap", MFD_CLOEXEC);
#else
    char name[] = "/tmp/xlwm2m-heap-XXXXXX";
    int file = mkstemp(name);
    if (file >= 0) unlink(name);
    return file;
#endif
}

bool pages_write(int file, const void *bytes, size_t size) {
    off_t at = 0;
    while ((size_t)at < size) {
        ssize_t count = pwrite(file, (const char *)bytes + at, size - (size_t)at, at);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        at += count;
    }
    return true;
}

bool pages_look(const void *start, size_t count, uint64_t *entries) {
    static atomic_int pagemap = -2;
    int map = atomic_load(&pagemap);
    if (map == -2) {
        map = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
        int unopened = -2;
        if (!atomic_compare_exchange_strong(&pagemap, &unopened, map)) {
            if (map >= 0) close(map);
            map = unopened;
        }
    }
    if (map < 0) return false;
    ssize_t size = (ssize_t)(count * sizeof *entries);
    return pread(map, entries, (size_t)size, (off_t)((uintptr_t)start / pages_size() * sizeof *entries)) == size;
}

bool pages_is_own(uint64_t entry) { return (entry >> 62 & 1) != 0 || ((entry >> 63 & 1) != 0 && (entry >> 61 & 1) == 0); }

bool pages_is_of_file(uint64_t entry) { return (entry >> 63 & 1) != 0 && (entry >> 61 & 1) != 0; }
