#ifndef DATAGRAMS_H
#define DATAGRAMS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/// Buffers for many datagrams, so that one system call receives or sends all of them. On systems without such a call,
/// they go one by one.
typedef struct datagrams datagrams;

/// How many datagrams there is room for.
enum { DATAGRAMS_MOST = 32 };

/// Allocates the buffers; NULL if out of memory.
datagrams *datagrams_new(void);
void datagrams_free(datagrams *room);

/// Receives what has arrived, without blocking. Returns the number of datagrams; -1 with errno if the first cannot be
/// received.
int datagrams_receive(datagrams *room, int socket);

/// The bytes of a received datagram; valid until the next call with this room.
const uint8_t *datagrams_bytes(const datagrams *room, int index, size_t *count);

/// The sender of a received datagram.
const struct sockaddr *datagrams_sender(const datagrams *room, int index, socklen_t *length);

/// Adds a datagram to those to be sent; 0 if there is no room left.
int datagrams_add(datagrams *room, const uint8_t *bytes, size_t count);

/// Sends what was added over a connected socket, and forgets it. Returns 0, or the number of the error that stopped it
/// at a datagram of `size` bytes; calling it again continues after that datagram, or with it if the error,
/// ECONNREFUSED, is about an earlier one.
int datagrams_send(datagrams *room, int socket, size_t *size);

#endif
