// Calls about memory, threads, time, sockets and terminals.
#include "faults.h"

// MARK: - Memory, threads, time

#define MMAP(name) \
    void *name(void *start, size_t size, int access, int flags, int file, off_t at) { \
        REAL(void *, name, void *, size_t, int, int, int, off_t); \
        FAIL_IF(mmap, NULL, file, MAP_FAILED); \
        return real(start, size, access, flags, file, at); \
    }
MMAP(mmap)
MMAP(mmap64)

void *mremap(void *start, size_t old, size_t size, int flags, ...) {
    REAL(void *, mremap, void *, size_t, size_t, int, ...);
    va_list rest;
    va_start(rest, flags);
    void *wanted = flags & MREMAP_FIXED ? va_arg(rest, void *) : NULL;
    va_end(rest);
    FAIL_IF(mremap, NULL, -1, MAP_FAILED);
    return real(start, old, size, flags, wanted);
}

int memfd_create(const char *name, unsigned flags) {
    REAL(int, memfd_create, const char *, unsigned);
    FAIL_IF(memfd_create, name, -1, -1);
    return real(name, flags);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *argument) {
    REAL(int, pthread_create, pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    FAIL_IF(pthread_create, NULL, -1, number);
    return real(thread, attributes, body, argument);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    REAL(int, clock_gettime, clockid_t, struct timespec *);
    FAIL_IF(clock_gettime, NULL, -1, -1);
    return real(clock, time);
}

ssize_t getrandom(void *bytes, size_t count, unsigned flags) {
    REAL(ssize_t, getrandom, void *, size_t, unsigned);
    FAIL_IF(getrandom, NULL, -1, -1);
    return real(bytes, part(todo, count), flags);
}

int getentropy(void *bytes, size_t count) {
    REAL(int, getentropy, void *, size_t);
    FAIL_IF(getrandom, NULL, -1, -1);
    return real(bytes, count);
}

// MARK: - Sockets, terminals, waiting

int socket(int domain, int type, int protocol) {
    REAL(int, socket, int, int, int);
    FAIL_IF(socket, NULL, -1, -1);
    return real(domain, type, protocol);
}

int bind(int file, const struct sockaddr *address, socklen_t size) {
    REAL(int, bind, int, const struct sockaddr *, socklen_t);
    FAIL_IF(bind, NULL, file, -1);
    return real(file, address, size);
}

int connect(int file, const struct sockaddr *address, socklen_t size) {
    REAL(int, connect, int, const struct sockaddr *, socklen_t);
    FAIL_IF(connect, NULL, file, -1);
    return real(file, address, size);
}

int listen(int file, int backlog) {
    REAL(int, listen, int, int);
    FAIL_IF(listen, NULL, file, -1);
    return real(file, backlog);
}

int accept(int file, struct sockaddr *address, socklen_t *size) {
    REAL(int, accept, int, struct sockaddr *, socklen_t *);
    FAIL_IF(accept, NULL, file, -1);
    return real(file, address, size);
}

int accept4(int file, struct sockaddr *address, socklen_t *size, int flags) {
    REAL(int, accept4, int, struct sockaddr *, socklen_t *, int);
    FAIL_IF(accept, NULL, file, -1);
    return real(file, address, size, flags);
}

ssize_t send(int file, const void *bytes, size_t count, int flags) {
    REAL(ssize_t, send, int, const void *, size_t, int);
    FAIL_IF(send, NULL, file, -1);
    return real(file, bytes, part(todo, count), flags);
}

ssize_t sendto(int file, const void *bytes, size_t count, int flags, const struct sockaddr *to, socklen_t size) {
    REAL(ssize_t, sendto, int, const void *, size_t, int, const struct sockaddr *, socklen_t);
    FAIL_IF(sendto, NULL, file, -1);
    return real(file, bytes, part(todo, count), flags, to, size);
}

ssize_t sendmsg(int file, const struct msghdr *message, int flags) {
    REAL(ssize_t, sendmsg, int, const struct msghdr *, int);
    FAIL_IF(sendmsg, NULL, file, -1);
    return real(file, message, flags);
}

int sendmmsg(int file, struct mmsghdr *messages, unsigned count, int flags) {
    REAL(int, sendmmsg, int, struct mmsghdr *, unsigned, int);
    FAIL_IF(sendmmsg, NULL, file, -1);
    return real(file, messages, part(todo, count), flags);
}

ssize_t recv(int file, void *bytes, size_t count, int flags) {
    REAL(ssize_t, recv, int, void *, size_t, int);
    FAIL_IF(recv, NULL, file, -1);
    return real(file, bytes, part(todo, count), flags);
}

ssize_t recvfrom(int file, void *bytes, size_t count, int flags, struct sockaddr *from, socklen_t *size) {
    REAL(ssize_t, recvfrom, int, void *, size_t, int, struct sockaddr *, socklen_t *);
    FAIL_IF(recvfrom, NULL, file, -1);
    return real(file, bytes, part(todo, count), flags, from, size);
}

ssize_t recvmsg(int file, struct msghdr *message, int flags) {
    REAL(ssize_t, recvmsg, int, struct msghdr *, int);
    FAIL_IF(recvmsg, NULL, file, -1);
    return real(file, message, flags);
}

int recvmmsg(int file, struct mmsghdr *messages, unsigned count, int flags, struct timespec *timeout) {
    REAL(int, recvmmsg, int, struct mmsghdr *, unsigned, int, struct timespec *);
    FAIL_IF(recvmmsg, NULL, file, -1);
    return real(file, messages, part(todo, count), flags, timeout);
}

int poll(struct pollfd *files, nfds_t count, int timeout) {
    REAL(int, poll, struct pollfd *, nfds_t, int);
    FAIL_IF(poll, NULL, count > 0 ? files[0].fd : -1, -1);
    return real(files, count, timeout);
}

int epoll_create1(int flags) {
    REAL(int, epoll_create1, int);
    FAIL_IF(epoll_create, NULL, -1, -1);
    return real(flags);
}

int epoll_ctl(int file, int operation, int about, struct epoll_event *event) {
    REAL(int, epoll_ctl, int, int, int, struct epoll_event *);
    FAIL_IF(epoll_ctl, NULL, about, -1);
    return real(file, operation, about, event);
}

int epoll_wait(int file, struct epoll_event *events, int count, int timeout) {
    REAL(int, epoll_wait, int, struct epoll_event *, int, int);
    FAIL_IF(epoll_wait, NULL, file, -1);
    return real(file, events, count, timeout);
}

int pipe(int files[2]) {
    REAL(int, pipe, int *);
    FAIL_IF(pipe, NULL, -1, -1);
    return real(files);
}

int tcsetattr(int file, int when, const struct termios *settings) {
    REAL(int, tcsetattr, int, int, const struct termios *);
    FAIL_IF(tcsetattr, NULL, file, -1);
    return real(file, when, settings);
}
