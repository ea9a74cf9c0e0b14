/* A module as small as a push needs it, at a pseudoterminal: an independent reading of the AT manual, in C.
 *
 * small_module LINK [FAULT]: LINK becomes a symbolic link to the port. Its client serves each file with the tag XLWM2M
 * that was added and has 26241 in its text. A FAULT:
 *   refuses    +ULWM2MADD answers with an error
 *   forgets    +ULWM2MADD answers OK, and the Object is not there
 *   flips      the first upload under XLWM2M arrives with a wrong byte
 *   spoils     every upload under XLWM2M does
 *   loses      a byte of the first upload under XLWM2M does not arrive
 *   stalls     the first upload under XLWM2M stops in the middle, says "half" on standard output and goes on after a while;
 *              an upload without bytes for 0.4 s is given up, and it says whether foreign bytes had come
 *   late       +ULWM2MADD and +ULWM2MLIST answer after a second, with the echo off
 *   dies       after a reset the client does not run as long as a new file is there (one without the word "older")
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { MOST_FILES = 16, MOST_BYTES = 1 << 20, LONGEST = 1024 };

static struct file {
    char tag[16], name[256];
    char *bytes;
    size_t size;
    int added, used;
} files[MOST_FILES];

static int port, echo = 1, errors, runs = 1, uploads, commands;
static const char *fault = "";

static void say(const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(port, bytes, count);
        if (written < 0) exit(1);
        bytes += written;
        count -= (size_t)written;
    }
}

static void line(const char *text) {
    say("\r\n", 2);
    say(text, strlen(text));
    say("\r\n", 2);
}

static void urc(void) { line("+ULWM2MSTAT: 2,721,86305"); }

static void refuse(const char *why) {
    char text[100];
    snprintf(text, sizeof text, errors == 2 ? "+CME ERROR: %s" : "ERROR", why);
    line(text);
}

static struct file *find(const char *tag, const char *name) {
    for (int i = 0; i < MOST_FILES; i++)
        if (files[i].used && !strcmp(files[i].tag, tag) && !strcmp(files[i].name, name)) return &files[i];
    return NULL;
}

static int is_served(const struct file *file) {
    return file->used && file->added && !strcmp(file->tag, "XLWM2M") && strstr(file->bytes, "26241") != NULL;
}

static void start(void) {
    runs = 1;
    for (int i = 0; i < MOST_FILES; i++) {
        if (!files[i].used || strcmp(files[i].tag, "XLWM2M")) continue;
        files[i].added = 1;
        if (!strcmp(fault, "dies") && strstr(files[i].bytes, "older") == NULL) runs = 0;
    }
}

static struct file *target;
static size_t missing;

static void begin_upload(const char *name, size_t size, const char *tag) {
    target = find(tag, name);
    for (int i = 0; target == NULL && i < MOST_FILES; i++) {
        if (files[i].used) continue;
        target = &files[i];
        *target = (struct file){.used = 1, .bytes = calloc(1, MOST_BYTES + 1)};
        snprintf(target->tag, sizeof target->tag, "%s", tag);
        snprintf(target->name, sizeof target->name, "%s", name);
    }
    if (target == NULL || target->size + size > MOST_BYTES) {
        refuse("NOT ENOUGH FREE SPACE");
        return;
    }
    missing = size;
    urc();
    say("\r\n>", 3);
}

static int halves, losses;

static void take(char byte) {
    if (!strcmp(fault, "loses") && !strcmp(target->tag, "XLWM2M") && missing == 2000 && losses++ == 0) return;
    target->bytes[target->size++] = byte;
    if (!strcmp(fault, "stalls") && !strcmp(target->tag, "XLWM2M") && missing == 150000 && halves++ == 0) {
        puts("half");
        fflush(stdout);
        usleep(500000);
    }
    if (--missing > 0) return;
    if (!strcmp(target->tag, "XLWM2M")) {
        uploads++;
        if ((!strcmp(fault, "flips") && uploads == 1) || !strcmp(fault, "spoils")) target->bytes[target->size / 2] ^= 1;
    }
    line("OK");
}

static void give_up(void) {
    char name[300];
    snprintf(name, sizeof name, "%s.push", target->name);
    struct file *whole = find("USER", name);
    int same = whole != NULL && memcmp(whole->bytes, target->bytes, target->size) == 0;
    printf("gave up, %s\n", same ? "undisturbed" : "disturbed");
    fflush(stdout);
    free(target->bytes);
    target->used = 0;
    missing = 0;
    refuse("FFS TIMEOUT");
}

static void list(const char *tag) {
    char text[4096] = "+ULSTFILE: ";
    for (int i = 0, count = 0; i < MOST_FILES; i++) {
        if (!files[i].used || strcmp(files[i].tag, tag)) continue;
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s\"%s\"", count++ ? "," : "", files[i].name);
    }
    line(text);
    line("OK");
}

static void obey(char *command) {
    char name[256], tag[16] = "USER";
    unsigned number = 0, size = 0;
    struct file *file;
    if (++commands % 3 == 0) urc();
    if (!strcmp(command, "AT") || !strcmp(command, "ATQ0V1")) {
        line("OK");
    } else if (sscanf(command, "AT+CMEE=%u", &number) == 1) {
        errors = (int)number;
        line("OK");
    } else if (!strcmp(command, "AT+CMEE?")) {
        line(errors == 2 ? "+CMEE: 2" : "+CMEE: 0");
        line("OK");
    } else if (!strcmp(command, "AT+CGSN") || !strcmp(command, "AT+CGMM") || !strcmp(command, "ATI0")
               || !strcmp(command, "ATI9")) {
        line(command[2] == 'I' ? (command[3] == '0' ? "SARA-R510S-01B-00" : "03.15,A00.01")
                               : command[5] == 'S' ? "004999010640018" : "SARA-R510S");
        line("OK");
    } else if (!strcmp(command, "AT+UMNOPROF?")) {
        line("+UMNOPROF: 90");
        urc();
        line("OK");
    } else if (sscanf(command, "AT+ULWM2MLIST=\"/%u\"", &number) == 1) {
        int there = number == 3;
        for (int i = 0; i < MOST_FILES; i++) there |= number == 26241 && is_served(&files[i]);
        if (!strcmp(fault, "late")) sleep(1);
        if (!runs) return refuse("operation not allowed");
        if (!there) return refuse("operation not supported");
        line(number == 3 ? "+ULWM2MLIST: \"/3/0\"" : "+ULWM2MLIST: \"/26241\"");
        line("OK");
    } else if (sscanf(command, "AT+ULWM2MREMOVE=\"/%u\"", &number) == 1) {
        for (int i = 0; i < MOST_FILES; i++) files[i].added = 0;
        line("OK");
    } else if (sscanf(command, "AT+ULWM2MADD=\"%255[^\"]\"", name) == 1) {
        if (!strcmp(fault, "late")) sleep(1);
        file = find("XLWM2M", name);
        int is_old = file != NULL && strstr(file->bytes, "older") != NULL;
        if (file == NULL || (!strcmp(fault, "refuses") && !is_old)) return refuse("operation not supported");
        file->added = strcmp(fault, "forgets") != 0 || is_old;
        line("OK");
    } else if (sscanf(command, "AT+ULSTFILE=0,\"%15[^\"]\"", tag) == 1) {
        list(tag);
    } else if (!strcmp(command, "AT+ULSTFILE=1")) {
        line("+ULSTFILE: 1000000");
        line("OK");
    } else if (sscanf(command, "AT+UDWNFILE=\"%255[^\"]\",%u,\"%15[^\"]\"", name, &size, tag) == 3) {
        begin_upload(name, size, tag);
    } else if (sscanf(command, "AT+ULSTFILE=2,\"%255[^\"]\",\"%15[^\"]\"", name, tag) == 2
               || sscanf(command, "AT+URDFILE=\"%255[^\"]\",\"%15[^\"]\"", name, tag) == 2
               || sscanf(command, "AT+UDELFILE=\"%255[^\"]\",\"%15[^\"]\"", name, tag) == 2) {
        char text[400];
        file = find(tag, name);
        if (file == NULL) return refuse("FILE NOT FOUND");
        if (command[4] == 'D') {
            free(file->bytes);
            file->used = 0;
        } else if (command[4] == 'L') {
            snprintf(text, sizeof text, "+ULSTFILE: %zu", file->size);
            line(text);
        } else {
            snprintf(text, sizeof text, "\r\n+URDFILE: \"%s\",%zu,\"", name, file->size);
            say(text, strlen(text));
            say(file->bytes, file->size);
            say("\"\r\n", 3);
        }
        line("OK");
    } else if (!strcmp(command, "AT+CFUN=16")) {
        line("OK");
        errors = 0;
        start();
    } else if (*command) {
        refuse("unknown");
    }
}

int main(int count, char **words) {
    if (count < 2) return 2;
    if (count > 2) fault = words[2];
    if (!strcmp(fault, "late")) echo = 0;
    port = posix_openpt(O_RDWR | O_NOCTTY);
    if (port < 0 || grantpt(port) != 0 || unlockpt(port) != 0) return 1;
    // Held open, so that the port stays while nobody has it.
    int other = open(ptsname(port), O_RDWR | O_NOCTTY);
    struct termios raw;
    if (other < 0 || tcgetattr(other, &raw) != 0) return 1;
    cfmakeraw(&raw);
    tcsetattr(other, TCSANOW, &raw);
    unlink(words[1]);
    if (symlink(ptsname(port), words[1]) != 0) return 1;
    printf("ready\n");
    fflush(stdout);
    char command[LONGEST], buffer[4096];
    size_t length = 0;
    for (;;) {
        struct pollfd input = {.fd = port, .events = POLLIN};
        if (missing > 0 && poll(&input, 1, 400) == 0) {
            give_up();
            continue;
        }
        ssize_t got = read(port, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return 0;
        for (ssize_t i = 0; i < got; i++) {
            if (missing > 0) {
                take(buffer[i]);
                continue;
            }
            if (echo) say(&buffer[i], 1);
            if (buffer[i] == '\r') {
                command[length] = 0;
                length = 0;
                obey(command);
            } else if (buffer[i] != '\n' && length + 1 < sizeof command) {
                command[length++] = buffer[i];
            }
        }
    }
}
