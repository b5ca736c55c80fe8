package dev.parley.internet.trace;

import dev.parley.internet.Host;
import dev.parley.internet.Internet;
import dev.parley.internet.Packet;
import dev.parley.internet.PacketImage;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Loss;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Topology;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets a program live through a recording again, alone: every packet that came to its host then
 * comes again at the same time, and what it sends now is compared with what it sent then.
 *
 * <pre>
 *   Replay replay = Replay.of(machine, Recording.read("ana", lines), seed);
 *   var stun = replay.host().run(paths -&gt; new StunClient(...));   // as it was run then
 *   replay.internet().at(time, () -&gt; stun.act(...));              // what its user did then
 *   replay.run();
 *   replay.difference();                                          // null: it did the same
 * </pre>
 *
 * <p>All protocols are replayed, streams of TCP too. Where a packet came at the very moment of a
 * timer, the packet now comes first.
 */
public final class Replay {
    private static final LinkDirection NOWHERE =
            LinkDirection.delay(0).withLoss(new Loss.Random(1));

    private final Recording then;
    private final Recording now;
    private final Internet internet;
    private final Host host;

    private Replay(Machine machine, Recording recording, long seed) {
        Machine alone =
                new Machine(machine.name(), machine.addresses(), LinkBehaviour.symmetric(NOWHERE));
        then = recording;
        now = new Recording(machine.name());
        internet = Internet.of(new Topology("replay", List.of(alone), List.of()), seed);
        internet.observe(now);
        host = internet.host(machine.name());
        for (Recording.Entry entry : recording.delivered()) {
            internet.at(entry.at(), () -> deliver(entry.packet()));
        }
    }

    /**
     * Prepares it.
     *
     * @param seed that of the internet then: the program draws the same numbers again
     */
    public static Replay of(Machine machine, Recording recording, long seed) {
        return new Replay(machine, recording, seed);
    }

    private void deliver(PacketImage image) {
        Packet packet = host.newPacket();
        packet.set(image);
        host.receive(packet);
    }

    /** An internet with that host and nothing else. */
    public Internet internet() {
        return internet;
    }

    public Host host() {
        return host;
    }

    /** Runs until nothing is left to happen. */
    public void run() {
        internet.run();
    }

    /** What happened this time. */
    public Recording recording() {
        return now;
    }

    /** Where it sent something else than it did then, in words; null when all was the same. */
    public @Nullable String difference() {
        List<Recording.Entry> before = then.sent();
        List<Recording.Entry> after = now.sent();
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            String was = i < before.size() ? line(before.get(i)) : "nothing";
            String is = i < after.size() ? line(after.get(i)) : "nothing";
            if (!was.equals(is)) {
                return "packet " + (i + 1) + " was " + was + "\nand is " + is;
            }
        }
        return null;
    }

    private static String line(Recording.Entry entry) {
        return "at " + entry.at() + " " + EventJson.withoutIdentity(entry.packet());
    }
}
