#include "stun.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <string.h>

enum { HEADER_BYTES = 20, MAC_BYTES = 20 };

static const uint8_t COOKIE[4] = {0x21, 0x12, 0xa4, 0x42};

void put16(uint8_t *at, unsigned value) {
    at[0] = value >> 8;
    at[1] = value;
}

unsigned get16(const uint8_t *at) { return at[0] << 8 | at[1]; }

void begin(struct message *message, unsigned type) {
    static uint64_t random = 88172645463325252ull; // transaction ids need to differ, no more
    put16(message->bytes, type);
    put16(message->bytes + 2, 0);
    memcpy(message->bytes + 4, COOKIE, sizeof COOKIE);
    for (int i = 8; i < HEADER_BYTES; i++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        message->bytes[i] = random >> 24;
    }
    message->length = HEADER_BYTES;
}

void attribute(struct message *message, unsigned type, const void *value, int length) {
    uint8_t *at = message->bytes + message->length;
    int padding = -length & 3;
    put16(at, type);
    put16(at + 2, length);
    memcpy(at + 4, value, length);
    memset(at + 4 + length, 0, padding);
    message->length += 4 + length + padding;
    put16(message->bytes + 2, message->length - HEADER_BYTES);
}

void address(struct message *message, unsigned type, const struct sockaddr_in *of) {
    uint8_t value[8] = {0, 1};
    const uint8_t *ip = (const uint8_t *)&of->sin_addr;
    put16(value + 2, ntohs(of->sin_port) ^ get16(COOKIE));
    for (int i = 0; i < 4; i++) {
        value[4 + i] = ip[i] ^ COOKIE[i];
    }
    attribute(message, type, value, sizeof value);
}

void sign(struct message *message, const struct credentials *with, const char *user) {
    if (with->nonce_length == 0) {
        return;
    }
    attribute(message, USERNAME, user, strlen(user));
    attribute(message, REALM, with->realm, with->realm_length);
    attribute(message, NONCE, with->nonce, with->nonce_length);
    put16(message->bytes + 2, message->length - HEADER_BYTES + 4 + MAC_BYTES); // as if it were there
    uint8_t mac[MAC_BYTES];
    unsigned length;
    HMAC(EVP_sha1(), with->key, sizeof with->key, message->bytes, message->length, mac, &length);
    attribute(message, MESSAGE_INTEGRITY, mac, MAC_BYTES);
}

const uint8_t *find(const uint8_t *bytes, int length, unsigned type, int *value_length) {
    for (int at = HEADER_BYTES; at + 4 <= length;) {
        int value = get16(bytes + at + 2);
        if (get16(bytes + at) == type && at + 4 + value <= length) {
            *value_length = value;
            return bytes + at + 4;
        }
        at += 4 + ((value + 3) & ~3);
    }
    return NULL;
}

int error_code(const uint8_t *bytes, int length) {
    int value_length;
    const uint8_t *value = find(bytes, length, ERROR_CODE, &value_length);
    return value && value_length >= 4 ? value[2] * 100 + value[3] : 0;
}

int is_success(const uint8_t *bytes) { return (get16(bytes) & 0x0110) == 0x0100; }

void learn(struct credentials *into, const uint8_t *bytes, int length, const char *user, const char *password) {
    int size;
    const uint8_t *value = find(bytes, length, REALM, &size);
    if (value && size < (int)sizeof into->realm && (size != into->realm_length || memcmp(value, into->realm, size))) {
        memcpy(into->realm, value, size);
        into->realm_length = size;
        char text[512];
        unsigned key_length;
        int text_length = snprintf(text, sizeof text, "%s:%.*s:%s", user, size, into->realm, password);
        EVP_Digest(text, text_length, into->key, &key_length, EVP_md5(), NULL);
    }
    value = find(bytes, length, NONCE, &size);
    if (value && size <= (int)sizeof into->nonce) {
        memcpy(into->nonce, value, size);
        into->nonce_length = size;
    }
}

int relayed_address(const uint8_t *bytes, int length, struct sockaddr_in *into) {
    int size;
    const uint8_t *value = find(bytes, length, XOR_RELAYED_ADDRESS, &size);
    if (!value || size != 8) {
        return 0;
    }
    uint8_t *ip = (uint8_t *)&into->sin_addr;
    memset(into, 0, sizeof *into);
    into->sin_family = AF_INET;
    into->sin_port = htons(get16(value + 2) ^ get16(COOKIE));
    for (int i = 0; i < 4; i++) {
        ip[i] = value[4 + i] ^ COOKIE[i];
    }
    return 1;
}
