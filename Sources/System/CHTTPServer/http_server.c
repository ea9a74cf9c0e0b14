#include "http_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "cmicrohttpd.h"

struct hs_server {
    struct MHD_Daemon *daemon;
    hs_limits limits;
    hs_handler handler;
    void *context;
    hs_stream *streams;
};

struct hs_exchange {
    hs_server *server;
    struct MHD_Connection *connection;
    enum MHD_Result result;
};

/// An answer that goes on; a connection that has nothing to send is suspended.
struct hs_stream {
    hs_server *server;
    struct MHD_Connection *connection;
    hs_reader reader;
    hs_ender ender;
    void *context;
    bool is_suspended;
    bool is_over;
    hs_stream *next;
};

/// The body of a POST while it comes in.
struct body {
    char *bytes;
    size_t size;
    bool is_too_long;
};

enum { SECONDS_OF_SILENCE = 30, MOST_MEMORY = 32 * 1024, STREAM_BLOCK = 8 * 1024 };

static const char plain_text[] = "text/plain; charset=utf-8";

static void add_headers(struct MHD_Response *response, const char *type, const char *headers) {
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    char name[64], value[1024];
    while (headers != NULL && *headers != 0) {
        const char *colon = strchr(headers, ':'), *end = strchr(headers, '\n');
        if (colon == NULL || end == NULL || colon > end) return;
        const char *start = colon + 1 + (colon[1] == ' ');
        size_t name_size = (size_t)(colon - headers), value_size = (size_t)(end - start);
        if (name_size < sizeof name && value_size < sizeof value) {
            memcpy(name, headers, name_size);
            name[name_size] = 0;
            memcpy(value, start, value_size);
            value[value_size] = 0;
            MHD_add_response_header(response, name, value);
        }
        headers = end + 1;
    }
}

static void send_response(hs_exchange *exchange, unsigned status, struct MHD_Response *response) {
    exchange->result = MHD_queue_response(exchange->connection, status, response);
    MHD_destroy_response(response);
}

void hs_answer(
    hs_exchange *exchange, unsigned status, const char *type, const char *headers, const void *bytes, size_t size) {
    struct MHD_Response *response =
        MHD_create_response_from_buffer(size, (void *)bytes, MHD_RESPMEM_MUST_COPY);
    if (response == NULL) return;
    add_headers(response, type, headers);
    send_response(exchange, status, response);
}

static void refuse(hs_exchange *exchange, unsigned status, const char *headers, const char *words) {
    hs_answer(exchange, status, plain_text, headers, words, strlen(words));
}

const char *hs_header(hs_exchange *exchange, const char *name) {
    return MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name);
}

const char *hs_parameter(hs_exchange *exchange, const char *name) {
    return MHD_lookup_connection_value(exchange->connection, MHD_GET_ARGUMENT_KIND, name);
}

static ssize_t read_stream(void *context, uint64_t position, char *buffer, size_t room) {
    (void)position;
    hs_stream *stream = context;
    if (stream->is_over) return MHD_CONTENT_READER_END_OF_STREAM;
    size_t size = stream->reader(stream->context, buffer, room);
    if (size == 0) {
        stream->is_suspended = true;
        MHD_suspend_connection(stream->connection);
    }
    return (ssize_t)size;
}

static void end_stream(void *context) {
    hs_stream *stream = context;
    for (hs_stream **place = &stream->server->streams; *place != NULL; place = &(*place)->next) {
        if (*place != stream) continue;
        *place = stream->next;
        break;
    }
    stream->ender(stream->context);
    free(stream);
}

hs_stream *hs_begin_stream(
    hs_exchange *exchange, const char *type, const char *headers, hs_reader reader, hs_ender ender, void *context) {
    hs_stream *stream = calloc(1, sizeof *stream);
    if (stream == NULL) {
        ender(context);
        return NULL;
    }
    struct MHD_Response *response = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, STREAM_BLOCK, read_stream, stream, end_stream);
    if (response == NULL) {
        free(stream);
        ender(context);
        return NULL;
    }
    *stream = (hs_stream){
        .server = exchange->server,
        .connection = exchange->connection,
        .reader = reader,
        .ender = ender,
        .context = context,
        .next = exchange->server->streams,
    };
    exchange->server->streams = stream;
    add_headers(response, type, headers);
    send_response(exchange, MHD_HTTP_OK, response);
    // One that could not be queued has ended with its last reference.
    return exchange->result == MHD_YES ? stream : NULL;
}

void hs_wake(hs_stream *stream) {
    if (!stream->is_suspended) return;
    stream->is_suspended = false;
    MHD_resume_connection(stream->connection);
}

/// Takes the next piece of a body; false if there is no memory.
static bool take(struct body *body, size_t limit, const char *piece, size_t size) {
    if (body->is_too_long || body->size + size > limit) {
        body->is_too_long = true;
        return true;
    }
    char *bytes = realloc(body->bytes, body->size + size);
    if (bytes == NULL) return false;
    memcpy(bytes + body->size, piece, size);
    body->bytes = bytes;
    body->size += size;
    return true;
}

static enum MHD_Result on_request(
    void *context, struct MHD_Connection *connection, const char *path, const char *method, const char *version,
    const char *upload, size_t *upload_size, void **state) {
    (void)version;
    hs_server *server = context;
    hs_exchange exchange = {.server = server, .connection = connection, .result = MHD_NO};
    bool is_post = server->limits.body > 0 && strcmp(method, MHD_HTTP_METHOD_POST) == 0;
    if (!is_post && strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0) {
        bool takes_post = server->limits.body > 0;
        if (*upload_size > 0) return MHD_NO;
        refuse(
            &exchange, MHD_HTTP_METHOD_NOT_ALLOWED, takes_post ? "Allow: GET, HEAD, POST\n" : "Allow: GET, HEAD\n",
            takes_post ? "only GET, HEAD and POST are answered here\n" : "only GET and HEAD are answered here\n");
        return exchange.result;
    }
    struct body *body = *state;
    if (body == NULL) {
        *state = body = calloc(1, sizeof *body);
        if (body == NULL) return MHD_NO;
        const char *length = hs_header(&exchange, MHD_HTTP_HEADER_CONTENT_LENGTH);
        // A body that is a little too long is read, so that its sender sees the answer.
        if (length == NULL || strtoull(length, NULL, 10) / 8 <= server->limits.body) return MHD_YES;
        body->is_too_long = true;
    } else if (*upload_size > 0) {
        if (!take(body, server->limits.body, upload, *upload_size)) return MHD_NO;
        *upload_size = 0;
        return MHD_YES;
    }
    if (body->is_too_long) {
        refuse(&exchange, MHD_HTTP_CONTENT_TOO_LARGE, "Connection: close\n", "that is more than is taken here\n");
        return exchange.result;
    }
    hs_request request = {.method = method, .path = path, .body = body->bytes, .body_size = body->size};
    server->handler(server->context, &exchange, &request);
    return exchange.result;
}

static void on_completed(
    void *context, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode code) {
    (void)context, (void)connection, (void)code;
    struct body *body = *state;
    if (body == NULL) return;
    free(body->bytes);
    free(body);
    *state = NULL;
}

static int address_of(const char *text, uint16_t port, struct sockaddr_storage *storage) {
    struct sockaddr_in *v4 = (struct sockaddr_in *)storage;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)storage;
    memset(storage, 0, sizeof *storage);
    if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        return AF_INET;
    }
    if (inet_pton(AF_INET6, text, &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(port);
        return AF_INET6;
    }
    return 0;
}

hs_server *hs_open(const char *address, uint16_t port, hs_limits limits, hs_handler handler, void *context) {
    struct sockaddr_storage storage;
    int family = address_of(address, port, &storage);
    if (family == 0) {
        errno = EINVAL;
        return NULL;
    }
    if (cmicrohttpd_open() == NULL) {
#ifdef ELIBACC
        errno = ELIBACC;
#else
        errno = ENOSYS;
#endif
        return NULL;
    }
    hs_server *server = calloc(1, sizeof *server);
    if (server == NULL) return NULL;
    server->limits = limits;
    server->handler = handler;
    server->context = context;
    unsigned flags = MHD_ALLOW_SUSPEND_RESUME | (family == AF_INET6 ? MHD_USE_IPv6 : 0);
#ifdef __linux__
    flags |= MHD_USE_EPOLL;
#endif
    errno = 0;
    server->daemon = MHD_start_daemon(
        flags, port, NULL, NULL, on_request, server, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&storage,
        MHD_OPTION_CONNECTION_LIMIT, limits.connections, MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SECONDS_OF_SILENCE, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)MOST_MEMORY, MHD_OPTION_END);
    if (server->daemon != NULL) return server;
    int number = errno != 0 ? errno : EADDRINUSE;
    free(server);
    errno = number;
    return NULL;
}

uint16_t hs_port(hs_server *server) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info != NULL ? info->port : 0;
}

int hs_descriptor(hs_server *server) {
#ifdef __linux__
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    return info != NULL ? info->epoll_fd : -1;
#else
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_LISTEN_FD);
    return info != NULL ? info->listen_fd : -1;
#endif
}

long long hs_timeout(hs_server *server) {
    MHD_UNSIGNED_LONG_LONG milliseconds;
    long long timeout = MHD_get_timeout(server->daemon, &milliseconds) == MHD_YES ? (long long)milliseconds : -1;
#ifndef __linux__
    // Its descriptor tells of new connections alone.
    enum { POLL_MILLISECONDS = 50 };
    if (timeout < 0 || timeout > POLL_MILLISECONDS) timeout = POLL_MILLISECONDS;
#endif
    return timeout;
}

void hs_run(hs_server *server) {
#ifdef __linux__
    MHD_run(server->daemon);
#else
    MHD_run_wait(server->daemon, 0);
#endif
}

void hs_close(hs_server *server) {
    // A daemon must not be stopped while connections are suspended.
    for (hs_stream *stream = server->streams; stream != NULL; stream = stream->next) {
        stream->is_over = true;
        hs_wake(stream);
    }
    hs_run(server);
    MHD_stop_daemon(server->daemon);
    free(server);
}
