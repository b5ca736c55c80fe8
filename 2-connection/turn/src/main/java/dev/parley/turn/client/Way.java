package dev.parley.turn.client;

/** A way to the server: a path, and where its bytes are cut into messages when it is a stream. */
final class Way {
    final int path;
    final boolean stream;
    final FrameCutter frames;

    Way(int path, boolean stream, FrameCutter.Messages messages) {
        this.path = path;
        this.stream = stream;
        frames = new FrameCutter(messages);
    }
}
