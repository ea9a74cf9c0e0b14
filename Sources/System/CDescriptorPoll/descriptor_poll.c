#include "descriptor_poll.h"

#include <errno.h>

#ifdef __linux__
#include <sched.h>
#include <sys/epoll.h>
#include <time.h>

enum { MOST_AT_A_TIME = 256, SHORT_NANOSECONDS = 50000, SHORT_WAITS = 8 };

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

// Waits as epoll_wait(2) does, and keeps the pace.
static int wait_at_pace(int set, struct epoll_event *found, int room, int milliseconds, dp_pace *pace) {
    int64_t start = now();
    int count = 0;
    if (*pace >= SHORT_WAITS) {
        do {
            count = epoll_wait(set, found, room, 0);
            if (count != 0) return count;
            sched_yield();
        } while (now() - start < SHORT_NANOSECONDS);
        *pace = 0;
        return epoll_wait(set, found, room, milliseconds);
    }
    count = epoll_wait(set, found, room, milliseconds);
    *pace = count > 0 && now() - start < SHORT_NANOSECONDS ? *pace + 1 : 0;
    return count;
}

int dp_open(void) { return epoll_create1(EPOLL_CLOEXEC); }

int dp_set(int set, int descriptor, uint32_t interest) {
    struct epoll_event event = {.data.fd = descriptor};
    if (interest & DP_READING) event.events |= EPOLLIN;
    if (interest & DP_WRITING) event.events |= EPOLLOUT;
    if (interest == 0) {
        // One that is not in the set, or closed by now, is not watched either.
        epoll_ctl(set, EPOLL_CTL_DEL, descriptor, &event);
        return 0;
    }
    if (epoll_ctl(set, EPOLL_CTL_MOD, descriptor, &event) == 0) return 0;
    if (errno != ENOENT) return errno;
    return epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &event) == 0 ? 0 : errno;
}

int dp_wait(int set, dp_event *events, int room, int milliseconds, dp_pace *pace) {
    struct epoll_event found[MOST_AT_A_TIME];
    if (room > MOST_AT_A_TIME) room = MOST_AT_A_TIME;
    int count = milliseconds == 0 ? epoll_wait(set, found, room, 0) : wait_at_pace(set, found, room, milliseconds, pace);
    for (int index = 0; index < count; index++) {
        events[index].descriptor = found[index].data.fd;
        events[index].found = 0;
        if (found[index].events & EPOLLIN) events[index].found |= DP_READING;
        if (found[index].events & EPOLLOUT) events[index].found |= DP_WRITING;
        if (found[index].events & (EPOLLERR | EPOLLHUP)) events[index].found |= DP_BROKEN;
    }
    return count;
}

#else

int dp_open(void) {
    errno = ENOSYS;
    return -1;
}

int dp_set(int set, int descriptor, uint32_t interest) {
    (void)set, (void)descriptor, (void)interest;
    return ENOSYS;
}

int dp_wait(int set, dp_event *events, int room, int milliseconds, dp_pace *pace) {
    (void)set, (void)events, (void)room, (void)milliseconds, (void)pace;
    errno = ENOSYS;
    return -1;
}

#endif
