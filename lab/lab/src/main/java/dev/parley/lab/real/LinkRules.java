package dev.parley.lab.real;

import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Loss;
import dev.parley.internet.topology.Queue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One direction of a link: traffic control where packets leave; without netem in the kernel, losses
 * by nftables where they arrive, and nothing else.
 */
final class LinkRules {
    private static final int USUAL_MTU = 1500;

    /** What netem may hold back at most: a second of 10 Gbit/s in small packets is more. */
    private static final int LIMIT_PACKETS = 100_000;

    private final LinkDirection direction;
    private final Ground ground;

    LinkRules(LinkDirection direction, Ground ground) {
        this.direction = direction;
        this.ground = ground;
    }

    /** Commands of tc for the interface that packets leave by; each without the word tc. */
    List<String> whereTheyLeave(String device) {
        List<String> commands = new ArrayList<>();
        String parent = "root";
        String netem = netem();
        if (ground.netem() && !netem.isEmpty()) {
            commands.add(
                    "qdisc add dev %s root handle 1: netem limit %d%s"
                            .formatted(device, LIMIT_PACKETS, netem));
            parent = "parent 1:1";
        }
        if (direction.bitsPerSecond() > 0 && ground.tokenBucket()) {
            commands.add(
                    "qdisc add dev %s %s handle 2: tbf rate %dbit burst %db limit %db"
                            .formatted(
                                    device,
                                    parent,
                                    direction.bitsPerSecond(),
                                    burstBytes(),
                                    Math.max(queueBytes(), direction.mtuBytes() + 14)));
        }
        return commands;
    }

    /** Rules for nftables at the interface that packets arrive by; empty for none. */
    String whereTheyArrive(String device) {
        if (ground.netem()) {
            return "";
        }
        long perMillion = Math.round(averageLoss() * 1e6);
        if (perMillion == 0) {
            return "";
        }
        boolean all = perMillion >= 1_000_000; // a number that the generator never gives
        String which = all ? "" : "numgen random mod 1000000 < " + perMillion + " ";
        return new Rules()
                .open("table netdev " + table(device))
                .open("chain losing")
                .line(
                        "type filter hook ingress device \"%s\" priority 0; policy accept;"
                                .formatted(device))
                .line("meta protocol { ip, ip6 } " + which + "drop")
                .close()
                .close()
                .toString();
    }

    private static String table(String device) {
        return "link_" + device.replace('-', '_');
    }

    private String netem() {
        StringBuilder netem = new StringBuilder();
        if (direction.delayNanos() > 0 || direction.jitterNanos() > 0) {
            // netem varies a delay both ways, the topology adds to it.
            long half = direction.jitterNanos() / 2;
            netem.append(" delay ").append(micros(direction.delayNanos() + half));
            if (half > 0) {
                netem.append(' ').append(micros(half));
            }
        }
        switch (direction.loss()) {
            case Loss.Random(double probability) when probability > 0 ->
                    netem.append(" loss random ").append(percent(probability));
            case Loss.Random _ -> {}
            case Loss.Bursts(double toBad, double toGood, double inGood, double inBad) ->
                    netem.append(" loss gemodel ")
                            .append(percent(toBad))
                            .append(' ')
                            .append(percent(toGood))
                            .append(' ')
                            .append(percent(inBad))
                            .append(' ')
                            .append(percent(inGood));
        }
        if (direction.duplicate() > 0) {
            netem.append(" duplicate ").append(percent(direction.duplicate()));
        }
        if (direction.corrupt() > 0) {
            netem.append(" corrupt ").append(percent(direction.corrupt()));
        }
        if (direction.reorder() > 0 && direction.delayNanos() > 0) {
            netem.append(" reorder ").append(percent(direction.reorder()));
        }
        return netem.toString();
    }

    private double averageLoss() {
        return switch (direction.loss()) {
            case Loss.Random(double probability) -> probability;
            case Loss.Bursts(double toBad, double toGood, double inGood, double inBad) -> {
                double bad = toBad + toGood == 0 ? 0 : toBad / (toBad + toGood);
                yield bad * inBad + (1 - bad) * inGood;
            }
        };
    }

    /** Enough for the kernel's ticks of 10 ms, and for a packet. */
    private long burstBytes() {
        return Math.max(direction.bitsPerSecond() / 800, direction.mtuBytes() + 14L);
    }

    private int queueBytes() {
        return switch (direction.queue()) {
            case Queue.DropTail(int bytes) -> bytes;
            case Queue.CoDel(int bytes, long _, long _) -> bytes;
        };
    }

    private static String micros(long nanos) {
        return nanos / 1000 + "us";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.4f%%", share * 100);
    }

    /** What is made otherwise than the direction says. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        if (!ground.netem()) {
            List<String> missing = new ArrayList<>();
            add(missing, direction.delayNanos() > 0, "delay");
            add(missing, direction.jitterNanos() > 0, "jitter");
            add(missing, direction.reorder() > 0, "reordering");
            add(missing, direction.duplicate() > 0, "duplicates");
            add(missing, direction.corrupt() > 0, "corruption");
            if (!missing.isEmpty()) {
                differences.add(
                        "no " + String.join(", no ", missing) + ": this kernel has no netem");
            }
            add(
                    differences,
                    direction.loss() instanceof Loss.Bursts && averageLoss() > 0,
                    "losses come one by one, not in bursts: this kernel has no netem");
        } else {
            add(
                    differences,
                    direction.jitterNanos() > 0,
                    "packets may overtake each other by jitter");
        }
        if (direction.bitsPerSecond() > 0) {
            add(
                    differences,
                    !ground.tokenBucket(),
                    "no limit of its rate: this kernel has no token bucket (sch_tbf)");
            add(
                    differences,
                    ground.tokenBucket() && direction.queue() instanceof Queue.CoDel,
                    "its queue drops at its end, not by CoDel");
        }
        add(
                differences,
                direction.mtuBytes() < USUAL_MTU && !direction.tooBigErrors(),
                "packets that are too big are answered by errors");
        return differences;
    }

    private static void add(List<String> list, boolean condition, String words) {
        if (condition) {
            list.add(words);
        }
    }
}
