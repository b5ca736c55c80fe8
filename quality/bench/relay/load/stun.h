// STUN and TURN messages as far as a client of a benchmark needs them (RFC 8489, RFC 8656); IPv4 only.
#pragma once
#include <netinet/in.h>
#include <stdint.h>

enum {
    BINDING = 0x0001,
    ALLOCATE = 0x0003,
    REFRESH = 0x0004,
    SEND_INDICATION = 0x0016,
    CREATE_PERMISSION = 0x0008,
    CHANNEL_BIND = 0x0009,
};

enum {
    USERNAME = 0x0006,
    MESSAGE_INTEGRITY = 0x0008,
    ERROR_CODE = 0x0009,
    CHANNEL_NUMBER = 0x000c,
    LIFETIME = 0x000d,
    XOR_PEER_ADDRESS = 0x0012,
    DATA = 0x0013,
    REALM = 0x0014,
    NONCE = 0x0015,
    XOR_RELAYED_ADDRESS = 0x0016,
    REQUESTED_TRANSPORT = 0x0019,
};

struct message {
    uint8_t bytes[1500];
    int length;
};

// What a server said of itself, and the key that follows from it.
struct credentials {
    char realm[160];
    int realm_length;
    uint8_t nonce[256];
    int nonce_length;
    uint8_t key[16];
};

void put16(uint8_t *at, unsigned value);
unsigned get16(const uint8_t *at);

void begin(struct message *message, unsigned type);
void attribute(struct message *message, unsigned type, const void *value, int length);
void address(struct message *message, unsigned type, const struct sockaddr_in *of);
// USERNAME, REALM, NONCE and MESSAGE-INTEGRITY; nothing while the server has not asked for them.
void sign(struct message *message, const struct credentials *with, const char *user);

// The value of an attribute, or NULL.
const uint8_t *find(const uint8_t *bytes, int length, unsigned type, int *value_length);
// The code of an error response, 0 of any other message.
int error_code(const uint8_t *bytes, int length);
int is_success(const uint8_t *bytes);
// Takes REALM and NONCE of an error response.
void learn(struct credentials *into, const uint8_t *bytes, int length, const char *user, const char *password);
int relayed_address(const uint8_t *bytes, int length, struct sockaddr_in *into);
