// What a signal handler may tell: it runs in the middle of anything, so that it may take no lock and no memory, and whoever asks
// may be another thread.
#ifndef SIGNAL_FLAG_H
#define SIGNAL_FLAG_H

#include <stdbool.h>

/// Who is told: a loop, or a long run that asks between two of its steps.
typedef enum { SIGNAL_FLAG_OF_LOOP, SIGNAL_FLAG_OF_RUN } signal_flag;

/// Says that a signal has come; a signal handler may call it.
void signal_flag_raise(signal_flag flag);

/// Whether one has come since the start of the program; any thread may ask.
bool signal_flag_is_raised(signal_flag flag);

#endif
