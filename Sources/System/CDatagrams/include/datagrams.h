#ifndef DATAGRAMS_H
#define DATAGRAMS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/// Room for many datagrams, so that one call of the system takes or sends all of them. Systems without such a call do it
/// one by one.
typedef struct datagrams datagrams;

/// How many datagrams there is room for.
enum { DATAGRAMS_MOST = 64 };

/// Makes the room; NULL without memory.
datagrams *datagrams_new(void);
void datagrams_free(datagrams *room);

/// Takes what has come, without waiting. Answers how many datagrams; -1 with errno if the first cannot be taken.
int datagrams_receive(datagrams *room, int socket);

/// The bytes of a datagram that was taken; valid until the next call with this room.
const uint8_t *datagrams_bytes(const datagrams *room, int index, size_t *count);

/// Where a datagram that was taken came from.
const struct sockaddr *datagrams_sender(const datagrams *room, int index, socklen_t *length);

/// Adds a datagram to those that are to be sent; 0 if there is no room left.
int datagrams_add(datagrams *room, const uint8_t *bytes, size_t count);

/// Sends what was added over a connected socket, and forgets it. Answers 0, or the number of the error that stopped it at
/// a datagram of `size` bytes; calling again goes on behind that one, or with it if the error, ECONNREFUSED, is about an
/// earlier one.
int datagrams_send(datagrams *room, int socket, size_t *size);

#endif
