package dev.parley.stun;

/** Puts together one message from the pieces of a stream. */
final class StreamBuffer {
    /** Responses to Binding have some hundred bytes; nobody needs more from a server. */
    static final int CAPACITY = 4096;

    private final byte[] bytes = new byte[CAPACITY];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    /**
     * Takes bytes until one message is whole.
     *
     * @return how many of {@code buf[off, off+len)} were taken; -1 when the stream carries no STUN
     */
    int take(byte[] buf, int off, int len) {
        int taken = 0;
        while (taken < len && !isWhole()) {
            int wanted = wanted();
            if (wanted == StunReader.ABSENT || wanted > CAPACITY) {
                return -1;
            }
            int n = Math.min(wanted - length, len - taken);
            System.arraycopy(buf, off + taken, bytes, length, n);
            length += n;
            taken += n;
        }
        return taken;
    }

    /** The first four bytes tell the length. */
    private int wanted() {
        int frame = StunReader.frameLength(bytes, 0, length);
        return frame == 0 ? 4 : frame;
    }

    /** Whether {@code bytes[0, length)} is a message. */
    boolean isWhole() {
        return length >= 4 && wanted() == length;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }
}
