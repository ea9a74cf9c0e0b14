// A small HTTP server on libmicrohttpd, for pages that a program shows of itself: GET, HEAD, POST where a body is allowed,
// and answers that go on. Everything happens on the thread of whoever calls `hs_run`.
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <stddef.h>
#include <stdint.h>

typedef struct hs_server hs_server;
typedef struct hs_exchange hs_exchange;
typedef struct hs_stream hs_stream;

/// What bounds a server.
typedef struct {
    /// How many connections it has at once; those above are closed at once.
    unsigned connections;
    /// Bytes of the body of a POST, more are answered with 413; 0 for a server that takes GET and HEAD alone.
    size_t body;
} hs_limits;

/// A request, for as long as the handler runs.
typedef struct {
    /// `GET`, `HEAD`, `POST`.
    const char *method;
    /// Without the query, unescaped.
    const char *path;
    const void *body;
    size_t body_size;
} hs_request;

/// Asked for each request, during `hs_run`; it calls `hs_answer` or `hs_begin_stream` once before it returns.
typedef void (*hs_handler)(void *context, hs_exchange *exchange, const hs_request *request);

/// Listens at a numeric address of IPv4 or IPv6; 0 takes a port that is free. NULL with the reason in errno.
hs_server *hs_open(const char *address, uint16_t port, hs_limits limits, hs_handler handler, void *context);

/// The port at which it listens; 0 if the system does not say.
uint16_t hs_port(hs_server *server);

/// A descriptor that is readable when `hs_run` has something to do.
int hs_descriptor(hs_server *server);

/// Milliseconds after which `hs_run` is to be called at the latest; -1 for never.
long long hs_timeout(hs_server *server);

/// Does what there is to do, without waiting.
void hs_run(hs_server *server);

/// A header of the request, or a parameter of its query; NULL if it has none of that name.
const char *hs_header(hs_exchange *exchange, const char *name);
const char *hs_parameter(hs_exchange *exchange, const char *name);

/// Answers the request that the handler is asked about; the bytes are copied.
///
/// `headers` is a line `Name: value` for each header besides the type, with a line feed at its end.
void hs_answer(
    hs_exchange *exchange, unsigned status, const char *type, const char *headers, const void *bytes, size_t size);

/// Gives the next bytes of a stream; 0 if there are none for now: it is asked again after `hs_wake`.
typedef size_t (*hs_reader)(void *context, char *buffer, size_t room);
/// The stream has ended, and is not to be used any longer.
typedef void (*hs_ender)(void *context);

/// Answers with a stream that goes on until its client leaves; NULL if it could not begin. `ender` is called once in
/// either case.
hs_stream *hs_begin_stream(
    hs_exchange *exchange, const char *type, const char *headers, hs_reader reader, hs_ender ender, void *context);

/// The reader has something again.
void hs_wake(hs_stream *stream);

/// Ends all connections, and frees everything.
void hs_close(hs_server *server);

#endif
