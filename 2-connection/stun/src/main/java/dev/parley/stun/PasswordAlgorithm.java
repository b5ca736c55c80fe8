package dev.parley.stun;

/**
 * How a long-term key is made of a password, RFC 8489 section 18.5. None of the registered ones has
 * parameters; an algorithm that came with some is not {@link #isKnown}.
 *
 * @param number as registered
 * @param parameterBytes the length of its parameters on the wire
 */
public record PasswordAlgorithm(int number, int parameterBytes) {
    public static final PasswordAlgorithm MD5 = new PasswordAlgorithm(1, 0);
    public static final PasswordAlgorithm SHA256 = new PasswordAlgorithm(2, 0);

    public boolean isKnown() {
        return equals(MD5) || equals(SHA256);
    }
}
