// relayload: what a TURN server costs. Clients and peer in one process, so no echo server takes part.
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "allocations.h"
#include "options.h"
#include "traffic.h"

static const char USAGE[] = "Usage: relayload -P SERVER_PID [OPTION]...\n"
                            "\n"
                            "Allocates on a TURN server, sends through it at a fixed rate, and prints one line of\n"
                            "figures. per_cpu_s is what to compare: packets delivered for each second of CPU time\n"
                            "of the server process.\n"
                            "\n"
                            "  -s ADDRESS -p PORT   the server [127.0.0.1, 3478]\n"
                            "  -c ADDRESS           where clients send from [127.0.0.1]\n"
                            "  -e ADDRESS           where the peer is [127.0.0.2]\n"
                            "  -u USER -w PASSWORD  [user, pass]\n"
                            "  -D up|down|both      from clients, from the peer, half and half [up]\n"
                            "  -m NUMBER            sessions [1]\n"
                            "  -l BYTES             of each packet [120]\n"
                            "  -b NUMBER            packets of a session back to back, up to 64 [1]\n"
                            "  -r NUMBER            packets a second [50000]\n"
                            "  -G                   hand each burst to the system as one: arrives glued together\n"
                            "  -Z                   leave unread what arrives, and have the system count it\n"
                            "  -L                   read it, and print how long packets were under way\n"
                            "  -W SECONDS           before the window that is measured [1]\n"
                            "  -d SECONDS           the window [2]\n"
                            "  -a NUMBER            no traffic: make so many allocations at once, give them back\n"
                            "  -k NUMBER            of them under way at a time [64]\n"
                            "\n"
                            "Example: relayload -P $(pidof turnserver) -m 10 -l 1200 -b 8 -r 300000 -Z\n";

struct options options = {
    .user = "user",
    .password = "pass",
    .window = 64,
    .direction = UP,
    .sessions = 1,
    .bytes = 120,
    .rate = 50000,
    .burst = 1,
    .warm_seconds = 1,
    .seconds = 2,
};

void die(const char *what) {
    perror(what);
    exit(2);
}

unsigned long long nanos(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000ull + time.tv_nsec;
}

static void usage(int code) {
    fputs(USAGE, code ? stderr : stdout);
    exit(code);
}

static void set_address(struct sockaddr_in *address, const char *text) {
    address->sin_family = AF_INET;
    if (inet_pton(AF_INET, text, &address->sin_addr) != 1) {
        fprintf(stderr, "relayload: %s is no IPv4 address\n", text);
        exit(1);
    }
}

static enum direction direction(const char *text) {
    static const char *const NAMES[] = {"up", "down", "both"};
    for (int i = 0; i < 3; i++) {
        if (!strcmp(text, NAMES[i])) {
            return i;
        }
    }
    usage(1);
    return UP;
}

int main(int count, char **arguments) {
    set_address(&options.server, "127.0.0.1");
    set_address(&options.client, "127.0.0.1");
    set_address(&options.peer, "127.0.0.2");
    options.server.sin_port = htons(3478);
    for (int option; (option = getopt(count, arguments, "s:p:c:e:u:w:D:m:l:b:r:GZLW:d:P:a:k:h")) > 0;) {
        switch (option) {
        case 's': set_address(&options.server, optarg); break;
        case 'p': options.server.sin_port = htons(atoi(optarg)); break;
        case 'c': set_address(&options.client, optarg); break;
        case 'e': set_address(&options.peer, optarg); break;
        case 'u': options.user = optarg; break;
        case 'w': options.password = optarg; break;
        case 'D': options.direction = direction(optarg); break;
        case 'm': options.sessions = atoi(optarg); break;
        case 'l': options.bytes = atoi(optarg); break;
        case 'b': options.burst = atoi(optarg); break;
        case 'r': options.rate = atoi(optarg); break;
        case 'G': options.glued = 1; break;
        case 'Z': options.unread = 1; break;
        case 'L': options.latency = 1; break;
        case 'W': options.warm_seconds = atof(optarg); break;
        case 'd': options.seconds = atof(optarg); break;
        case 'P': options.server_pid = atoi(optarg); break;
        case 'a': options.allocations = atoi(optarg); break;
        case 'k': options.window = atoi(optarg); break;
        case 'h': usage(0); break;
        default: usage(1);
        }
    }
    if (!options.server_pid || options.sessions < 1 || options.burst < 1 || options.burst > 64 || options.bytes < 8 ||
        options.bytes > 1400) {
        usage(1);
    }
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (options.allocations > 0) {
        measure_allocations();
    } else {
        measure_traffic();
    }
    return 0;
}
