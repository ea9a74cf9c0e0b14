#define _GNU_SOURCE
#include "pseudo_terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int find_path(int leader, char *path, size_t size) {
#ifdef __linux__
    int number = ptsname_r(leader, path, size);
    if (number != 0) errno = number;
    return number == 0 ? 0 : -1;
#else
    const char *found = ptsname(leader);
    if (found == NULL) return -1;
    if (strlen(found) >= size) {
        errno = ERANGE;
        return -1;
    }
    strcpy(path, found);
    return 0;
#endif
}

int pt_open(char *path, size_t size) {
    int leader = posix_openpt(O_RDWR | O_NOCTTY);
    if (leader < 0) return -1;
    if (fcntl(leader, F_SETFD, FD_CLOEXEC) == 0 && grantpt(leader) == 0 && unlockpt(leader) == 0
        && find_path(leader, path, size) == 0) {
        return leader;
    }
    int number = errno;
    close(leader);
    errno = number;
    return -1;
}
