#define _GNU_SOURCE
#include "traffic.h"

#include <linux/filter.h>
#include <netinet/udp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "options.h"
#include "server.h"
#include "session.h"

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

enum {
    MOST_IN_BURST = 64,
    HEADER_BYTES = 4,
    CHANNEL = 0x4000,
    TICK_NANOS = 200000, // between two looks of the sender at what is due
    MOST_MICROS = 200000,
    SO_MEMINFO_NUMBER = 55,
    MEMINFO_DROPS = 8,
    MEMINFO_FIELDS = 9,
};

static struct session *sessions;
static int peer_socket;
static uint8_t *peer_burst;
static atomic_int stop, recording;
static _Atomic unsigned long long sent, received;
static uint32_t arrived_after[MOST_MICROS]; // how many were under way for so many microseconds

// ---- receiving

// Has the system drop and count what arrives: nobody is woken and nothing is copied, so that the receiver
// costs the server what a network card's queue would, and not the time to wake us.
static void leave_unread(int fd) {
    struct sock_filter drop = {BPF_RET | BPF_K, 0, 0, 0};
    struct sock_fprog program = {1, &drop};
    if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program)) {
        die("socket filter");
    }
}

static unsigned long long drops_of(int fd) {
    uint32_t fields[MEMINFO_FIELDS] = {0};
    socklen_t length = sizeof fields;
    getsockopt(fd, SOL_SOCKET, SO_MEMINFO_NUMBER, fields, &length);
    return fields[MEMINFO_DROPS];
}

static unsigned long long drops(void) {
    unsigned long long sum = drops_of(peer_socket);
    for (int i = 0; i < options.sessions; i++) {
        sum += drops_of(sessions[i].socket);
    }
    return sum;
}

static void note_time(const uint8_t *packet) {
    unsigned long long then;
    memcpy(&then, packet, sizeof then);
    unsigned long long micros = (nanos() - then) / 1000;
    arrived_after[micros < MOST_MICROS ? micros : MOST_MICROS - 1]++;
}

static void *receive(void *unused) {
    (void)unused;
    static uint8_t buffers[MOST_IN_BURST][64]; // the beginnings
    struct mmsghdr messages[MOST_IN_BURST] = {0};
    struct iovec parts[MOST_IN_BURST];
    for (int i = 0; i < MOST_IN_BURST; i++) {
        parts[i] = (struct iovec){buffers[i], sizeof buffers[i]};
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    int poll = epoll_create1(0);
    for (int i = -1; i < options.sessions; i++) {
        int fd = i < 0 ? peer_socket : sessions[i].socket;
        struct epoll_event event = {EPOLLIN, {.fd = fd}};
        epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
    }
    while (!stop) {
        struct epoll_event events[MOST_IN_BURST];
        int ready = epoll_wait(poll, events, MOST_IN_BURST, 100);
        for (int e = 0; e < ready; e++) {
            int fd = events[e].data.fd;
            int count = recvmmsg(fd, messages, MOST_IN_BURST, MSG_DONTWAIT, NULL);
            received += count > 0 ? count : 0;
            for (int i = 0; options.latency && recording && i < count; i++) {
                note_time(buffers[i] + (fd == peer_socket ? 0 : HEADER_BYTES));
            }
        }
    }
    close(poll);
    return NULL;
}

// ---- sending

static void send_glued(int fd, void *bytes, int of_each, int count, const struct sockaddr_in *to) {
    char control[CMSG_SPACE(sizeof(uint16_t))] = {0};
    uint16_t segment = of_each;
    struct iovec part = {bytes, (size_t)of_each * count};
    struct msghdr message = {
        .msg_name = (void *)to,
        .msg_namelen = to ? sizeof *to : 0,
        .msg_iov = &part,
        .msg_iovlen = 1,
        .msg_control = control,
        .msg_controllen = sizeof control,
    };
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_UDP;
    header->cmsg_type = UDP_SEGMENT;
    header->cmsg_len = CMSG_LEN(sizeof segment);
    memcpy(CMSG_DATA(header), &segment, sizeof segment);
    sendmsg(fd, &message, MSG_DONTWAIT);
}

static void send_each(int fd, uint8_t *bytes, int of_each, int count, const struct sockaddr_in *to) {
    struct mmsghdr messages[MOST_IN_BURST] = {0};
    struct iovec parts[MOST_IN_BURST];
    for (int i = 0; i < count; i++) {
        parts[i] = (struct iovec){bytes + i * of_each, of_each};
        messages[i].msg_hdr = (struct msghdr){
            .msg_name = (void *)to,
            .msg_namelen = to ? sizeof *to : 0,
            .msg_iov = &parts[i],
            .msg_iovlen = 1,
        };
    }
    sendmmsg(fd, messages, count, MSG_DONTWAIT);
}

static void send_burst(int fd, uint8_t *bytes, int of_each, int time_at, const struct sockaddr_in *to) {
    unsigned long long now = nanos();
    for (int i = 0; options.latency && i < options.burst; i++) {
        memcpy(bytes + i * of_each + time_at, &now, sizeof now);
    }
    if (options.burst == 1) {
        sendto(fd, bytes, of_each, MSG_DONTWAIT, (void *)to, to ? sizeof *to : 0);
    } else if (options.glued) {
        send_glued(fd, bytes, of_each, options.burst, to);
    } else {
        send_each(fd, bytes, of_each, options.burst, to);
    }
    sent += options.burst;
}

static void *transmit(void *unused) {
    (void)unused;
    int next_up = 0, next_down = 0, turn = 0;
    double due = 0, most_due = options.rate * 0.02 + 2 * MOST_IN_BURST;
    unsigned long long last = nanos();
    while (!stop) {
        unsigned long long now = nanos();
        due += options.rate * (now - last) / 1e9;
        last = now;
        for (due = due < most_due ? due : most_due; due >= options.burst; due -= options.burst) {
            int up = options.direction == UP || (options.direction == BOTH && (turn ^= 1));
            int *next = up ? &next_up : &next_down;
            struct session *session = &sessions[*next];
            *next = (*next + 1) % options.sessions;
            if (up) {
                send_burst(session->socket, session->burst, session->burst_bytes, HEADER_BYTES, NULL);
            } else {
                send_burst(peer_socket, peer_burst, options.bytes, 0, &session->relayed);
            }
        }
        nanosleep(&(struct timespec){0, TICK_NANOS}, NULL);
    }
    return NULL;
}

// ---- the run

static void prepare(struct session *session) {
    session->burst_bytes = HEADER_BYTES + options.bytes;
    session->burst = malloc(session->burst_bytes * MOST_IN_BURST);
    for (int i = 0; i < MOST_IN_BURST; i++) {
        uint8_t *at = session->burst + i * session->burst_bytes;
        put16(at, CHANNEL);
        put16(at + 2, options.bytes);
        memset(at + HEADER_BYTES, 0x5a, options.bytes);
    }
}

static void more_room(int fd, int bytes) { setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes); }

static void open_all(void) {
    socklen_t length = sizeof options.peer;
    peer_socket = socket(AF_INET, SOCK_DGRAM, 0);
    if (bind(peer_socket, (void *)&options.peer, sizeof options.peer)) {
        die("bind of the peer");
    }
    getsockname(peer_socket, (void *)&options.peer, &length);
    more_room(peer_socket, 8 << 20);
    peer_burst = malloc(options.bytes * MOST_IN_BURST);
    memset(peer_burst, 0x5a, options.bytes * MOST_IN_BURST);
    sessions = calloc(options.sessions, sizeof *sessions);
    for (int i = 0; i < options.sessions; i++) {
        allocate(&sessions[i]);
        bind_channel(&sessions[i], &options.peer);
        prepare(&sessions[i]);
        more_room(sessions[i].socket, 2 << 20);
    }
    for (int i = 0; options.unread && i < options.sessions; i++) {
        leave_unread(sessions[i].socket);
    }
    if (options.unread) {
        leave_unread(peer_socket);
    }
}

static double own_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static int percentile(double share) {
    unsigned long long all = 0, so_far = 0;
    for (int i = 0; i < MOST_MICROS; i++) {
        all += arrived_after[i];
    }
    for (int i = 0; i < MOST_MICROS; i++) {
        so_far += arrived_after[i];
        if (so_far >= share * all) {
            return i;
        }
    }
    return MOST_MICROS;
}

void measure_traffic(void) {
    open_all();
    pthread_t receiver, sender;
    pthread_create(&receiver, NULL, receive, NULL);
    pthread_create(&sender, NULL, transmit, NULL);
    usleep(options.warm_seconds * 1e6);
    unsigned long long began = nanos(), was_sent = sent, was_received = received + drops();
    double cpu = ticks_seconds(options.server_pid), exact = scheduled_seconds(options.server_pid), own = own_seconds();
    recording = 1;
    usleep(options.seconds * 1e6);
    recording = 0;
    double seconds = (nanos() - began) / 1e9;
    double packets = received + drops() - was_received, offered = sent - was_sent;
    cpu = ticks_seconds(options.server_pid) - cpu;
    exact = scheduled_seconds(options.server_pid) - exact;
    own = own_seconds() - own;
    long kb = resident_kb(options.server_pid);
    stop = 1;
    pthread_join(sender, NULL);
    pthread_join(receiver, NULL);
    for (int i = 0; i < options.sessions; i++) {
        release(&sessions[i]);
    }
    printf("sent_per_s=%.0f received_per_s=%.0f loss_percent=%.2f server_cpu_percent=%.1f load_cpu_percent=%.1f "
           "resident_kb=%ld per_cpu_s=%.0f per_exact_cpu_s=%.0f",
           offered / seconds, packets / seconds, offered > 0 ? 100 * (1 - packets / offered) : 0, 100 * cpu / seconds,
           100 * own / seconds, kb, cpu > 0 ? packets / cpu : 0, exact > 0 ? packets / exact : 0);
    if (options.latency) {
        printf(" p50_us=%d p99_us=%d", percentile(0.5), percentile(0.99));
    }
    printf("\n");
}
