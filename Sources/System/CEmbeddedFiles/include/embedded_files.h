// Files embedded in the program, so that it runs wherever it is copied to.
#ifndef EMBEDDED_FILES_H
#define EMBEDDED_FILES_H

#include <stddef.h>

typedef struct {
    const char *name; // the path below the top of the checkout
    const unsigned char *bytes;
    size_t size;
} embedded_file;

// All files; the last entry has no name. A function, because Swift does not see arrays without a length.
const embedded_file *embedded_files_table(void);

#endif
