package dev.parley.internet;

/** Where a link is plugged into a node. */
final class Nic {
    final Node node;

    Nic(Node node) {
        this.node = node;
    }
}
