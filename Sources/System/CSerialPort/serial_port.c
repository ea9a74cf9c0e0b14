#define _GNU_SOURCE
#define _DARWIN_C_SOURCE
#include "serial_port.h"

#include <errno.h>
#include <stddef.h>
#include <sys/ioctl.h>

static const struct {
    long baud;
    speed_t speed;
} speeds[] = {
    {9600, B9600}, {19200, B19200}, {38400, B38400}, {57600, B57600}, {115200, B115200}, {230400, B230400},
#ifdef B460800
    {460800, B460800},
#endif
#ifdef B921600
    {921600, B921600},
#endif
#ifdef B3000000
    {3000000, B3000000},
#endif
};

static const speed_t *find_speed(long baud) {
    for (size_t index = 0; index < sizeof speeds / sizeof *speeds; index++) {
        if (speeds[index].baud == baud) return &speeds[index].speed;
    }
    return NULL;
}

bool sp_knows_speed(long baud) { return find_speed(baud) != NULL; }

// A signal may come in between.
static int set(int descriptor, const struct termios *settings) {
    while (tcsetattr(descriptor, TCSANOW, settings) != 0) {
        if (errno != EINTR) return -1;
    }
    return 0;
}

int sp_prepare(int descriptor, long baud, bool hardware_flow_control, bool locks, struct termios *saved) {
    const speed_t *speed = find_speed(baud);
    if (speed == NULL) return EINVAL;
    if (tcgetattr(descriptor, saved) != 0) return errno;
    if (locks && ioctl(descriptor, TIOCEXCL) != 0) return errno;
    struct termios raw = *saved;
    cfmakeraw(&raw);
    raw.c_cflag &= ~(tcflag_t)(CSTOPB | PARENB | CRTSCTS);
    raw.c_cflag |= CLOCAL | CREAD | CS8;
    if (hardware_flow_control) raw.c_cflag |= CRTSCTS;
    // Neither byte is special in a file that goes over the line.
    raw.c_iflag &= ~(tcflag_t)(IXON | IXOFF | IXANY);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    if (cfsetispeed(&raw, *speed) != 0 || cfsetospeed(&raw, *speed) != 0) return errno;
    return set(descriptor, &raw) == 0 ? 0 : errno;
}

void sp_restore(int descriptor, const struct termios *saved) {
    set(descriptor, saved);
    ioctl(descriptor, TIOCNXCL);
}

void sp_drop_input(int descriptor) { tcflush(descriptor, TCIFLUSH); }
