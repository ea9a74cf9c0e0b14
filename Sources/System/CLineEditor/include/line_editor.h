// Line editing and history for a terminal, by libedit or GNU readline if one of them is installed.
//
// The library is opened at run time (dlopen); nothing is linked. One editor per process, one thread. Names and
// semantics of the functions called: GNU Readline Library manual, §2.4.12 "Alternate Interface", §2.6; libedit's
// editline/readline.h offers the same.

#ifndef LINE_EDITOR_H
#define LINE_EDITOR_H

/// What a signal or the terminal requests, as reported by le_signal().
enum {
    LE_NONE = 0,
    LE_INTERRUPT = 1,  // control C
    LE_STOP = 2,       // control Z
    LE_RESIZE = 3,     // the window has another size
    LE_TERMINATE = 4   // SIGTERM or SIGHUP
};

/// Returns the candidates for the word line[start, end), separated by line feeds, in memory from malloc().
///
/// Null leaves the word to file name completion. A candidate that ends in a slash gets no blank after it.
typedef char *(*le_completer)(void *context, const char *line, int start, int end);

/// Opens a library: `name` if it is not null, otherwise the first one found. Returns its name, or null if there is
/// none.
const char *le_open(const char *name);

/// Sets the function that completes words.
void le_set_completer(le_completer completer, void *context);

/// Puts the terminal into editing mode and shows the prompt.
void le_start(const char *prompt);

/// Restores the terminal as it was.
void le_finish(void);

/// Reads what was typed; call it when standard input is readable.
void le_read(void);

/// The line completed since the last call, in memory from malloc(), or null; `*is_end` is 1 at the end of the input.
char *le_take_line(int *is_end);

/// Adds a line to the history, which the arrow keys step through.
void le_add_history(const char *line);

/// Removes prompt and line from the screen, so that something else can be printed there.
void le_hide(void);

/// Shows prompt and line again after le_hide().
void le_show(void);

/// Whether something has been typed that is not a complete line yet.
int le_has_text(void);

/// Discards what was typed and shows a fresh prompt.
void le_discard(void);

/// Tells the library that the window size has changed.
void le_resize(void);

/// Routes Control-C, Control-Z, window changes and termination requests to a pipe; returns its readable end, or -1.
int le_watch_signals(void);

/// The next signal in the pipe; LE_NONE if there is none.
int le_signal(void);

#endif
