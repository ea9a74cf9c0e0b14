#include "line_editor.h"

#include <dlfcn.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

// The parts of the library that are used, looked up by name.
static struct {
    void (*handler_install)(const char *, void (*)(char *));
    void (*handler_remove)(void);
    void (*read_char)(void);
    int (*forced_update)(void);
    void (*resize)(void);
    void (*replace_line)(const char *, int);
    void (*add_history)(const char *);
    char **line;
    int *point;
    int *end;
} lib;

static le_completer completer;
static void *completer_context;
static char *prompt_text;
static char *ended_line;
static int has_ended_input;
static int is_active;
// Whether something was typed since the previous line was taken.
static int has_typed;

// dlsym returns a data pointer; POSIX says that it may be read as a function pointer.
static int find(void *handle, const char *name, void *slot) {
    void *address = dlsym(handle, name);
    memcpy(slot, &address, sizeof address);
    return address != NULL;
}

static char *copy(const char *text, size_t length) {
    char *bytes = malloc(length + 1);
    if (bytes == NULL) return NULL;
    memcpy(bytes, text, length);
    bytes[length] = 0;
    return bytes;
}

static size_t common_prefix(const char *a, const char *b) {
    size_t length = 0;
    while (a[length] != 0 && a[length] == b[length]) length++;
    return length;
}

// The form that readline requires: [0] is the common prefix, then the candidates, then null; all from malloc().
static char **matches_of(const char *text) {
    size_t count = 1;
    for (const char *p = text; *p; p++) count += *p == '\n';
    char **matches = calloc(count + 2, sizeof *matches);
    if (matches == NULL) return NULL;
    size_t n = 0;
    size_t shared = 0;
    for (const char *p = text; *p;) {
        size_t length = strcspn(p, "\n");
        char *candidate = copy(p, length);
        if (candidate == NULL) break;
        matches[++n] = candidate;
        size_t same = n == 1 ? length : common_prefix(matches[1], candidate);
        if (n == 1 || same < shared) shared = same;
        p += length;
        if (*p == '\n') p++;
    }
    if (n > 0) matches[0] = copy(matches[1], shared);
    if (matches[0] == NULL || n == 1) {
        free(matches[1]);
        matches[1] = NULL;
    }
    if (matches[0] == NULL) {
        for (size_t i = 2; i <= n; i++) free(matches[i]);
        free(matches);
        return NULL;
    }
    return matches;
}

static int *append_character;
static int *is_completion_over;

static char **complete(const char *text, int start, int end) {
    (void)text;
    if (completer == NULL || lib.line == NULL || *lib.line == NULL) return NULL;
    char *answer = completer(completer_context, *lib.line, start, end);
    if (is_completion_over != NULL) *is_completion_over = answer != NULL;
    if (append_character != NULL) *append_character = ' ';
    if (answer == NULL) return NULL;
    char **matches = *answer == 0 ? NULL : matches_of(answer);
    free(answer);
    if (matches != NULL && append_character != NULL) {
        size_t length = strlen(matches[0]);
        if (length > 0 && (matches[0][length - 1] == '/' || matches[0][length - 1] == '=')) *append_character = 0;
    }
    return matches;
}

// UTF-8 input needs the locale's character type. Other locales are left alone: they would change what Lua considers a
// letter.
static void use_locale(void) {
    if (setlocale(LC_CTYPE, "") != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return;
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) setlocale(LC_CTYPE, "C");
}

static int use(void *handle) {
    if (!find(handle, "rl_callback_handler_install", &lib.handler_install)) return 0;
    if (!find(handle, "rl_callback_handler_remove", &lib.handler_remove)) return 0;
    if (!find(handle, "rl_callback_read_char", &lib.read_char)) return 0;
    if (!find(handle, "rl_forced_update_display", &lib.forced_update)) return 0;
    if (!find(handle, "rl_line_buffer", &lib.line) || !find(handle, "rl_point", &lib.point)) return 0;
    if (!find(handle, "rl_end", &lib.end)) return 0;
    find(handle, "add_history", &lib.add_history);
    find(handle, "rl_resize_terminal", &lib.resize);
    find(handle, "rl_replace_line", &lib.replace_line);
    find(handle, "rl_completion_append_character", &append_character);
    find(handle, "rl_attempted_completion_over", &is_completion_over);
    int *flag;
    if (find(handle, "rl_catch_signals", &flag)) *flag = 0;
    if (find(handle, "rl_catch_sigwinch", &flag)) *flag = 0;
    const char **words;
    if (find(handle, "rl_readline_name", &words)) *words = "xlwm2m";
    if (find(handle, "rl_basic_word_break_characters", &words)) *words = " \t\n;";
    if (find(handle, "rl_completer_word_break_characters", &words)) *words = (char *)" \t\n;";
    char **(**attempt)(const char *, int, int);
    if (find(handle, "rl_attempted_completion_function", &attempt)) *attempt = complete;
    void (*start_history)(void);
    if (find(handle, "using_history", &start_history)) start_history();
    return 1;
}

const char *le_open(const char *name) {
    static const char *const names[] = {
#ifdef __APPLE__
        "libedit.dylib", "libedit.3.dylib", "libreadline.dylib",
#else
        "libedit.so.2", "libedit.so.0", "libreadline.so.8", "libreadline.so.7",
#endif
        NULL,
    };
    const char *const wanted[] = {name, NULL};
    use_locale();
    for (const char *const *candidate = name != NULL ? wanted : names; *candidate != NULL; candidate++) {
        void *handle = dlopen(*candidate, RTLD_NOW | RTLD_LOCAL);
        if (handle == NULL) continue;
        if (use(handle)) return *candidate;
        dlclose(handle);
    }
    return NULL;
}

void le_set_completer(le_completer function, void *context) {
    completer = function;
    completer_context = context;
}

static void take(char *line) {
    if (line == NULL) has_ended_input = 1;
    free(ended_line);
    ended_line = line;
    // The prompt must not come back before the answer is printed: readline shows it as soon as this returns.
    lib.handler_remove();
    is_active = 0;
}

void le_start(const char *prompt) {
    if (prompt != prompt_text) {
        free(prompt_text);
        prompt_text = copy(prompt, strlen(prompt));
    }
    if (is_active || prompt_text == NULL) return;
    is_active = 1;
    lib.handler_install(prompt_text, take);
}

void le_finish(void) {
    if (is_active) lib.handler_remove();
    is_active = 0;
}

void le_read(void) {
    if (!is_active) return;
    lib.read_char();
    // libedit returns to editing mode after the line was taken.
    if (!is_active) lib.handler_remove();
    has_typed = is_active;
}

char *le_take_line(int *is_end) {
    char *line = ended_line;
    ended_line = NULL;
    *is_end = has_ended_input;
    return line;
}

void le_add_history(const char *line) {
    if (lib.add_history != NULL) lib.add_history(line);
}

// Columns of UTF-8 text, counted as one for each character.
static int columns_of(const char *text, int length) {
    int count = 0;
    for (int i = 0; i < length && text[i] != 0; i++) count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

void le_hide(void) {
    if (!is_active) return;
    struct winsize size;
    int columns = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
    int column = prompt_text != NULL ? (int)strlen(prompt_text) : 0;
    if (*lib.line != NULL) column += columns_of(*lib.line, *lib.point);
    if (column / columns > 0) printf("\033[%dA", column / columns);
    fputs("\r\033[J", stdout);
    fflush(stdout);
}

void le_show(void) {
    if (!is_active) return;
    lib.forced_update();
    fflush(stdout);
}

int le_has_text(void) {
    // Until something is typed, libedit shows the previous line.
    return is_active && has_typed && *lib.end > 0;
}

void le_discard(void) {
    if (!is_active) return;
    le_finish();
    has_typed = 0;
    if (lib.replace_line != NULL) lib.replace_line("", 0);
    fputs("\n", stdout);
    fflush(stdout);
    le_start(prompt_text);
}

void le_resize(void) {
    if (is_active && lib.resize != NULL) lib.resize();
}
