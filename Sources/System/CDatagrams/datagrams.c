#define _GNU_SOURCE
#include "datagrams.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>

/* Room for the largest UDP datagram and one byte more, so that no datagram is truncated. */
#define LARGEST 65536
#define OUTGOING (1 << 17)
/* The most bytes to hand over in one call, below the limit of a datagram. */
#define LONGEST_RUN 60000

#if defined(__linux__) && !defined(UDP_SEGMENT)
#define UDP_SEGMENT 103
#endif

#ifndef __linux__
struct mmsghdr {
    struct msghdr msg_hdr;
    unsigned int msg_len;
};
#endif

struct datagrams {
    struct mmsghdr taken[DATAGRAMS_MOST];
    struct iovec taken_parts[DATAGRAMS_MOST];
    struct sockaddr_storage senders[DATAGRAMS_MOST];
    struct iovec added_parts[DATAGRAMS_MOST];
    int first_added;
    int end_added;
    size_t outgoing_used;
    int sends_singly;
    /* Pages that no datagram reaches are never touched. */
    uint8_t *incoming;
    uint8_t *outgoing;
};

datagrams *datagrams_new(void) {
    datagrams *room = calloc(1, sizeof *room);
    if (!room) return NULL;
    room->incoming = malloc((size_t)DATAGRAMS_MOST * LARGEST);
    room->outgoing = malloc(OUTGOING);
    if (!room->incoming || !room->outgoing) {
        datagrams_free(room);
        return NULL;
    }
    for (int i = 0; i < DATAGRAMS_MOST; i++) {
        room->taken_parts[i].iov_base = room->incoming + (size_t)i * LARGEST;
        room->taken_parts[i].iov_len = LARGEST;
        room->taken[i].msg_hdr.msg_iov = &room->taken_parts[i];
        room->taken[i].msg_hdr.msg_iovlen = 1;
        room->taken[i].msg_hdr.msg_name = &room->senders[i];
    }
    return room;
}

void datagrams_free(datagrams *room) {
    if (!room) return;
    free(room->incoming);
    free(room->outgoing);
    free(room);
}

int datagrams_receive(datagrams *room, int socket) {
    int count;
    for (int i = 0; i < DATAGRAMS_MOST; i++) room->taken[i].msg_hdr.msg_namelen = sizeof room->senders[i];
#ifdef __linux__
    do count = recvmmsg(socket, room->taken, DATAGRAMS_MOST, MSG_DONTWAIT, NULL);
    while (count < 0 && errno == EINTR);
#else
    for (count = 0; count < DATAGRAMS_MOST; count++) {
        ssize_t length;
        do length = recvmsg(socket, &room->taken[count].msg_hdr, MSG_DONTWAIT);
        while (length < 0 && errno == EINTR);
        if (length < 0) break;
        room->taken[count].msg_len = (unsigned int)length;
    }
    if (count == 0) count = -1;
#endif
    return count;
}

const uint8_t *datagrams_bytes(const datagrams *room, int index, size_t *count) {
    *count = room->taken[index].msg_len;
    return room->taken_parts[index].iov_base;
}

const struct sockaddr *datagrams_sender(const datagrams *room, int index, socklen_t *length) {
    *length = room->taken[index].msg_hdr.msg_namelen;
    return (const struct sockaddr *)&room->senders[index];
}

int datagrams_add(datagrams *room, const uint8_t *bytes, size_t count) {
    if (room->first_added == room->end_added) {
        room->first_added = 0;
        room->end_added = 0;
        room->outgoing_used = 0;
    }
    if (room->end_added == DATAGRAMS_MOST || OUTGOING - room->outgoing_used < count) return 0;
    uint8_t *place = room->outgoing + room->outgoing_used;
    if (count > 0) memcpy(place, bytes, count);
    room->added_parts[room->end_added].iov_base = place;
    room->added_parts[room->end_added].iov_len = count;
    room->outgoing_used += count;
    room->end_added++;
    return 1;
}

#ifdef UDP_SEGMENT

/* Consecutive datagrams of the same size go to the system as one block of memory that it splits again, which saves most
   of the cost of sending. The last of them may be shorter. */
static int run_from(const datagrams *room, int first) {
    size_t size = room->added_parts[first].iov_len, total = size;
    int next = first + 1;
    while (!room->sends_singly && size > 0 && next < room->end_added && total + size <= LONGEST_RUN) {
        size_t length = room->added_parts[next].iov_len;
        if (length > size || length == 0) break;
        total += length;
        next++;
        if (length < size) break;
    }
    return next - first;
}

static int send_runs(datagrams *room, int socket) {
    struct mmsghdr messages[DATAGRAMS_MOST];
    struct iovec parts[DATAGRAMS_MOST];
    int runs[DATAGRAMS_MOST];
    union {
        char bytes[CMSG_SPACE(sizeof(uint16_t))];
        struct cmsghdr header;
    } controls[DATAGRAMS_MOST];
    int count = 0;
    memset(messages, 0, sizeof messages);
    for (int first = room->first_added; first < room->end_added; first += runs[count++]) {
        const struct iovec *added = room->added_parts + first;
        int run = run_from(room, first);
        struct msghdr *message = &messages[count].msg_hdr;
        runs[count] = run;
        parts[count].iov_base = added->iov_base;
        parts[count].iov_len = (size_t)((char *)added[run - 1].iov_base - (char *)added->iov_base) + added[run - 1].iov_len;
        message->msg_iov = &parts[count];
        message->msg_iovlen = 1;
        if (run == 1) continue;
        message->msg_control = controls[count].bytes;
        message->msg_controllen = sizeof controls[count].bytes;
        struct cmsghdr *control = CMSG_FIRSTHDR(message);
        uint16_t size = (uint16_t)added->iov_len;
        control->cmsg_level = IPPROTO_UDP;
        control->cmsg_type = UDP_SEGMENT;
        control->cmsg_len = CMSG_LEN(sizeof size);
        memcpy(CMSG_DATA(control), &size, sizeof size);
    }
    int sent = sendmmsg(socket, messages, (unsigned int)count, 0);
    if (sent < 0 && runs[0] > 1 && errno != EINTR && errno != ECONNREFUSED) {
        /* The system, or the route to the peer, cannot split them. */
        room->sends_singly = 1;
        return 0;
    }
    int datagrams = 0;
    for (int i = 0; i < sent; i++) datagrams += runs[i];
    return sent < 0 ? sent : datagrams;
}

#else

static int send_runs(datagrams *room, int socket) {
    struct msghdr message = {.msg_iov = room->added_parts + room->first_added, .msg_iovlen = 1};
    return sendmsg(socket, &message, 0) < 0 ? -1 : 1;
}

#endif

int datagrams_send(datagrams *room, int socket, size_t *size) {
    while (room->first_added < room->end_added) {
        int count = send_runs(room, socket);
        if (count >= 0) {
            room->first_added += count;
        } else if (errno != EINTR) {
            *size = room->added_parts[room->first_added].iov_len;
            if (errno != ECONNREFUSED) room->first_added++;
            return errno;
        }
    }
    return 0;
}
