package dev.parley.server.check;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.stun.StunMethod;
import dev.parley.turn.RequestWatch;
import dev.parley.turn.TurnEvent;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where checks are begun and what was seen of them is kept, for their time. Any thread.
 *
 * <p>The id travels in the clear as part of a user name; who overhears it may add sightings to that
 * one check, and read nothing: reading takes the token.
 */
public final class CheckDesk implements RequestWatch {
    private static final String PREFIX = "check";
    private static final int ID_BYTES = 12;
    private static final int ID_CHARACTERS = PREFIX.length() + 2 * ID_BYTES;

    /** One for each attempt of a check. */
    static final String TAGS = "0123456789abcdefghijklmnopqrstuvwxyz";

    private static final int TOKEN_BYTES = 16;
    private static final int LONGEST_NAME = 128;
    private static final int V6_NETWORK_BITS = 64;

    private final CheckLimits limits;
    private final WallClock clock;
    private final LongSupplier nanos;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Check> byId = new ConcurrentHashMap<>();
    private final Map<String, Check> byToken = new ConcurrentHashMap<>();
    private final Map<IpAddress, Integer> byNetwork = new ConcurrentHashMap<>();
    private final Map<IpAddress, List<Check>> byAddress = new ConcurrentHashMap<>();

    /** What came of the wish to begin one. */
    sealed interface Begun {
        record Ok(Check check) implements Begun {}

        /** Too many run; of this network, or all together. */
        record Full(boolean ofNetwork) implements Begun {}
    }

    /**
     * A desk without checks.
     *
     * @param clock of the relay, which judges the keys
     * @param nanos such as {@link System#nanoTime}
     */
    public CheckDesk(CheckLimits limits, WallClock clock, LongSupplier nanos) {
        this.limits = limits;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Begins a check of a page at that address. */
    Begun begin(IpAddress page) {
        forgetOld();
        IpAddress address = page.unmapped();
        IpAddress network = address.v6() ? IpPrefix.mask(address, V6_NETWORK_BITS) : address;
        if (byId.size() >= limits.checks()) {
            return new Begun.Full(false);
        }
        if (!enter(byNetwork, network, limits.checksPerNetwork())) {
            return new Begun.Full(true);
        }
        long endsAt = nanos.getAsLong() + limits.lifetime().toNanos();
        Check check =
                new Check(
                        PREFIX + hex(ID_BYTES),
                        hex(TOKEN_BYTES),
                        address,
                        network,
                        endsAt,
                        limits.sightings());
        byId.put(check.id, check);
        byToken.put(check.token, check);
        byAddress.merge(address, List.of(check), CheckDesk::joined);
        return new Begun.Ok(check);
    }

    /** The check of a token, while it lasts. */
    Optional<Check> find(String token) {
        forgetOld();
        return Optional.ofNullable(byToken.get(token));
    }

    /** How many run. */
    public int size() {
        return byId.size();
    }

    long epochSeconds() {
        return clock.epochSeconds(nanos.getAsLong());
    }

    long epochMillis() {
        return clock.epochMillis(nanos.getAsLong());
    }

    @Override
    public boolean wantsNamed(String username) {
        return nameIn(username) != null;
    }

    @Override
    public boolean wantsNameless(IpAddress client) {
        return !byAddress.isEmpty() && byAddress.containsKey(client.unmapped());
    }

    /** Takes what the relay tells; on its thread. */
    public void accept(TurnEvent event) {
        switch (event) {
            case TurnEvent.Attempt attempt -> attempt(attempt);
            case TurnEvent.AllocationCreated(_, var user, var client, var transport, _) ->
                    named(user, client, transport, Sighting.What.LENT, 0);
            case TurnEvent.QuotaReached(var user, var client, _) ->
                    named(user, client, Transport.UDP, Sighting.What.QUOTA, 0);
            case TurnEvent.AllocationMoved _,
                    TurnEvent.AllocationEnded _,
                    TurnEvent.PortsExhausted _,
                    TurnEvent.AddressUnusable _,
                    TurnEvent.Drained _ -> {}
        }
    }

    /** A TLS handshake broke off on the other side; of whom, only the address tells. */
    public void tlsRefused(TransportAddress client) {
        if (wantsNameless(client.ip())) {
            nameless(client, Transport.TLS, Sighting.What.TLS_REFUSED);
        }
    }

    private void attempt(TurnEvent.Attempt attempt) {
        Sighting.What what =
                switch (attempt.verdict()) {
                    case OPEN -> Sighting.What.STUN;
                    case CHALLENGED -> Sighting.What.CHALLENGED;
                    case LIMITED -> Sighting.What.LIMITED;
                    case STALE_NONCE -> Sighting.What.STALE_NONCE;
                    case UNKNOWN_USER -> Sighting.What.UNKNOWN_USER;
                    case WRONG_KEY -> Sighting.What.WRONG_KEY;
                    case PROVEN -> Sighting.What.KEY_RIGHT;
                };
        String username = attempt.username();
        if (attempt.method() != StunMethod.ALLOCATE && attempt.method() != StunMethod.BINDING) {
            return; // what follows an allocation says nothing new of the way
        }
        if (username == null) {
            nameless(attempt.client(), attempt.transport(), what);
            return;
        }
        long over = 0;
        if (what == Sighting.What.UNKNOWN_USER) {
            over = Math.max(0, epochSeconds() - expiry(username));
            what = over > 0 ? Sighting.What.EXPIRED : what;
        }
        named(nameIn(username), attempt.client(), attempt.transport(), what, over);
    }

    private void named(
            @Nullable String name,
            TransportAddress client,
            Transport transport,
            Sighting.What what,
            long over) {
        Check check = name == null ? null : checkOf(name);
        if (name != null && check != null) {
            char tag = name.charAt(name.length() - 1);
            check.note(new Sighting(client, transport, what, tag, over), epochMillis());
        }
    }

    private void nameless(TransportAddress client, Transport transport, Sighting.What what) {
        // Whoever sends what is seen here chooses its address: only that address's checks are
        // looked at, which are few, as this is on the relay's thread.
        List<Check> checks = byAddress.getOrDefault(client.ip().unmapped(), List.of());
        if (!checks.isEmpty()) {
            Sighting sighting = new Sighting(client, transport, what, Sighting.NAMELESS, 0);
            long now = epochMillis();
            checks.forEach(check -> check.note(sighting, now));
        }
    }

    /** The part of {@code EXPIRY:NAME} of TURN, or {@code NAME:FRAGMENT} of ICE, that is known. */
    private @Nullable String nameIn(String username) {
        int colon = username.indexOf(':');
        if (colon < 0 || username.length() > LONGEST_NAME || byId.isEmpty()) {
            return null;
        }
        String last = username.substring(colon + 1);
        String first = username.substring(0, colon);
        return checkOf(last) != null ? last : checkOf(first) != null ? first : null;
    }

    /** A name is the id and one more character. */
    private @Nullable Check checkOf(String name) {
        return name.length() == ID_CHARACTERS + 1 && TAGS.indexOf(name.charAt(ID_CHARACTERS)) >= 0
                ? byId.get(name.substring(0, ID_CHARACTERS))
                : null;
    }

    /** Far in the future when there is none. */
    private static long expiry(String username) {
        String digits = username.substring(0, Math.max(0, username.indexOf(':')));
        return digits.matches("[0-9]{1,11}") ? Long.parseLong(digits) : Long.MAX_VALUE;
    }

    private void forgetOld() {
        long now = nanos.getAsLong();
        byId.values().stream()
                .filter(check -> now - check.endsAtNanos >= 0)
                .toList()
                .forEach(this::forget);
    }

    private void forget(Check check) {
        if (byId.remove(check.id, check)) {
            byToken.remove(check.token);
            leave(byNetwork, check.network);
            byAddress.computeIfPresent(check.address, (_, checks) -> without(checks, check));
        }
    }

    private static List<Check> joined(List<Check> some, List<Check> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static @Nullable List<Check> without(List<Check> checks, Check gone) {
        List<Check> left = checks.stream().filter(check -> check != gone).toList();
        return left.isEmpty() ? null : left;
    }

    private static boolean enter(Map<IpAddress, Integer> counts, IpAddress key, int most) {
        boolean entered = counts.merge(key, 1, Integer::sum) <= most;
        if (!entered) {
            leave(counts, key);
        }
        return entered;
    }

    private static void leave(Map<IpAddress, Integer> counts, IpAddress key) {
        counts.computeIfPresent(key, (_, count) -> count <= 1 ? null : count - 1);
    }

    private String hex(int bytes) {
        byte[] code = new byte[bytes];
        random.nextBytes(code);
        return HexFormat.of().formatHex(code);
    }
}
