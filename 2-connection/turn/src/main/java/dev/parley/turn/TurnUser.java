package dev.parley.turn;

import java.util.List;

/**
 * Who a user name stands for, and the keys that prove it. The keys are secrets: they appear in no
 * text.
 *
 * @param name what quotas and events count by; not always the user name of the message
 * @param keys long-term keys of the algorithm that was asked for, any of which is good: several
 *     while a secret rotates
 */
public record TurnUser(String name, List<byte[]> keys) {

    public TurnUser {
        keys = List.copyOf(keys);
    }

    @Override
    public String toString() {
        return "TurnUser[" + keys.size() + " keys]";
    }
}
