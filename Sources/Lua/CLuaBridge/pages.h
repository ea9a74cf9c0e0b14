// Memory by the page: files without a name to map, and what the system says about mapped pages.
#ifndef PAGES_H
#define PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The size of a page in bytes.
size_t pages_size(void);
// A file without a name; -1 if the system has none.
int pages_file(void);
bool pages_write(int file, const void *bytes, size_t size);
// What the system says about `count` pages from `start` on; false if it does not say.
bool pages_look(const void *start, size_t count, uint64_t *entries);
// Of such an entry: whether the page is a private copy, and whether it is one of the file's that has been read.
bool pages_is_own(uint64_t entry);
bool pages_is_of_file(uint64_t entry);

#endif
