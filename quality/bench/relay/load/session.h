// One client of the server with its allocation.
#pragma once
#include "stun.h"

struct session {
    int socket;
    struct credentials credentials;
    struct sockaddr_in relayed;
    uint8_t *burst;  // up to 64 times the same ChannelData
    int burst_bytes; // of each
};

int client_socket(void);
// Sends a request until it is answered; the length of the answer.
int ask(int socket, const struct message *request, uint8_t *answer, int room);
void allocate_request(struct message *into);
void allocate(struct session *session);
// Binds channel 0x4000 to the peer.
void bind_channel(struct session *session, const struct sockaddr_in *peer);
void release(struct session *session);
