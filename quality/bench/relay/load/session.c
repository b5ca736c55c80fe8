#include "session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "options.h"

enum { CHANNEL = 0x4000, TRIES = 8, NEW_PORTS = 50 };

static void must_succeed(const char *what, const uint8_t *answer, int length) {
    if (!is_success(answer)) {
        fprintf(stderr, "%s failed: %d\n", what, error_code(answer, length));
        exit(2);
    }
}

int client_socket(void) {
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (fd < 0) {
        die("socket");
    }
    if (bind(fd, (void *)&options.client, sizeof options.client)) {
        die("bind of a client");
    }
    if (connect(fd, (void *)&options.server, sizeof options.server)) {
        die("connect to the server");
    }
    struct timeval patience = {0, 300000};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return fd;
}

int ask(int fd, const struct message *request, uint8_t *answer, int room) {
    for (int i = 0; i < TRIES; i++) {
        if (send(fd, request->bytes, request->length, 0) < 0 && errno != ECONNREFUSED) {
            die("send");
        }
        for (int length; (length = recv(fd, answer, room, 0)) >= 0;) {
            if (length >= 20 && !memcmp(answer + 8, request->bytes + 8, 12)) {
                return length;
            }
        }
    }
    fprintf(stderr, "no answer from the server\n");
    exit(2);
}

void allocate_request(struct message *into) {
    static const uint8_t UDP[4] = {17};
    begin(into, ALLOCATE);
    attribute(into, REQUESTED_TRANSPORT, UDP, sizeof UDP);
}

void allocate(struct session *session) {
    struct message request;
    uint8_t answer[2048];
    int length;
    // A port can still have the allocation of an earlier run (437): take another.
    for (int i = 0; i < NEW_PORTS; i++) {
        session->socket = client_socket();
        memset(&session->credentials, 0, sizeof session->credentials);
        allocate_request(&request);
        length = ask(session->socket, &request, answer, sizeof answer);
        if (error_code(answer, length) == 401) {
            learn(&session->credentials, answer, length, options.user, options.password);
            allocate_request(&request);
            sign(&request, &session->credentials, options.user);
            length = ask(session->socket, &request, answer, sizeof answer);
        }
        if (error_code(answer, length) != 437) {
            break;
        }
        close(session->socket);
    }
    must_succeed("Allocate", answer, length);
    if (!relayed_address(answer, length, &session->relayed)) {
        fprintf(stderr, "Allocate: no relayed address\n");
        exit(2);
    }
}

void bind_channel(struct session *session, const struct sockaddr_in *peer) {
    struct message request;
    uint8_t answer[2048], number[4] = {0};
    int length = 0;
    put16(number, CHANNEL);
    for (int i = 0; i < 2; i++) { // the second time with a fresh nonce
        begin(&request, CHANNEL_BIND);
        attribute(&request, CHANNEL_NUMBER, number, sizeof number);
        address(&request, XOR_PEER_ADDRESS, peer);
        sign(&request, &session->credentials, options.user);
        length = ask(session->socket, &request, answer, sizeof answer);
        if (error_code(answer, length) != 438) {
            break;
        }
        learn(&session->credentials, answer, length, options.user, options.password);
    }
    must_succeed("ChannelBind", answer, length);
}

void release(struct session *session) {
    static const uint8_t NOTHING[4] = {0};
    struct message request;
    begin(&request, REFRESH);
    attribute(&request, LIFETIME, NOTHING, sizeof NOTHING);
    sign(&request, &session->credentials, options.user);
    send(session->socket, request.bytes, request.length, MSG_DONTWAIT); // a lost one ends by itself
}
