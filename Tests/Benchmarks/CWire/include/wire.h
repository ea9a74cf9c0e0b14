// The two ends of a measurement that are not ours: a server that keeps requests outstanding at a client, and a client
// that answers each of them with a constant, which is the limit for any client here.
#ifndef WIRE_H
#define WIRE_H

#include <stdint.h>

/// What the server requests, over and over.
typedef struct {
    /// The code of the request: 1 is GET, 3 is PUT.
    int method;
    /// The segments of the path, `3/0/0`.
    const char *path;
    /// The text payloads of a PUT, used in turn so that each is a change; NULL for a GET.
    const char *values[2];
} wire_request;

/// The result of a measurement.
typedef struct {
    double per_second;
    /// From a request to its answer, in seconds.
    double mean_latency;
    /// Answers other than success, and requests that were never answered.
    long bad;
    /// Notifications received meanwhile.
    long notifications;
    double seconds;
} wire_result;

typedef struct wire wire;

/// A server on a free loopback port, over DTLS with the pre-shared key if there is one. NULL if no port is free.
wire *wire_open(const uint8_t *key, int key_length);
void wire_close(wire *server);
uint16_t wire_port(const wire *server);

/// Accepts the Register of a client. 0, or -1 if none arrives in time.
int wire_await(wire *server, double seconds);

/// Observes a path several times, each with its own token. 0, or -1 if one is refused.
int wire_observe(wire *server, const char *path, int times);

/// Keeps requests outstanding for a period of time. 0, or -1 if there is no answer.
int wire_ask(wire *server, const wire_request *request, int outstanding, double seconds, wire_result *result);

/// Writes repeatedly, each time after all observations have been notified of the previous write.
int wire_notify(wire *server, const wire_request *request, int observations, double seconds, wire_result *result);

/// The limit: registers at a port and answers each request with a constant until killed.
///
/// `work` is done for each request before its answer, with its payload, which ends with a 0; NULL for none.
void wire_limit(uint16_t port, const uint8_t *key, int key_length, void (*work)(const char *payload));

/// Binds a process (0 for the caller) to a core (-1 for all of them), if the system supports that.
void wire_pin(int process, int core);

#endif
