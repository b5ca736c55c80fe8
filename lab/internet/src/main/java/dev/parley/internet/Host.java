package dev.parley.internet;

final class Host extends Node {
    Host(String n) {
        super(n);
    }

    @Override
    void arrive(long now, Nic from, Packet packet) {}
}
