// Waiting for many descriptors by epoll(7), which the system's headers hide from Swift. The cost of a wait is that of
// the descriptors that are ready, however many are watched. Only on Linux; elsewhere `dp_open` answers -1.
#ifndef DESCRIPTOR_POLL_H
#define DESCRIPTOR_POLL_H

#include <stdint.h>

enum { DP_READING = 1, DP_WRITING = 2, DP_BROKEN = 4 };

/// A descriptor that is ready, with what for; DP_BROKEN stands for an error or a hang-up.
typedef struct {
    int32_t descriptor;
    uint32_t found;
} dp_event;

/// Opens a set of descriptors without any in it; -1 with the reason in errno.
int dp_open(void);

/// Watches a descriptor for DP_READING, DP_WRITING or both; 0 takes it out of the set.
///
/// Returns 0, or the number of the system's error: EPERM for a file, which is always ready.
int dp_set(int set, int descriptor, uint32_t interest);

/// How many of the last waits ended so soon that looking again would have been quicker than to sleep; begins as 0.
typedef uint32_t dp_pace;

/// Waits for at most so many milliseconds, -1 for as long as it takes; returns how many events were found, or -1.
///
/// Being woken takes longer than most answers do. So after some waits in a row that were shorter than that, the next
/// one looks again and again for that long, with a turn for others in between, before it sleeps; a wait that this did
/// not shorten ends it.
int dp_wait(int set, dp_event *events, int room, int milliseconds, dp_pace *pace);

#endif
