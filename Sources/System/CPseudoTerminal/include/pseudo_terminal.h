// Pseudoterminals by the calls of POSIX, which the system's headers hide from Swift.
#ifndef PSEUDO_TERMINAL_H
#define PSEUDO_TERMINAL_H

#include <stddef.h>

/// Opens a pseudoterminal, whose other end may be opened by the path that is written to `path`.
///
/// Returns the descriptor of this end, which programs that are started do not inherit, or -1 with the reason in errno.
/// Source: POSIX.1-2017, posix_openpt, grantpt, unlockpt, ptsname.
int pt_open(char *path, size_t size);

#endif
