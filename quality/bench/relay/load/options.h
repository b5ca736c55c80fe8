// What the command line says.
#pragma once
#include <netinet/in.h>

enum direction { UP, DOWN, BOTH };

struct options {
    struct sockaddr_in server, client, peer;
    const char *user, *password;
    int server_pid;
    int allocations; // more than 0: how many to make, and nothing else
    int window;      // requests under way at a time, when allocations are made
    enum direction direction;
    int sessions, bytes, rate, burst;
    int glued;   // hand bursts to the system as one (UDP_SEGMENT)
    int unread;  // count what arrives without reading it
    int latency; // read it, and measure how long each was under way
    double warm_seconds, seconds;
};

extern struct options options;

void die(const char *what);
unsigned long long nanos(void);
