// Libraries that are loaded when one of their functions is called for the first time: a start of the program that needs none
// of them does not pay for them, which is more than for all the rest of it.
#ifndef LATE_LIBRARY_H
#define LATE_LIBRARY_H

#include <stddef.h>

/// A library by the name of its file, `libssl.so.3`.
typedef struct {
    const char *file;
    /// The package of Debian that has it.
    const char *package;
    /// What dlopen gave; NULL before.
    void *handle;
} late_library;

/// The library's handle for dlsym; NULL if the system does not have it.
void *late_library_open(late_library *library);

/// A function of a library. Without it there is nothing to go on with: the program ends with words and 3, as it does where
/// the system finds no library at the start.
void *late_library_function(late_library *library, const char *name);

/// The way to a function of a library: `function`, found once, whatever the threads.
#define LATE_WAY(library, name)                                                \
    static __typeof__(name) *kept;                                             \
    __typeof__(name) *function = __atomic_load_n(&kept, __ATOMIC_RELAXED);     \
    if (function == NULL) {                                                    \
        function = (__typeof__(name) *)late_library_function(library, #name);  \
        __atomic_store_n(&kept, function, __ATOMIC_RELAXED);                   \
    }

/// Defines a function that the library's header declares, with its parameters, and the arguments that are handed on:
/// `LATE_FUNCTION(&library, int, SSL_read, (SSL *a, void *b, int c), (a, b, c))`.
///
/// The name is known in this program alone: libraries that call each other are not led here.
#define LATE_FUNCTION(library, result, name, parameters, arguments)  \
    __attribute__((visibility("hidden"))) result name parameters {   \
        LATE_WAY(library, name)                                      \
        return function arguments;                                   \
    }

#endif
