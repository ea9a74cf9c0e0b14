// Pseudoterminals through POSIX calls that the system's headers hide from Swift.
#ifndef PSEUDO_TERMINAL_H
#define PSEUDO_TERMINAL_H

#include <stddef.h>

/// Opens a pseudoterminal, whose other end can be opened under the path that is written to `path`.
///
/// Returns the descriptor of this end, which child programs do not inherit, or -1 with the reason in errno. Source:
/// POSIX.1-2017, posix_openpt, grantpt, unlockpt, ptsname.
int pt_open(char *path, size_t size);

#endif
