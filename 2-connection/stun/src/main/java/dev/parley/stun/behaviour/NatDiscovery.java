package dev.parley.stun.behaviour;

import dev.parley.core.IpAddress;
import dev.parley.core.Paths;
import dev.parley.core.ProtocolCore;
import dev.parley.core.RandomSource;
import dev.parley.core.SocketCommand;
import dev.parley.core.SocketResult;
import dev.parley.core.TransmitSlot;
import dev.parley.core.TransportAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what kind of NAT is between us and a STUN server, RFC 5780: one discovery, one {@link
 * NatDiscoveryEvent.Finished}.
 *
 * <pre>
 *   NatDiscovery discovery = new NatDiscovery(paths, random, new NatDiscoveryOptions(server, local));
 *   discovery.start(now);
 *   ... drive the core: it asks for sockets, sends, waits ...
 *   switch (discovery.pollEvent()) { case Finished(NatReport report) -&gt; ... }
 * </pre>
 *
 * <p>Everything that can be asked at once is asked at once, so that a discovery takes two round
 * trips and, where a NAT keeps silent, the second or so that it takes to be sure of that. Measuring
 * the lifetime takes as long as mappings live.
 */
public final class NatDiscovery implements ProtocolCore<NatDiscoveryEvent> {
    private static final int SOCKETS = 3;
    private static final InetAddress BROADCAST = IpAddress.v4(-1).toInetAddress();

    private final DiscoveryContext context;
    private final List<LocalSocket> sockets = new ArrayList<>();

    /** Those whom the server has answered, in that order: for mapping, filtering, hairpinning. */
    private final List<LocalSocket> ready = new ArrayList<>();

    private final List<DiscoveryStep> stages;
    private @Nullable FilteringTest filtering;
    private @Nullable HairpinTest hairpin;
    private @Nullable LifetimeTest lifetime;
    private int running;
    private int stage;
    private boolean started;
    private boolean finished;

    /**
     * A discovery that has not begun.
     *
     * @param paths the table that the driver uses too
     * @param random unpredictable outside of tests: transaction ids come from it
     */
    public NatDiscovery(Paths paths, RandomSource random, NatDiscoveryOptions options) {
        context = new DiscoveryContext(paths, random, options);
        stages = List.of(this::testStrangers, this::measureLifetime, this::finish);
    }

    /**
     * Begins; once.
     *
     * @throws IllegalStateException when it has begun before
     */
    public void start(long now) {
        if (started) {
            throw new IllegalStateException("a discovery is made for one time");
        }
        started = true;
        running = SOCKETS;
        for (int i = 0; i < SOCKETS; i++) {
            int order = i;
            context.open((at, socket) -> opened(at, order, socket));
        }
    }

    private void opened(long now, int order, @Nullable LocalSocket socket) {
        if (socket == null) {
            if (ready.isEmpty()) {
                context.findings.outcome = NatReport.Outcome.NO_SOCKET;
            }
            ended(now);
            return;
        }
        sockets.add(socket);
        context.exchanges.ask(
                now,
                socket.id,
                Question.plain(context.server()),
                context.pace(),
                (at, answer) -> {
                    answered(at, order, socket, answer);
                    ended(at);
                });
    }

    private void answered(long now, int order, LocalSocket socket, @Nullable Answer answer) {
        Findings findings = context.findings;
        if (answer == null) {
            return;
        }
        TransportAddress mapped = answer.mapped();
        if (mapped == null) {
            if (ready.isEmpty()) {
                findings.outcome = NatReport.Outcome.REFUSED;
                findings.errorCode = answer.errorCode();
            }
            return;
        }
        socket.mapped = mapped;
        findings.sample(order, socket, context.server(), mapped);
        ready.add(socket);
        switch (ready.size()) {
            case 1 -> {
                findings.outcome = NatReport.Outcome.DISCOVERED;
                findings.errorCode = 0;
                findings.local = socket.local;
                findings.mapped = mapped;
                context.measured(answer.tookNanos());
                context.progress();
                learnKind(now, answer);
            }
            case 2 -> testFiltering(now);
            default -> testHairpinning(now);
        }
    }

    // ---- what the server can do

    /** A server with one address tells its other port only to those who know RFC 5780. */
    private void learnKind(long now, Answer answer) {
        if (answer.other() != null) {
            kindKnown(now, answer.other());
            return;
        }
        running++;
        context.exchanges.ask(
                now,
                ready.getFirst().id,
                Question.changing(context.server(), ChangeRequest.NOTHING),
                context.pace(),
                (at, second) -> {
                    kindKnown(at, second == null ? null : second.other());
                    ended(at);
                });
    }

    private void kindKnown(long now, @Nullable TransportAddress told) {
        TransportAddress other = told == null ? null : context.reachable(told);
        Findings findings = context.findings;
        findings.serverKind = kind(other);
        if (findings.serverKind == ServerKind.PLAIN) {
            if (!findings.translated()) {
                findings.mapping = Dependence.ENDPOINT_INDEPENDENT;
            }
            context.progress();
            return;
        }
        findings.other = other;
        context.progress();
        running += 2;
        new MappingTest(context, ready.getFirst(), this::mapped).start(now);
        new FragmentTest(context, ready.getFirst(), this::ended).start(now);
        testFiltering(now);
    }

    private ServerKind kind(@Nullable TransportAddress other) {
        TransportAddress server = context.server();
        if (other == null
                || other.ip().v6() != server.ip().v6()
                || other.port() == 0
                || other.port() == server.port()
                || !isHost(other.ip().toInetAddress())) {
            return ServerKind.PLAIN;
        }
        return other.ip().equals(server.ip()) ? ServerKind.ONE_ADDRESS : ServerKind.TWO_ADDRESSES;
    }

    /** A server shall not have us send to everybody, or to our own machine, unless it is on it. */
    private boolean isHost(InetAddress address) {
        return !address.isAnyLocalAddress()
                && !address.isMulticastAddress()
                && !address.equals(BROADCAST)
                && address.isLoopbackAddress()
                        == context.server().ip().toInetAddress().isLoopbackAddress();
    }

    // ---- the tests

    private void mapped(long now) {
        nameFiltering();
        ended(now);
    }

    /** Begins once both a socket and the server's other address are known. */
    private void testFiltering(long now) {
        if (filtering == null && ready.size() >= 2 && context.findings.other != null) {
            running++;
            filtering =
                    new FilteringTest(
                            context,
                            ready.get(1),
                            at -> {
                                nameFiltering();
                                ended(at);
                            });
            filtering.start(now);
        }
    }

    /** Called when the filtering test and when the mapping test has ended: the later one counts. */
    private void nameFiltering() {
        FilteringTest test = filtering;
        if (test != null && test.hasEnded()) {
            context.findings.filtering =
                    test.name(context.findings.hasHeard(true), context.findings.hasHeard(false));
            context.progress();
        }
    }

    private void testHairpinning(long now) {
        if (context.findings.translated()) {
            running++;
            hairpin = new HairpinTest(context, ready.getFirst(), ready.get(2), this::ended);
            hairpin.start(now);
        }
    }

    private void testStrangers(long now) {
        Findings findings = context.findings;
        if (hairpin != null && findings.hairpinning == Hairpinning.UNKNOWN) {
            findings.hairpinning = HairpinTest.ofSilence(findings.mapping, findings.filtering);
        }
        if (StrangerTest.applies(findings)) {
            running++;
            new StrangerTest(context, ready.get(1), this::ended).start(now);
        }
    }

    private void measureLifetime(long now) {
        if (context.options.lifetimeNanos() > 0
                && context.findings.outcome == NatReport.Outcome.DISCOVERED) {
            running++;
            lifetime = new LifetimeTest(context, ready.getFirst(), this::ended);
            lifetime.start(now);
        }
    }

    // ---- the end

    /** One of those that run has ended; with the last one the next stage begins. */
    private void ended(long now) {
        running--;
        while (running == 0 && stage < stages.size()) {
            stages.get(stage++).at(now);
        }
    }

    private void finish(long now) {
        finished = true;
        context.exchanges.clear();
        sockets.forEach(context::close);
        context.events.add(new NatDiscoveryEvent.Finished(context.findings.report()));
    }

    // ---- the core

    @Override
    public void receive(long now, int path, byte[] buf, int off, int len) {
        context.exchanges.receive(now, path, buf, off, len);
    }

    @Override
    public void onResult(long now, SocketResult result) {
        switch (result) {
            case SocketResult.Opened(int request, int socket, TransportAddress local) -> {
                LocalSocket opened = new LocalSocket(socket, local);
                if (finished) {
                    context.close(opened);
                }
                context.opened(now, request, opened);
            }
            case SocketResult.Failed(int request, SocketResult.Reason _) ->
                    context.opened(now, request, null);
            case SocketResult.PathClosed _,
                    SocketResult.StreamResult _ -> {} // there are no streams here
        }
    }

    @Override
    public void onTimeout(long now) {
        context.exchanges.onTimeout(now);
        if (lifetime != null) {
            lifetime.onTimeout(now);
        }
    }

    @Override
    public long nextTimeout() {
        long next = context.exchanges.nextTimeout();
        return lifetime == null ? next : Math.min(next, lifetime.nextTimeout());
    }

    @Override
    public int pollTransmit(long now, TransmitSlot out) {
        return context.exchanges.pollTransmit(out);
    }

    @Override
    public @Nullable SocketCommand pollCommand() {
        return context.commands.poll();
    }

    @Override
    public @Nullable NatDiscoveryEvent pollEvent() {
        return context.events.poll();
    }
}
