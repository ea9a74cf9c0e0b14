#define _GNU_SOURCE
#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define IDENTITY "bench"

struct wire {
    int socket;
    uint16_t port;
    SSL *tls;
    SSL_CTX *context;
    uint8_t key[64];
    int key_length;
    uint16_t id;
};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

void wire_pin(int process, int core) {
#ifdef __linux__
    cpu_set_t set;
    CPU_ZERO(&set);
    for (int each = 0; each < CPU_SETSIZE; each++)
        if (core < 0 || core == each) CPU_SET(each, &set);
    sched_setaffinity(process, sizeof set, &set);
#else
    (void)process;
    (void)core;
#endif
}

/* MARK: transport */

static int key_of(SSL *tls, unsigned char *out, unsigned most) {
    wire *server = SSL_get_app_data(tls);
    if ((unsigned)server->key_length > most) return 0;
    memcpy(out, server->key, (size_t)server->key_length);
    return server->key_length;
}

static unsigned server_key(SSL *tls, const char *identity, unsigned char *out, unsigned most) {
    (void)identity;
    return (unsigned)key_of(tls, out, most);
}

static unsigned client_key(
    SSL *tls, const char *hint, char *identity, unsigned identity_most, unsigned char *out, unsigned most) {
    (void)hint;
    snprintf(identity, identity_most, IDENTITY);
    return (unsigned)key_of(tls, out, most);
}

static SSL_CTX *context_of(int is_server) {
    SSL_CTX *context = SSL_CTX_new(is_server ? DTLS_server_method() : DTLS_client_method());
    if (!context) return NULL;
    SSL_CTX_set_min_proto_version(context, DTLS1_2_VERSION);
    SSL_CTX_set_max_proto_version(context, DTLS1_2_VERSION);
    SSL_CTX_set_cipher_list(context, "PSK-AES128-CCM8:@SECLEVEL=0");
    if (is_server) SSL_CTX_set_psk_server_callback(context, server_key);
    else SSL_CTX_set_psk_client_callback(context, client_key);
    return context;
}

static int take(wire *end, uint8_t *bytes, int most, int flags) {
    if (!end->tls) return (int)recv(end->socket, bytes, (size_t)most, flags);
    if (flags & MSG_DONTWAIT) {
        struct pollfd ready = {.fd = end->socket, .events = POLLIN};
        if (!SSL_pending(end->tls) && poll(&ready, 1, 0) <= 0) return -1;
    }
    return SSL_read(end->tls, bytes, most);
}

static void give(wire *end, const uint8_t *bytes, int count) {
    if (end->tls) SSL_write(end->tls, bytes, count);
    else send(end->socket, bytes, (size_t)count, 0);
}

static int wait_for(wire *end, double seconds) {
    struct pollfd ready = {.fd = end->socket, .events = POLLIN};
    return poll(&ready, 1, (int)(seconds * 1000));
}

wire *wire_open(const uint8_t *key, int key_length) {
    wire *server = calloc(1, sizeof *server);
    if (!server) return NULL;
    server->socket = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int room = 4 << 20;
    setsockopt(server->socket, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    if (bind(server->socket, (struct sockaddr *)&address, length) ||
        getsockname(server->socket, (struct sockaddr *)&address, &length)) {
        wire_close(server);
        return NULL;
    }
    server->port = ntohs(address.sin_port);
    if (key) {
        memcpy(server->key, key, (size_t)key_length);
        server->key_length = key_length;
        server->context = context_of(1);
    }
    return server;
}

void wire_close(wire *server) {
    if (!server) return;
    if (server->tls) SSL_free(server->tls);
    if (server->context) SSL_CTX_free(server->context);
    if (server->socket >= 0) close(server->socket);
    free(server);
}

uint16_t wire_port(const wire *server) { return server->port; }

static int handshake(wire *end, int is_server) {
    end->tls = SSL_new(end->context);
    SSL_set_app_data(end->tls, end);
    BIO *bio = BIO_new_dgram(end->socket, BIO_NOCLOSE);
    struct sockaddr_in peer;
    socklen_t length = sizeof peer;
    getpeername(end->socket, (struct sockaddr *)&peer, &length);
    BIO_ctrl(bio, BIO_CTRL_DGRAM_SET_CONNECTED, 0, &peer);
    SSL_set_bio(end->tls, bio, bio);
    return (is_server ? SSL_accept(end->tls) : SSL_connect(end->tls)) == 1 ? 0 : -1;
}

/* MARK: the server */

static int answer_register(wire *server, const uint8_t *message) {
    uint8_t answer[32];
    int token = message[0] & 15;
    int used = 0;
    answer[used++] = (uint8_t)(0x60 | token);
    answer[used++] = 0x41;
    answer[used++] = message[2];
    answer[used++] = message[3];
    memcpy(answer + used, message + 4, (size_t)token);
    used += token;
    memcpy(answer + used, "\x82rd\x01" "5", 5);
    give(server, answer, used + 5);
    return 0;
}

int wire_await(wire *server, double seconds) {
    uint8_t message[2048];
    double end = now() + seconds;
    struct sockaddr_in peer;
    socklen_t length = sizeof peer;
    while (now() < end) {
        if (wait_for(server, end - now()) <= 0) return -1;
        if (!server->context) {
            ssize_t count = recvfrom(server->socket, message, sizeof message, 0, (struct sockaddr *)&peer, &length);
            if (count < 4 || message[1] != 2) continue;
            if (connect(server->socket, (struct sockaddr *)&peer, length)) return -1;
            return answer_register(server, message);
        }
        if (recvfrom(server->socket, message, sizeof message, MSG_PEEK, (struct sockaddr *)&peer, &length) < 0) return -1;
        if (connect(server->socket, (struct sockaddr *)&peer, length) || handshake(server, 1)) return -1;
        while (wait_for(server, 5) > 0) {
            int count = take(server, message, sizeof message, 0);
            if (count >= 4 && message[1] == 2) return answer_register(server, message);
        }
        return -1;
    }
    return -1;
}

/* A request: header, two-byte token, Observe if wanted, path, and text with its format. */
static int request_bytes(uint8_t *out, uint16_t id, const wire_request *request, const char *value, int observes) {
    int used = 0, last = 0;
    out[used++] = 0x42;
    out[used++] = (uint8_t)request->method;
    out[used++] = (uint8_t)(id >> 8);
    out[used++] = (uint8_t)id;
    out[used++] = (uint8_t)(id >> 8);
    out[used++] = (uint8_t)id;
    if (observes) {
        out[used++] = 0x60;
        last = 6;
    }
    for (const char *at = request->path; *at;) {
        size_t length = strcspn(at, "/");
        out[used++] = (uint8_t)((11 - last) << 4 | (int)length);
        memcpy(out + used, at, length);
        used += (int)length;
        last = 11;
        at += length + (at[length] == '/');
    }
    if (value) {
        out[used++] = 0x10;
        out[used++] = 0xFF;
        used += snprintf((char *)out + used, 64, "%s", value);
    }
    return used;
}

static void acknowledge(wire *server, const uint8_t *message) {
    uint8_t answer[4] = {0x60, 0, message[2], message[3]};
    give(server, answer, 4);
}

/* An Update or another request from the client: answering 2.04 keeps the client content. */
static void content_client(wire *server, const uint8_t *message) {
    uint8_t answer[16];
    int token = message[0] & 15;
    answer[0] = (uint8_t)(0x60 | token);
    answer[1] = 0x44;
    answer[2] = message[2];
    answer[3] = message[3];
    memcpy(answer + 4, message + 4, (size_t)token);
    give(server, answer, 4 + token);
}

enum kind { ANSWER, NOTIFICATION, OTHER };

static enum kind sort_out(wire *server, const uint8_t *message) {
    int type = message[0] >> 4 & 3;
    if (type == 2) return ANSWER;
    if (message[1] >> 5 == 0 && message[1] != 0) {
        content_client(server, message);
        return OTHER;
    }
    if (type == 0) acknowledge(server, message);
    return message[1] >> 5 == 2 ? NOTIFICATION : OTHER;
}

int wire_observe(wire *server, const char *path, int times) {
    uint8_t bytes[2048];
    wire_request request = {.method = 1, .path = path};
    for (int i = 0; i < times; i++) {
        give(server, bytes, request_bytes(bytes, ++server->id, &request, NULL, 1));
        do {
            if (wait_for(server, 5) <= 0) return -1;
            if (take(server, bytes, sizeof bytes, 0) < 4) return -1;
        } while (sort_out(server, bytes) != ANSWER);
        if (bytes[1] != 0x45) return -1;
    }
    return 0;
}

int wire_ask(wire *server, const wire_request *request, int outstanding, double seconds, wire_result *result) {
    static double asked_at[65536];
    uint8_t bytes[4096];
    long answers = 0, bad = 0, notifications = 0;
    double latencies = 0, begin = now(), end = begin + seconds;
    int out = 0;
    while (now() < end) {
        for (; out < outstanding; out++) {
            uint16_t id = ++server->id;
            const char *value = request->values[0] ? request->values[id & 1] : NULL;
            asked_at[id] = now();
            give(server, bytes, request_bytes(bytes, id, request, value, 0));
        }
        if (wait_for(server, 1) <= 0) {
            bad += out;
            if (answers == 0) return -1;
            out = 0;
            continue;
        }
        int count;
        while ((count = take(server, bytes, sizeof bytes, MSG_DONTWAIT)) >= 4) {
            enum kind kind = sort_out(server, bytes);
            if (kind == NOTIFICATION) notifications++;
            if (kind != ANSWER) continue;
            if (bytes[1] >> 5 != 2) bad++;
            latencies += now() - asked_at[bytes[2] << 8 | bytes[3]];
            answers++;
            out--;
            if (outstanding == 1) break;
        }
    }
    result->seconds = now() - begin;
    result->per_second = (double)answers / result->seconds;
    result->mean_latency = answers ? latencies / (double)answers : 0;
    result->bad = bad;
    result->notifications = notifications;
    return answers ? 0 : -1;
}

int wire_notify(wire *server, const wire_request *request, int observations, double seconds, wire_result *result) {
    uint8_t bytes[4096];
    long bad = 0, notifications = 0;
    double begin = now(), end = begin + seconds;
    for (int turn = 0; now() < end; turn++) {
        give(server, bytes, request_bytes(bytes, ++server->id, request, request->values[turn & 1], 0));
        int missing = observations, is_answered = 0;
        while (missing > 0 || !is_answered) {
            if (wait_for(server, 5) <= 0) return -1;
            while (take(server, bytes, sizeof bytes, MSG_DONTWAIT) >= 4) {
                enum kind kind = sort_out(server, bytes);
                if (kind == NOTIFICATION) {
                    notifications++;
                    missing--;
                } else if (kind == ANSWER) {
                    is_answered = 1;
                    if (bytes[1] >> 5 != 2) bad++;
                }
            }
        }
    }
    result->seconds = now() - begin;
    result->per_second = (double)notifications / result->seconds;
    result->bad = bad;
    result->notifications = notifications;
    return 0;
}

/* MARK: the limit */

void wire_limit(uint16_t port, const uint8_t *key, int key_length, void (*work)(const char *payload)) {
    wire client = {.socket = socket(AF_INET, SOCK_DGRAM, 0)};
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(client.socket, (struct sockaddr *)&address, sizeof address)) return;
    if (key) {
        memcpy(client.key, key, (size_t)key_length);
        client.key_length = key_length;
        client.context = context_of(0);
        if (handshake(&client, 0)) return;
    }
    uint8_t message[2048] = {0x40, 2, 1, 1, 0xB2, 'r', 'd'};
    give(&client, message, 7);
    for (;;) {
        int count = take(&client, message, sizeof message - 1, 0);
        if (count < 4 || message[1] == 0 || message[1] >> 5 != 0) continue;
        int token = message[0] & 15, used = 4 + token;
        if (work) {
            message[count] = 0;
            const uint8_t *mark = memchr(message + used, 0xFF, (size_t)(count - used));
            work(mark ? (const char *)mark + 1 : "");
        }
        message[0] = (uint8_t)(0x60 | token);
        message[1] = message[1] == 1 ? 0x45 : 0x44;
        if (message[1] == 0x45) {
            message[used++] = 0xFF;
            memcpy(message + used, "u-blox", 6);
            used += 6;
        }
        give(&client, message, used);
    }
}
