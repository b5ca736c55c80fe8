package dev.parley.turn;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which relay sent a connectivity check with which USERNAME, of those that share a port. By RFC
 * 8445 section 7.2.2 it is {@code receiver:sender}, so a check with {@code sender:receiver} comes
 * from whom the first was meant for. Both halves are random and known to the two of them alone; who
 * is first to send a name keeps it.
 */
final class CheckNames {
    /**
     * A relay has one name, another after an ICE restart, and more when it serves several calls.
     */
    private static final int MAX_FOR_RELAY = 8;

    private final Map<String, RelayShare> senders = new HashMap<>();

    /**
     * The relay sends a check with the name {@code buf[off, off+len)}.
     *
     * @return false when the name is another relay's
     */
    boolean learn(RelayShare share, byte[] buf, int off, int len) {
        share.sendsChecks = true;
        for (byte[] name : share.checks) {
            if (Arrays.equals(name, 0, name.length, buf, off, off + len)) {
                return true;
            }
        }
        String name = text(buf, off, len);
        if (senders.putIfAbsent(name, share) != null) {
            return false;
        }
        if (share.checks.size() == MAX_FOR_RELAY) {
            byte[] oldest = share.checks.removeFirst();
            senders.remove(text(oldest, 0, oldest.length));
        }
        share.checks.addLast(Arrays.copyOfRange(buf, off, off + len));
        return true;
    }

    /** Who sent a check to the sender of the check with that name, or null. */
    @Nullable RelayShare mirror(byte[] buf, int off, int len) {
        int colon = CheckReader.colon(buf, off, len);
        int after = off + len - colon - 1;
        return senders.get(text(buf, colon + 1, after) + ":" + text(buf, off, colon - off));
    }

    void forget(RelayShare share) {
        for (byte[] name : share.checks) {
            senders.remove(text(name, 0, name.length));
        }
        share.checks.clear();
    }

    int size() {
        return senders.size();
    }

    /** Any bytes: whoever sends nonsense gets nonsense compared. */
    private static String text(byte[] buf, int off, int len) {
        return new String(buf, off, len, StandardCharsets.ISO_8859_1);
    }
}
