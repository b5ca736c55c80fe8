package dev.parley.internet.nat;

import org.jspecify.annotations.Nullable;

/** Flows of fragments, the oldest first. */
final class FragmentQueue {
    private @Nullable FragmentFlow first;
    private @Nullable FragmentFlow last;
    private int size;

    int size() {
        return size;
    }

    @Nullable FragmentFlow first() {
        return first;
    }

    void add(FragmentFlow flow) {
        FragmentFlow before = last;
        flow.previous = before;
        flow.next = null;
        if (before == null) {
            first = flow;
        } else {
            before.next = flow;
        }
        last = flow;
        size++;
    }

    void remove(FragmentFlow flow) {
        FragmentFlow before = flow.previous;
        FragmentFlow after = flow.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        size--;
    }
}
