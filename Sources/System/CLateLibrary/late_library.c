#include "late_library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

void *late_library_open(late_library *library) {
    void *handle = __atomic_load_n(&library->handle, __ATOMIC_RELAXED);
    if (handle == NULL) {
        // A second thread gets the same handle.
        handle = dlopen(library->file, RTLD_NOW | RTLD_LOCAL);
        __atomic_store_n(&library->handle, handle, __ATOMIC_RELAXED);
    }
    return handle;
}

void *late_library_function(late_library *library, const char *name) {
    void *handle = late_library_open(library);
    void *function = handle != NULL ? dlsym(handle, name) : NULL;
    if (function != NULL) return function;
    const char *reason = dlerror();
    fprintf(
        stderr, "%s is needed and cannot be used: %s; in Debian it is the package %s\n", library->file,
        reason != NULL ? reason : "its function is missing", library->package);
    exit(3);
}
