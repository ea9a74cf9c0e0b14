/* A host test in C for CTest: opens the AT port of an emulated module, lists its Objects, ends with 0 where all is well.
 * module_test PORT */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

static int port;

/* Sends a command and collects the answer up to its final result code: 1 for OK, 0 for an error, -1 for silence. */
static int command(const char *text, char *answer, size_t size, long seconds) {
    size_t length = 0;
    if (write(port, text, strlen(text)) < 0 || write(port, "\r", 1) < 0) return -1;
    while (length + 1 < size) {
        fd_set set;
        struct timeval patience = {seconds, 0};
        FD_ZERO(&set);
        FD_SET(port, &set);
        if (select(port + 1, &set, NULL, NULL, &patience) <= 0) return -1;
        ssize_t count = read(port, answer + length, size - 1 - length);
        if (count <= 0) return -1;
        length += (size_t)count;
        answer[length] = 0;
        if (strstr(answer, "\r\nOK\r\n")) return 1;
        if (strstr(answer, "ERROR")) return 0;
    }
    return -1;
}

int main(int count, char **words) {
    char answer[4096];
    if (count != 2 || (port = open(words[1], O_RDWR | O_NOCTTY)) < 0) return 2;
    struct termios settings;
    tcgetattr(port, &settings);
    cfmakeraw(&settings);
    tcsetattr(port, TCSANOW, &settings);
    /* A module that boots hears nothing. */
    for (int tries = 0; command("ATE0", answer, sizeof answer, 1) != 1; tries++) {
        if (tries == 20) return 1;
    }
    /* Right after its boot the module refuses the commands of its LwM2M client. */
    for (int tries = 0; tries < 600; tries++) {
        int result = command("AT+ULWM2MLIST=\"/3\"", answer, sizeof answer, 5);
        if (result == 1) {
            printf("%s", answer);
            return strstr(answer, "+ULWM2MLIST: \"/3/0\"") ? 0 : 1;
        }
        if (result < 0) return 1;
        usleep(100000);
    }
    return 1;
}
