#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "line_editor.h"

static int ends[2] = {-1, -1};

// Only calls that are allowed in a handler (POSIX.1-2017, 2.4.3); the loop does the rest.
static void tell(int number) {
    int saved = errno;
    unsigned char what = number == SIGINT ? LE_INTERRUPT : number == SIGTSTP ? LE_STOP
        : number == SIGWINCH ? LE_RESIZE : LE_TERMINATE;
    if (write(ends[1], &what, 1) < 0) { /* a full pipe has enough in it */ }
    errno = saved;
}

int le_watch_signals(void) {
    if (ends[0] >= 0) return ends[0];
    if (pipe(ends) != 0) return -1;
    for (int i = 0; i < 2; i++) {
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
        fcntl(ends[i], F_SETFL, O_NONBLOCK);
    }
    struct sigaction action = {0};
    action.sa_handler = tell;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    static const int numbers[] = {SIGINT, SIGTSTP, SIGWINCH, SIGTERM, SIGHUP};
    for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        // Under nohup the program must keep running.
        struct sigaction before;
        if (numbers[i] == SIGHUP && sigaction(SIGHUP, NULL, &before) == 0 && before.sa_handler == SIG_IGN) continue;
        sigaction(numbers[i], &action, NULL);
    }
    return ends[0];
}

int le_signal(void) {
    unsigned char what;
    return ends[0] >= 0 && read(ends[0], &what, 1) == 1 ? what : LE_NONE;
}
