// A small HTTP server on libmicrohttpd, for pages that a program shows of itself: GET and HEAD, on the thread of whoever
// calls `hs_run`.
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <stddef.h>
#include <stdint.h>

typedef struct hs_server hs_server;
typedef struct hs_exchange hs_exchange;

/// Asked for each request, during `hs_run`; it calls `hs_answer` once before it returns.
typedef void (*hs_handler)(void *context, hs_exchange *exchange, const char *path);

/// Listens at a numeric address of IPv4 or IPv6; 0 takes a port that is free. NULL with the reason in errno.
hs_server *hs_open(const char *address, uint16_t port, hs_handler handler, void *context);

/// The port at which it listens; 0 if the system does not say.
uint16_t hs_port(hs_server *server);

/// A descriptor that is readable when `hs_run` has something to do.
int hs_descriptor(hs_server *server);

/// Milliseconds after which `hs_run` is to be called at the latest; -1 for never.
long long hs_timeout(hs_server *server);

/// Does what there is to do, without waiting.
void hs_run(hs_server *server);

/// Answers the request that the handler is asked about; the bytes are copied.
void hs_answer(hs_exchange *exchange, unsigned status, const char *type, const void *bytes, size_t size);

/// Ends all connections, and frees everything.
void hs_close(hs_server *server);

#endif
