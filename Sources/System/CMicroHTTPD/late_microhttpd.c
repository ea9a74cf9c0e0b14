// What of libmicrohttpd this program calls.
#include "cmicrohttpd.h"
#include "late_library.h"

#include <stdarg.h>

static late_library microhttpd = {.file = "libmicrohttpd.so.12", .package = "libmicrohttpd12"};
#define LATE(...) LATE_FUNCTION(&microhttpd, __VA_ARGS__)

void *cmicrohttpd_open(void) { return late_library_open(&microhttpd); }

LATE(struct MHD_Response *, MHD_create_response_from_buffer, (size_t a, void *b, enum MHD_ResponseMemoryMode c), (a, b, c))
LATE(enum MHD_Result, MHD_add_response_header, (struct MHD_Response *a, const char *b, const char *c), (a, b, c))
LATE(enum MHD_Result, MHD_queue_response, (struct MHD_Connection *a, unsigned int b, struct MHD_Response *c), (a, b, c))
LATE(void, MHD_destroy_response, (struct MHD_Response *a), (a))
LATE(enum MHD_Result, MHD_get_timeout, (struct MHD_Daemon *a, unsigned long long *b), (a, b))
LATE(enum MHD_Result, MHD_run_wait, (struct MHD_Daemon *a, int32_t b), (a, b))
LATE(enum MHD_Result, MHD_run, (struct MHD_Daemon *a), (a))
LATE(void, MHD_stop_daemon, (struct MHD_Daemon *a), (a))
LATE(const char *, MHD_lookup_connection_value, (struct MHD_Connection *a, enum MHD_ValueKind b, const char *c), (a, b, c))
LATE(struct MHD_Response *, MHD_create_response_from_callback, (uint64_t a, size_t b, MHD_ContentReaderCallback c,
    void *d, MHD_ContentReaderFreeCallback e), (a, b, c, d, e))
LATE(void, MHD_suspend_connection, (struct MHD_Connection *a), (a))
LATE(void, MHD_resume_connection, (struct MHD_Connection *a), (a))

// Those that take any number of arguments: the first hands them on as a list, the second gets no more than two here.
LATE(struct MHD_Daemon *, MHD_start_daemon_va,
    (unsigned a, uint16_t b, MHD_AcceptPolicyCallback c, void *d, MHD_AccessHandlerCallback e, void *f, va_list g),
    (a, b, c, d, e, f, g))

__attribute__((visibility("hidden"))) struct MHD_Daemon *MHD_start_daemon(
    unsigned flags, uint16_t port, MHD_AcceptPolicyCallback policy, void *policy_context,
    MHD_AccessHandlerCallback handler, void *context, ...) {
    va_list options;
    va_start(options, context);
    struct MHD_Daemon *daemon = MHD_start_daemon_va(flags, port, policy, policy_context, handler, context, options);
    va_end(options);
    return daemon;
}

__attribute__((visibility("hidden"))) const union MHD_DaemonInfo *MHD_get_daemon_info(
    struct MHD_Daemon *daemon, enum MHD_DaemonInfoType kind, ...) {
    LATE_WAY(&microhttpd, MHD_get_daemon_info)
    return function(daemon, kind);
}
