package dev.parley.server.ladder;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** All pairs. Any thread. */
public final class LadderDesk {
    private static final int TOKEN_BYTES = 16;
    private static final int V6_NETWORK_BITS = 64;

    /** Longer words cost more of a member's rate: nobody shall move bulk through a ladder. */
    private static final int CHARACTERS_OF_A_TURN = 256;

    private final LadderLimits limits;
    private final LongSupplier nanos;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Member> byToken = new ConcurrentHashMap<>();
    private final Map<IpAddress, Integer> byNetwork = new ConcurrentHashMap<>();

    /** What came of the wish for a pair. */
    sealed interface Begun {
        record Ok(Pair pair) implements Begun {}

        record Full(boolean ofNetwork) implements Begun {}
    }

    /**
     * A desk without pairs.
     *
     * @param nanos such as {@link System#nanoTime}
     */
    public LadderDesk(LadderLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
    }

    LadderLimits limits() {
        return limits;
    }

    Begun begin(IpAddress page) {
        forgetOld();
        IpAddress address = page.unmapped();
        IpAddress network = address.v6() ? IpPrefix.mask(address, V6_NETWORK_BITS) : address;
        if (size() >= limits.pairs()) {
            return new Begun.Full(false);
        }
        if (byNetwork.merge(network, 1, Integer::sum) > limits.pairsPerNetwork()) {
            leave(network);
            return new Begun.Full(true);
        }
        Pair pair = new Pair(token(), token(), network, limits, nanos.getAsLong());
        byToken.put(pair.first.token, pair.first);
        byToken.put(pair.second.token, pair.second);
        return new Begun.Ok(pair);
    }

    /** Who has this token; that keeps the pair. */
    Optional<Member> find(String token) {
        Member member = byToken.get(token);
        if (member == null || isOver(member.pair)) {
            return Optional.empty();
        }
        member.pair.heardAtNanos = nanos.getAsLong();
        return Optional.of(member);
    }

    /** Whether the time of a member's pair is over; what it still holds is to be closed. */
    boolean isOver(Member member) {
        return isOver(member.pair);
    }

    boolean maySpeak(Member member) {
        return maySpeak(member, 1);
    }

    /** Whether so many characters are within the member's rate. */
    boolean maySay(Member member, int characters) {
        return maySpeak(member, 1 + characters / CHARACTERS_OF_A_TURN);
    }

    private boolean maySpeak(Member member, int turns) {
        long now = nanos.getAsLong();
        member.pair.heardAtNanos = now;
        return member.maySpeak(now, turns);
    }

    /** How many pairs there are. */
    public int size() {
        return byToken.size() / 2;
    }

    /** Ends all that waits; for the end of the server. */
    public void close() {
        byToken.values().forEach(Member::end);
    }

    private boolean isOver(Pair pair) {
        long now = nanos.getAsLong();
        return now - pair.heardAtNanos >= limits.idle().toNanos()
                || now - pair.beganAtNanos >= limits.lifetime().toNanos();
    }

    private void forgetOld() {
        byToken.values().stream()
                .map(member -> member.pair)
                .filter(this::isOver)
                .distinct()
                .toList()
                .forEach(this::forget);
    }

    private void forget(Pair pair) {
        if (byToken.remove(pair.first.token, pair.first)) {
            byToken.remove(pair.second.token);
            leave(pair.network);
            pair.first.end();
            pair.second.end();
        }
    }

    private void leave(IpAddress network) {
        byNetwork.computeIfPresent(network, (_, count) -> count <= 1 ? null : count - 1);
    }

    private String token() {
        byte[] code = new byte[TOKEN_BYTES];
        random.nextBytes(code);
        return HexFormat.of().formatHex(code);
    }
}
