// Calls on files and folders.
#include "faults.h"

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(int, name, const char *, int, ...); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        FAIL_IF(open, path, -1, -1); \
        int file = real(path, flags, mode); \
        if (file >= 0 && flags & (O_CREAT | O_TRUNC)) \
            NOTE(flags & O_TRUNC ? 't' : 'c', NULL, NULL, file, NULL, 0, 0); \
        return file; \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        REAL(int, name, int, const char *, int, ...); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        FAIL_IF(openat, path, -1, -1); \
        int file = real(folder, path, flags, mode); \
        if (file >= 0 && flags & (O_CREAT | O_TRUNC)) \
            NOTE(flags & O_TRUNC ? 't' : 'c', NULL, NULL, file, NULL, 0, 0); \
        return file; \
    }
OPENAT(openat)
OPENAT(openat64)

ssize_t read(int file, void *bytes, size_t count) {
    REAL(ssize_t, read, int, void *, size_t);
    FAIL_IF(read, NULL, file, -1);
    ssize_t done = real(file, bytes, part(todo, count));
    if (todo == TORN) die();
    return done;
}

#define PREAD(name) \
    ssize_t name(int file, void *bytes, size_t count, off_t at) { \
        REAL(ssize_t, name, int, void *, size_t, off_t); \
        FAIL_IF(pread, NULL, file, -1); \
        ssize_t done = real(file, bytes, part(todo, count), at); \
        if (todo == TORN) die(); \
        return done; \
    }
PREAD(pread)
PREAD(pread64)

ssize_t write(int file, const void *bytes, size_t count) {
    REAL(ssize_t, write, int, const void *, size_t);
    // What it has to say about a fault, it can say.
    if (file == STDERR_FILENO) return real(file, bytes, count);
    FAIL_IF(write, NULL, file, -1);
    ssize_t fit = room(file, part(todo, count));
    off_t at = record >= 0 && file > 2 ? lseek(file, 0, SEEK_CUR) : 0;
    ssize_t done = fit < 0 ? -1 : real(file, bytes, fit);
    if (done > 0) NOTE(file == STDOUT_FILENO ? 'o' : 'w', NULL, NULL, file, bytes, done, at);
    if (todo == TORN) die();
    return done;
}

#define PWRITE(name) \
    ssize_t name(int file, const void *bytes, size_t count, off_t at) { \
        REAL(ssize_t, name, int, const void *, size_t, off_t); \
        FAIL_IF(pwrite, NULL, file, -1); \
        ssize_t fit = room(file, part(todo, count)); \
        ssize_t done = fit < 0 ? -1 : real(file, bytes, fit, at); \
        if (done > 0) NOTE('w', NULL, NULL, file, bytes, done, at); \
        if (todo == TORN) die(); \
        return done; \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

int fsync(int file) {
    REAL(int, fsync, int);
    FAIL_IF(fsync, NULL, file, -1);
    NOTE('s', NULL, NULL, file, NULL, 0, 0);
    return real(file);
}

int fdatasync(int file) {
    REAL(int, fdatasync, int);
    FAIL_IF(fdatasync, NULL, file, -1);
    NOTE('s', NULL, NULL, file, NULL, 0, 0);
    return real(file);
}

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    FAIL_IF(rename, from, -1, -1);
    int failed = real(from, to);
    if (!failed) NOTE('r', from, to, -1, NULL, 0, 0);
    return failed;
}

int renameat(int fromFolder, const char *from, int toFolder, const char *to) {
    REAL(int, renameat, int, const char *, int, const char *);
    FAIL_IF(rename, from, -1, -1);
    int failed = real(fromFolder, from, toFolder, to);
    if (!failed) NOTE('r', in_folder(fromFolder, from).path, in_folder(toFolder, to).path, -1, NULL, 0, 0);
    return failed;
}

int unlink(const char *path) {
    REAL(int, unlink, const char *);
    FAIL_IF(unlink, path, -1, -1);
    int failed = real(path);
    if (!failed) NOTE('u', path, NULL, -1, NULL, 0, 0);
    return failed;
}

int unlinkat(int folder, const char *path, int flags) {
    REAL(int, unlinkat, int, const char *, int);
    FAIL_IF(unlink, path, -1, -1);
    int failed = real(folder, path, flags);
    if (!failed) NOTE('u', in_folder(folder, path).path, NULL, -1, NULL, 0, 0);
    return failed;
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    FAIL_IF(mkdir, path, -1, -1);
    return real(path, mode);
}

int mkdirat(int folder, const char *path, mode_t mode) {
    REAL(int, mkdirat, int, const char *, mode_t);
    FAIL_IF(mkdir, path, -1, -1);
    return real(folder, path, mode);
}

#define FTRUNCATE(name) \
    int name(int file, off_t size) { \
        REAL(int, name, int, off_t); \
        FAIL_IF(ftruncate, NULL, file, -1); \
        int failed = real(file, size); \
        if (!failed) NOTE('z', NULL, NULL, file, NULL, 0, size); \
        return failed; \
    }
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)

#define STAT(name, type) \
    int name(const char *path, struct type *info) { \
        REAL(int, name, const char *, struct type *); \
        FAIL_IF(stat, path, -1, -1); \
        return real(path, info); \
    }
STAT(stat, stat)
STAT(stat64, stat64)
STAT(lstat, stat)
STAT(lstat64, stat64)

#define FSTATAT(name, type) \
    int name(int folder, const char *path, struct type *info, int flags) { \
        REAL(int, name, int, const char *, struct type *, int); \
        FAIL_IF(stat, path, -1, -1); \
        return real(folder, path, info, flags); \
    }
FSTATAT(fstatat, stat)
FSTATAT(fstatat64, stat64)

int fchmod(int file, mode_t mode) {
    REAL(int, fchmod, int, mode_t);
    FAIL_IF(fchmod, NULL, file, -1);
    return real(file, mode);
}

int fchmodat(int folder, const char *path, mode_t mode, int flags) {
    REAL(int, fchmodat, int, const char *, mode_t, int);
    FAIL_IF(fchmod, path, -1, -1);
    return real(folder, path, mode, flags);
}

int flock(int file, int operation) {
    REAL(int, flock, int, int);
    FAIL_IF(flock, NULL, file, -1);
    return real(file, operation);
}

#define FCNTL(name) \
    int name(int file, int command, ...) { \
        REAL(int, name, int, int, ...); \
        va_list rest; \
        va_start(rest, command); \
        void *argument = va_arg(rest, void *); \
        va_end(rest); \
        /* To unlock never fails on a file that is open. */ \
        if (command == F_SETLK && ((struct flock *)argument)->l_type == F_UNLCK) return real(file, command, argument); \
        FAIL_IF(fcntl, NULL, file, -1); \
        return real(file, command, argument); \
    }
FCNTL(fcntl)
FCNTL(fcntl64)

DIR *opendir(const char *path) {
    REAL(DIR *, opendir, const char *);
    FAIL_IF(opendir, path, -1, NULL);
    return real(path);
}

DIR *fdopendir(int file) {
    REAL(DIR *, fdopendir, int);
    FAIL_IF(opendir, NULL, file, NULL);
    return real(file);
}

#define READDIR(name, type) \
    struct type *name(DIR *folder) { \
        REAL(struct type *, name, DIR *); \
        FAIL_IF(readdir, NULL, dirfd(folder), NULL); \
        return real(folder); \
    }
READDIR(readdir, dirent)
READDIR(readdir64, dirent64)

char *realpath(const char *path, char *resolved) {
    REAL(char *, realpath, const char *, char *);
    FAIL_IF(realpath, path, -1, NULL);
    return real(path, resolved);
}
