package dev.parley.lab;

import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.LinkDirection;
import dev.parley.internet.topology.Loss;
import dev.parley.internet.topology.Queue;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Links as JSON. Both directions in one object where they are the same. */
final class LinkJson {
    private static final LinkDirection PLAIN = LinkDirection.delay(0);

    private LinkJson() {}

    static ObjectNode write(LinkBehaviour link) {
        if (link.up().equals(link.down())) {
            return write(link.up());
        }
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.set("up", write(link.up()));
        json.set("down", write(link.down()));
        return json;
    }

    private static ObjectNode write(LinkDirection link) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("delayMillis", millis(link.delayNanos()));
        if (link.jitterNanos() != 0) {
            json.put("jitterMillis", millis(link.jitterNanos()));
        }
        if (link.bitsPerSecond() != 0) {
            json.put("bitsPerSecond", link.bitsPerSecond());
        }
        if (!link.queue().equals(Queue.DEFAULT)) {
            json.set("queue", write(link.queue()));
        }
        switch (link.loss()) {
            case Loss.Random(double probability) when probability == 0 -> {}
            case Loss.Random(double probability) -> json.put("loss", probability);
            case Loss.Bursts bursts ->
                    json.putObject("loss")
                            .put("toBad", bursts.toBad())
                            .put("toGood", bursts.toGood())
                            .put("lossInGood", bursts.lossInGood())
                            .put("lossInBad", bursts.lossInBad());
        }
        share(json, "reorder", link.reorder());
        share(json, "duplicate", link.duplicate());
        share(json, "corrupt", link.corrupt());
        if (link.mtuBytes() != PLAIN.mtuBytes()) {
            json.put("mtuBytes", link.mtuBytes());
        }
        if (!link.tooBigErrors()) {
            json.put("tooBigErrors", false);
        }
        return json;
    }

    private static void share(ObjectNode json, String name, double share) {
        if (share != 0) {
            json.put(name, share);
        }
    }

    private static ObjectNode write(Queue queue) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        switch (queue) {
            case Queue.DropTail(int bytes) -> json.put("kind", "drop-tail").put("bytes", bytes);
            case Queue.CoDel codel ->
                    json.put("kind", "codel")
                            .put("bytes", codel.bytes())
                            .put("targetMillis", millis(codel.targetNanos()))
                            .put("intervalMillis", millis(codel.intervalNanos()));
        }
        return json;
    }

    private static BigDecimal millis(long nanos) {
        BigDecimal millis = BigDecimal.valueOf(nanos, 6).stripTrailingZeros();
        return millis.scale() < 0 ? millis.setScale(0) : millis;
    }

    /** A link by itself. */
    static LinkBehaviour read(JsonObjectReader json) {
        return read(json, LinkBehaviour.delay(1));
    }

    /** A link, or the default where there is none. */
    static LinkBehaviour read(@Nullable JsonObjectReader json, LinkBehaviour otherwise) {
        if (json == null) {
            return otherwise;
        }
        if (json.has("up") || json.has("down")) {
            LinkBehaviour both =
                    new LinkBehaviour(
                            direction(json.object("up"), otherwise.up()),
                            direction(json.object("down"), otherwise.down()));
            json.refuseOthers();
            return both;
        }
        return LinkBehaviour.symmetric(direction(json, otherwise.up()));
    }

    private static LinkDirection direction(
            @Nullable JsonObjectReader json, LinkDirection otherwise) {
        if (json == null) {
            return otherwise;
        }
        LinkDirection link =
                new LinkDirection(
                        json.millis("delayMillis", otherwise.delayNanos()),
                        json.millis("jitterMillis", 0),
                        json.number("bitsPerSecond", 0, 0, 1_000_000_000_000L),
                        queue(json.object("queue")),
                        loss(json),
                        json.share("reorder", 0),
                        json.share("duplicate", 0),
                        json.share("corrupt", 0),
                        (int) json.number("mtuBytes", PLAIN.mtuBytes(), 576, 65_535),
                        json.flag("tooBigErrors", true));
        json.refuseOthers();
        return link;
    }

    private static Queue queue(@Nullable JsonObjectReader json) {
        if (json == null) {
            return Queue.DEFAULT;
        }
        int bytes = (int) json.number("bytes", 128 * 1024, 1500, 1 << 28);
        String kind = json.text("kind");
        Queue.CoDel codel = Queue.CoDel.of(bytes);
        Queue queue =
                switch (kind) {
                    case "drop-tail" -> new Queue.DropTail(bytes);
                    case "codel" ->
                            new Queue.CoDel(
                                    bytes,
                                    json.millis("targetMillis", codel.targetNanos()),
                                    json.millis("intervalMillis", codel.intervalNanos()));
                    default -> throw json.mistake("kind", "drop-tail or codel is wanted");
                };
        json.refuseOthers();
        return queue;
    }

    private static Loss loss(JsonObjectReader json) {
        Double share = json.shareOrNull("loss");
        if (share != null) {
            return new Loss.Random(share);
        }
        JsonObjectReader bursts = json.object("loss");
        if (bursts == null) {
            return Loss.NONE;
        }
        Loss loss =
                new Loss.Bursts(
                        bursts.share("toBad", 0),
                        bursts.share("toGood", 1),
                        bursts.share("lossInGood", 0),
                        bursts.share("lossInBad", 1));
        bursts.refuseOthers();
        return loss;
    }
}
