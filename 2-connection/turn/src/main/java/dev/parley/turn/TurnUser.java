package dev.parley.turn;

import java.util.List;

/**
 * Who a user name stands for, and the keys that prove it. The keys are secrets: they appear in no
 * text.
 *
 * @param name what quotas and events count by; not always the user name of the message
 * @param endsAt the first second since 1970 at which the credential is no longer good; {@link
 *     #NEVER} for one that does not end
 * @param keys long-term keys of the algorithm that was asked for, any of which is good: several
 *     while a secret rotates
 */
public record TurnUser(String name, long endsAt, List<byte[]> keys) {
    public static final long NEVER = Long.MAX_VALUE;

    /** One whose credential does not end. */
    public TurnUser(String name, List<byte[]> keys) {
        this(name, NEVER, keys);
    }

    public TurnUser {
        keys = List.copyOf(keys);
    }

    @Override
    public String toString() {
        return "TurnUser[" + keys.size() + " keys]";
    }
}
