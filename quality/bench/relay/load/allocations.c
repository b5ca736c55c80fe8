#include "allocations.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "options.h"
#include "server.h"
#include "session.h"

enum state { NEW, ASKED, SIGNED, DONE, REFUSED };

struct attempt {
    struct session session;
    enum state state;
    unsigned long long asked_at;
};

enum { REPEAT_NANOS = 500000000, EVENTS = 64 };
static const unsigned long long GIVE_UP_NANOS = 60000000000ull;

static void ask_again(struct attempt *attempt) {
    struct message request;
    allocate_request(&request);
    if (attempt->state == SIGNED) {
        sign(&request, &attempt->session.credentials, options.user);
    }
    send(attempt->session.socket, request.bytes, request.length, MSG_DONTWAIT);
    attempt->asked_at = nanos();
}

// Takes an answer; whether the attempt ended with it.
static int take(struct attempt *attempt) {
    uint8_t answer[2048];
    int length = recv(attempt->session.socket, answer, sizeof answer, MSG_DONTWAIT);
    if (length < 20 || attempt->state > SIGNED) {
        return 0;
    }
    if (is_success(answer)) {
        attempt->state = DONE;
        return 1;
    }
    if (attempt->state == ASKED) {
        learn(&attempt->session.credentials, answer, length, options.user, options.password);
        attempt->state = SIGNED;
        ask_again(attempt);
        return 0;
    }
    static int said;
    if (!said++) {
        fprintf(stderr, "Allocate failed: %d\n", error_code(answer, length));
    }
    attempt->state = REFUSED;
    return 1;
}

void measure_allocations(void) {
    int count = options.allocations, next = 0, under_way = 0, ended = 0, done = 0, repeated = 0;
    struct attempt *attempts = calloc(count, sizeof *attempts);
    int poll = epoll_create1(0);
    for (int i = 0; i < count; i++) {
        attempts[i].session.socket = client_socket();
        struct epoll_event event = {EPOLLIN, {.u32 = i}};
        epoll_ctl(poll, EPOLL_CTL_ADD, attempts[i].session.socket, &event);
    }
    long kb = resident_kb(options.server_pid);
    double cpu = ticks_seconds(options.server_pid), exact = scheduled_seconds(options.server_pid);
    unsigned long long began = nanos();
    while (ended < count && nanos() - began < GIVE_UP_NANOS) {
        for (; under_way < options.window && next < count; next++, under_way++) {
            attempts[next].state = ASKED;
            ask_again(&attempts[next]);
        }
        struct epoll_event events[EVENTS];
        int ready = epoll_wait(poll, events, EVENTS, 100);
        for (int i = 0; i < ready; i++) {
            if (take(&attempts[events[i].data.u32])) {
                ended++;
                under_way--;
            }
        }
        for (int i = 0; ready == 0 && i < next; i++) {
            if (attempts[i].state <= SIGNED && nanos() - attempts[i].asked_at > REPEAT_NANOS) {
                ask_again(&attempts[i]);
                repeated++;
            }
        }
    }
    double seconds = (nanos() - began) / 1e9;
    usleep(300000); // what the server still does for them
    cpu = ticks_seconds(options.server_pid) - cpu;
    exact = scheduled_seconds(options.server_pid) - exact;
    long more_kb = resident_kb(options.server_pid) - kb;
    for (int i = 0; i < count; i++) {
        done += attempts[i].state == DONE;
    }
    printf("allocations=%d failed=%d repeated=%d seconds=%.2f cpu_s=%.2f exact_cpu_s=%.3f per_cpu_s=%.0f kb_before=%ld "
           "kb_per_1000=%.0f\n",
           done, count - done, repeated, seconds, cpu, exact, exact > 0 ? done / exact : 0, kb,
           done ? more_kb * 1000.0 / done : 0);
    for (int i = 0; i < count; i++) {
        if (attempts[i].state == DONE) {
            release(&attempts[i].session);
        }
        if (i % 64 == 63) {
            usleep(10000); // as many as the server's socket holds
        }
    }
    usleep(200000);
}
