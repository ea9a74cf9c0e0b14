// Serial ports through calls and macros of termios(3) and ioctl_tty(2) that Swift does not see.
#ifndef SERIAL_PORT_H
#define SERIAL_PORT_H

#include <stdbool.h>
#include <termios.h>

/// Makes a terminal raw, eight bits without parity, at a speed in baud, and keeps what it was in `saved`.
///
/// With `locks` nobody else can open it as long as it is open here; a pseudoterminal keeps such a lock for longer than
/// its programs live, so it gets none. Returns 0, or the number of the system's error: EINVAL for a speed that the
/// system does not know, ENOTTY for what is not a terminal.
int sp_prepare(int descriptor, long baud, bool hardware_flow_control, bool locks, struct termios *saved);

/// Gives the terminal back as it was found.
void sp_restore(int descriptor, const struct termios *saved);

/// Whether the system knows a speed.
bool sp_knows_speed(long baud);

/// Drops what arrived before anybody read it.
void sp_drop_input(int descriptor);

#endif
