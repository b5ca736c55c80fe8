package dev.parley.turn;

/** A long-term key. It proves who somebody is, so no text ever shows it. */
final class Key {
    private final byte[] bytes;

    Key(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** Not a copy: for HMACs, not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "Key";
    }
}
