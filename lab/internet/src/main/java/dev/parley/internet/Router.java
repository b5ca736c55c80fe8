package dev.parley.internet;

final class Router extends Node {
    Router(String n) {
        super(n);
    }

    @Override
    void arrive(long now, Nic from, Packet packet) {}
}
