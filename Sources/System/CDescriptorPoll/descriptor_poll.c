#include "descriptor_poll.h"

#include <errno.h>

#ifdef __linux__
#include <sys/epoll.h>

enum { MOST_AT_A_TIME = 256 };

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

int dp_wait(int set, dp_event *events, int room, int milliseconds) {
    struct epoll_event found[MOST_AT_A_TIME];
    int count = epoll_wait(set, found, room < MOST_AT_A_TIME ? room : MOST_AT_A_TIME, milliseconds);
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

int dp_wait(int set, dp_event *events, int room, int milliseconds) {
    (void)set, (void)events, (void)room, (void)milliseconds;
    errno = ENOSYS;
    return -1;
}

#endif
