package dev.parley.turn;

import dev.parley.core.Bytes;
import dev.parley.core.RandomSource;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What lets a client take its allocation along to another address, RFC 8016: random text that means
 * nothing to anybody else. Its first eight bytes find the allocation and stay the same for its
 * life; the others change with each move, and who shows them has to be its owner as well.
 *
 * <p>Text, since a client is known that takes it for a string, and has room for no more than this.
 */
final class Ticket {
    static final int BYTES = 32;
    private static final int RANDOM_BYTES = BYTES / 4 * 3;
    private static final int HANDLE_BYTES = Long.BYTES;

    /** The last of the random bytes in the handle. */
    private static final int MARKED = HANDLE_BYTES / 4 * 3 - 1;

    /** The RFC wants 30 at least; a client asks for up to 39.5. */
    private static final long KEPT_SECONDS = 40;

    enum Match {
        CURRENT,
        /** The one before: the answer that replaced it may have been lost. */
        PREVIOUS,
        NONE
    }

    private final long handle;
    private byte[] current;
    private byte @Nullable [] previous;
    private long previousUntil;

    /**
     * A ticket for a new allocation.
     *
     * @param shard which the ticket will tell, whoever is asked
     */
    Ticket(RandomSource random, Shard shard) {
        current = make(random, shard);
        handle = handle(current, 0);
    }

    /** What the table of tickets is kept by. */
    long handle() {
        return handle;
    }

    /** The same of a ticket that somebody shows, {@link #BYTES} at {@code off}. */
    static long handle(byte[] buf, int off) {
        return Bytes.i64(buf, off);
    }

    /** The shard that a shown ticket is of, {@link #BYTES} at {@code off}; ours when of nobody. */
    static int ownerOf(byte[] buf, int off, Shard shard) {
        // Strangers ask too, so there is no decoder here that would throw: the last of the
        // characters has the lower six bits of the marked byte, which is as many as a mark takes.
        int marked = sixBits(buf[off + HANDLE_BYTES - 1]);
        return marked < 0 ? shard.number() : shard.ownerOf(marked);
    }

    private static int sixBits(byte character) {
        if (character >= 'A' && character <= 'Z') {
            return character - 'A';
        }
        if (character >= 'a' && character <= 'z') {
            return character - 'a' + 26;
        }
        if (character >= '0' && character <= '9') {
            return character - '0' + 52;
        }
        return character == '-' ? 62 : character == '_' ? 63 : -1;
    }

    /** Not a copy: to be written, not to be changed. */
    byte[] current() {
        return current;
    }

    void renew(long now, RandomSource random) {
        previous = current;
        previousUntil = now + ServerContext.nanos(KEPT_SECONDS);
        current = make(random, Shard.ALONE);
        Bytes.i64(current, 0, handle);
    }

    Match match(long now, byte[] buf, int off) {
        byte[] shown = Arrays.copyOfRange(buf, off, off + BYTES);
        if (MessageDigest.isEqual(shown, current)) {
            return Match.CURRENT;
        }
        return previous != null && now < previousUntil && MessageDigest.isEqual(shown, previous)
                ? Match.PREVIOUS
                : Match.NONE;
    }

    private static byte[] make(RandomSource random, Shard shard) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes, 0, bytes.length);
        bytes[MARKED] = (byte) shard.mark((int) bytes[MARKED]);
        return Base64.getUrlEncoder().encode(bytes);
    }

    @Override
    public String toString() {
        return "Ticket";
    }
}
