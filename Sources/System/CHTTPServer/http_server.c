#include "http_server.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

// The library brings a dozen others with it: it is loaded by the first server, and not at each start of the program.
#define FUNCTIONS(each) \
    each(MHD_create_response_from_buffer) each(MHD_add_response_header) each(MHD_queue_response) \
        each(MHD_destroy_response) each(MHD_start_daemon) each(MHD_get_daemon_info) each(MHD_get_timeout) \
            each(MHD_run_wait) each(MHD_run) each(MHD_stop_daemon)
#define POINTER(name) static __typeof__(name) *name##_;
#define FIND(name) \
    if ((name##_ = (__typeof__(name) *)dlsym(library, #name)) == NULL) return false;

FUNCTIONS(POINTER)

static bool load_library(void) {
    static void *library;
    if (library != NULL) return true;
#ifdef __linux__
    library = dlopen("libmicrohttpd.so.12", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) library = dlopen("libmicrohttpd.so", RTLD_NOW | RTLD_LOCAL);
#else
    library = dlopen("libmicrohttpd.dylib", RTLD_NOW | RTLD_LOCAL);
#endif
    if (library == NULL) return false;
    FUNCTIONS(FIND)
    return true;
}

struct hs_server {
    struct MHD_Daemon *daemon;
    hs_handler handler;
    void *context;
};

struct hs_exchange {
    struct MHD_Connection *connection;
    enum MHD_Result result;
};

enum { MOST_CONNECTIONS = 32, SECONDS_OF_SILENCE = 30, MOST_MEMORY = 32 * 1024 };

void hs_answer(hs_exchange *exchange, unsigned status, const char *type, const void *bytes, size_t size) {
    struct MHD_Response *response =
        MHD_create_response_from_buffer_(size, (void *)bytes, MHD_RESPMEM_MUST_COPY);
    if (response == NULL) return;
    MHD_add_response_header_(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    MHD_add_response_header_(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header_(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    if (status == MHD_HTTP_METHOD_NOT_ALLOWED) MHD_add_response_header_(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
    exchange->result = MHD_queue_response_(exchange->connection, status, response);
    MHD_destroy_response_(response);
}

static enum MHD_Result on_request(
    void *context, struct MHD_Connection *connection, const char *path, const char *method, const char *version,
    const char *upload, size_t *upload_size, void **state) {
    (void)version, (void)upload, (void)state;
    hs_server *server = context;
    hs_exchange exchange = {.connection = connection, .result = MHD_NO};
    if (*upload_size > 0) return MHD_NO;
    if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0) {
        const char words[] = "only GET and HEAD are answered here\n";
        hs_answer(&exchange, MHD_HTTP_METHOD_NOT_ALLOWED, "text/plain; charset=utf-8", words, sizeof words - 1);
    } else {
        server->handler(server->context, &exchange, path);
    }
    return exchange.result;
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

hs_server *hs_open(const char *address, uint16_t port, hs_handler handler, void *context) {
    struct sockaddr_storage storage;
    int family = address_of(address, port, &storage);
    if (family == 0) {
        errno = EINVAL;
        return NULL;
    }
    if (!load_library()) {
#ifdef ELIBACC
        errno = ELIBACC;
#else
        errno = ENOSYS;
#endif
        return NULL;
    }
    hs_server *server = calloc(1, sizeof *server);
    if (server == NULL) return NULL;
    server->handler = handler;
    server->context = context;
    unsigned flags = family == AF_INET6 ? MHD_USE_IPv6 : 0;
#ifdef __linux__
    flags |= MHD_USE_EPOLL;
#endif
    errno = 0;
    server->daemon = MHD_start_daemon_(
        flags, port, NULL, NULL, on_request, server, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&storage,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)SECONDS_OF_SILENCE, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MOST_MEMORY, MHD_OPTION_END);
    if (server->daemon != NULL) return server;
    int number = errno != 0 ? errno : EADDRINUSE;
    free(server);
    errno = number;
    return NULL;
}

uint16_t hs_port(hs_server *server) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info_(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info != NULL ? info->port : 0;
}

int hs_descriptor(hs_server *server) {
#ifdef __linux__
    const union MHD_DaemonInfo *info = MHD_get_daemon_info_(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    return info != NULL ? info->epoll_fd : -1;
#else
    const union MHD_DaemonInfo *info = MHD_get_daemon_info_(server->daemon, MHD_DAEMON_INFO_LISTEN_FD);
    return info != NULL ? info->listen_fd : -1;
#endif
}

long long hs_timeout(hs_server *server) {
    MHD_UNSIGNED_LONG_LONG milliseconds;
    return MHD_get_timeout_(server->daemon, &milliseconds) == MHD_YES ? (long long)milliseconds : -1;
}

void hs_run(hs_server *server) {
#ifdef __linux__
    MHD_run_(server->daemon);
#else
    MHD_run_wait_(server->daemon, 0);
#endif
}

void hs_close(hs_server *server) {
    MHD_stop_daemon_(server->daemon);
    free(server);
}
