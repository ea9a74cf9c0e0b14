// A disk for SQLite that fails when a test says so: a VFS in front of the one of the system. Source: sqlite.org/vfs.html.
#ifndef FAULTY_DISK_H
#define FAULTY_DISK_H

#include <stdbool.h>

// How a call fails.
typedef enum {
    DISK_FAILS_ONCE,   // with an error, and the next one succeeds
    DISK_STAYS_BROKEN, // and all calls after it
    DISK_IS_FULL,      // a write has no room; anything else fails once
    DISK_TEARS,        // half of what is to be written is written
} disk_fault;

// Puts it in front, for databases that are opened from now on; false without such a library. `library` is for dlsym.
bool faulty_disk_install(void *library);
// Lets the call with a number, from 1, fail of those that concern files in a folder; all other files are left alone.
void faulty_disk_arm(const char *folder, long number, disk_fault fault);
// Lets nothing fail any more; returns whether something has.
bool faulty_disk_disarm(void);

#endif
