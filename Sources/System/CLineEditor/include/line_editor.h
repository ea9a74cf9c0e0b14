// Line editing and history of a terminal, by libedit or GNU readline if one of them is installed.
//
// The library is opened at run time (dlopen); nothing is linked. One editor in a process, one thread.
// Names and semantics of what is called: GNU Readline Library manual, §2.4.12 "Alternate Interface", §2.6; libedit's
// editline/readline.h offers the same.

#ifndef LINE_EDITOR_H
#define LINE_EDITOR_H

/// What a signal or the terminal asks for, as le_signal() reports it.
enum {
    LE_NONE = 0,
    LE_INTERRUPT = 1,  // control C
    LE_STOP = 2,       // control Z
    LE_RESIZE = 3,     // the window has another size
    LE_TERMINATE = 4   // SIGTERM or SIGHUP
};

/// Returns the candidates for the word line[start, end), separated by line feeds, in memory of malloc().
///
/// Null leaves the word to the completion of file names. A candidate that ends in a slash gets no blank after it.
typedef char *(*le_completer)(void *context, const char *line, int start, int end);

/// Opens a library: `name` if it is not null, else the first that is there. Answers its name, or null for none.
const char *le_open(const char *name);

/// Sets who completes words.
void le_set_completer(le_completer completer, void *context);

/// Puts the terminal into editing mode and shows the prompt.
void le_start(const char *prompt);

/// Gives the terminal back as it was.
void le_finish(void);

/// Takes what was typed; call it when standard input is readable.
void le_read(void);

/// The line that was ended since the last call, in memory of malloc(), or null; `*is_end` is 1 at the end of the input.
char *le_take_line(int *is_end);

/// Adds a line to the history that the arrow keys walk.
void le_add_history(const char *line);

/// Takes prompt and line off the screen, so that something else can be printed there.
void le_hide(void);

/// Shows prompt and line again after le_hide().
void le_show(void);

/// Whether something was typed that is not a line yet.
int le_has_text(void);

/// Drops what was typed and shows a fresh prompt.
void le_discard(void);

/// Tells the library that the window has another size.
void le_resize(void);

/// Routes control C, control Z, window changes and the wish to end to a pipe; returns its readable end, or -1.
int le_watch_signals(void);

/// The next signal of the pipe, LE_NONE if there is none.
int le_signal(void);

#endif
