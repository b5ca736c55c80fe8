package dev.parley.signal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who sits in a room and who waits for a seat. A room without members is none: nobody waits where a
 * seat is free.
 */
final class Room {
    final String name;
    final Map<String, Member> members = new LinkedHashMap<>();
    final List<Waiter> waiters = new ArrayList<>();

    Room(String name) {
        this.name = name;
    }

    /** Whoever held a seat before goes before those who did not. */
    void queue(Waiter waiter) {
        int place = waiters.size();
        if (waiter.resumes() != null) {
            place = 0;
            while (place < waiters.size() && waiters.get(place).resumes() != null) {
                place++;
            }
        }
        waiters.add(place, waiter);
    }
}
