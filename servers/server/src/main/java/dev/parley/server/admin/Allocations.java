package dev.parley.server.admin;

import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import dev.parley.server.relay.RelayRegister;
import dev.parley.turn.AllocationDescription;
import dev.parley.turn.AllocationSummary;
import dev.parley.turn.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /admin/allocations} and {@code /admin/users}: what stands, and ending it. */
final class Allocations {
    private static final Logger LOG = LoggerFactory.getLogger("parley.admin");
    private static final int USUAL = 100;
    private static final int MOST = 1000;

    private final RelayRegister register;
    private final WallClock clock;

    Allocations(Operator operator) {
        register = operator.relay().register();
        clock = operator.clock();
    }

    CompletionStage<HttpResponse> list(HttpRequest request, String rest)
            throws BadRequestException {
        Query query = Query.of(request.query(), "user", "limit", "after");
        int limit = (int) query.number("limit", 1, MOST, USUAL);
        long after = query.number("after", 0, Long.MAX_VALUE, 0);
        String user = query.text("user");
        Predicate<AllocationSummary> wanted =
                user == null ? _ -> true : allocation -> allocation.user().equals(user);
        return register.list(after, limit + 1, wanted).thenApply(found -> page(found, limit));
    }

    private HttpResponse page(List<AllocationSummary> found, int limit) {
        List<AllocationSummary> shown = found.subList(0, Math.min(limit, found.size()));
        ObjectNode json = Answers.object();
        ArrayNode array = json.putArray("allocations");
        shown.forEach(allocation -> write(array.addObject(), allocation));
        if (found.size() > limit) {
            json.put("next", shown.getLast().allocation()); // the next page's "after"
        }
        return Answers.json(200, json);
    }

    CompletionStage<HttpResponse> get(HttpRequest request, String rest) throws BadRequestException {
        Query.of(request.query());
        return register.describe(id(rest))
                .thenApply(found ->
                        found.map(description -> Answers.json(200, whole(description)))
                                .orElseGet(Allocations::none));
    }

    CompletionStage<HttpResponse> end(HttpRequest request, String rest) throws BadRequestException {
        Query.of(request.query());
        long id = id(rest);
        return register.revoke(id)
                .thenApply(ended -> {
                    if (!ended) {
                        return none();
                    }
                    LOG.info("Relay {} is ended by the admin API", id);
                    return ended(1);
                });
    }

    CompletionStage<HttpResponse> endAllOf(HttpRequest request, String user)
            throws BadRequestException {
        Query.of(request.query());
        return register.revokeUser(user)
                .thenApply(count -> {
                    LOG.info("{} relays of one user are ended by the admin API", count);
                    return ended(count);
                });
    }

    /** The same for names that cannot stand in a path. */
    CompletionStage<HttpResponse> endSome(HttpRequest request, String rest)
            throws BadRequestException {
        String user = Query.of(request.query(), "user").text("user");
        if (user == null) {
            throw new BadRequestException("Whose? DELETE /admin/allocations?user=NAME ends all.");
        }
        return register.revokeUser(user).thenApply(Allocations::ended);
    }

    private static HttpResponse ended(int count) {
        return Answers.json(200, Answers.object().put("ended", count));
    }

    private static HttpResponse none() {
        return Answers.error(404, "There is no relay of that number.");
    }

    private static long id(String rest) throws BadRequestException {
        return Query.number("The number of a relay", rest, 1, Long.MAX_VALUE);
    }

    private void write(ObjectNode json, AllocationSummary allocation) {
        json.put("id", allocation.allocation())
                .put("user", allocation.user())
                .put("client", allocation.client().toString())
                .put("transport", allocation.transport().name().toLowerCase(Locale.ROOT))
                .put("peersBy", allocation.tcp() ? "tcp" : "udp");
        ArrayNode relayed = json.putArray("relayed");
        allocation.relayed().stream().map(TransportAddress::toString).forEach(relayed::add);
        json.put("created", time(allocation.createdAtNanos()))
                .put("expires", time(allocation.expiresAtNanos()))
                .put("permissions", allocation.permissions())
                .put("channels", allocation.channels())
                .put("connections", allocation.connections());
        write(json, allocation.usage());
    }

    private void write(ObjectNode json, Usage usage) {
        json.put("packetsToPeers", usage.packetsToPeers())
                .put("bytesToPeers", usage.bytesToPeers())
                .put("packetsToClient", usage.packetsToClient())
                .put("bytesToClient", usage.bytesToClient())
                .put("dropped", usage.dropped())
                .put("droppedOverBandwidth", usage.droppedOverBandwidth())
                .put("lastActivity", usage.isActive() ? time(usage.lastActivityNanos()) : null);
    }

    private ObjectNode whole(AllocationDescription description) {
        ObjectNode json = Answers.object();
        write(json, description.summary());
        ArrayNode relays = json.putArray("relays");
        for (AllocationDescription.RelayDescription relay : description.relays()) {
            ObjectNode one = relays.addObject();
            one.put("relayed", relay.relayed().toString())
                    .put("expires", time(relay.expiresAtNanos()));
            ArrayNode permissions = one.putArray("permissions");
            relay.permissions()
                    .forEach(permission ->
                            permissions
                                    .addObject()
                                    .put("peer", permission.peer().toString())
                                    .put("expires", time(permission.expiresAtNanos())));
        }
        ArrayNode channels = json.putArray("channelsBound");
        for (AllocationDescription.ChannelDescription channel : description.channels()) {
            ObjectNode one = channels.addObject();
            one.put("number", channel.number())
                    .put("peer", channel.peer().toString())
                    .put("expires", time(channel.expiresAtNanos()))
                    .put("open", channel.open())
                    .put("fast", channel.accelerated());
            write(one, channel.usage());
        }
        ArrayNode connections = json.putArray("peerConnections");
        description
                .connections()
                .forEach(connection ->
                        connections
                                .addObject()
                                .put("peer", connection.peer().toString())
                                .put("bound", connection.bound()));
        return json;
    }

    private @Nullable String time(long nanos) {
        return Instant.ofEpochMilli(clock.epochMillis(nanos)).toString();
    }
}
