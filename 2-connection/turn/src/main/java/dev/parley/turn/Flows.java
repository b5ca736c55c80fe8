package dev.parley.turn;

/**
 * Lets data pass through channels and stops it. A flow is there exactly while a channel, its
 * permission and its relay all are; every end of one of them comes through {@link #close}, the one
 * place that tells the plane.
 */
final class Flows {
    private final ServerContext context;
    private final OwnAddresses own;

    Flows(ServerContext context, OwnAddresses own) {
        this.context = context;
        this.own = own;
    }

    /** Opens the flow of a channel, or prolongs it, as far as channel and permission reach. */
    void openOrExtend(Channel channel) {
        Permission permission = channel.permission;
        if (permission == null || channel.relay.allocation.isAway()) {
            return;
        }
        Flow flow = channel.flow;
        if (flow == null) {
            open(channel, permission);
            return;
        }
        long until = until(channel, permission);
        if (until != flow.expiresAtNanos()) {
            flow.expiresAtNanos(until);
            if (channel.accelerated) {
                context.plane.extend(flow, until);
            }
        }
    }

    private void open(Channel channel, Permission permission) {
        Flow flow =
                new Flow(
                        FlowKind.CHANNEL,
                        context.paths,
                        channel.relay.allocation.clientPath,
                        channel.peerPath,
                        channel.number,
                        channel.relay.allocation.budget);
        flow.expiresAtNanos(until(channel, permission));
        channel.flow = flow;
        // On a shared port the core sees checks first, as it learns from them who is whose.
        if (channel.relay.share == null) {
            offer(channel, flow, permission);
        }
    }

    /** Data passes on the channel: the plane may take it over if it was not asked before. */
    void offer(Channel channel, byte[] buf, int off) {
        Flow flow = channel.flow;
        Permission permission = channel.permission;
        if (!channel.offered
                && flow != null
                && permission != null
                && !CheckReader.mayBeStun(buf, off)) {
            offer(channel, flow, permission);
        }
    }

    private void offer(Channel channel, Flow flow, Permission permission) {
        channel.offered = true;
        channel.accelerated = mayAccelerate(channel, permission) && context.plane.install(flow);
    }

    private static long until(Channel channel, Permission permission) {
        return Math.min(channel.relay.expiresAt, Math.min(channel.expiresAt, permission.expiresAt));
    }

    /** A plane knows nothing of streams, of relays that meet in the core, or of guarded ports. */
    private boolean mayAccelerate(Channel channel, Permission permission) {
        return !channel.relay.allocation.clientStream
                && !own.isGuarded(permission, channel.peer.port())
                && (!permission.own
                        || (permission.openByRule
                                && !own.mayBeRelay(channel.peer.ip(), channel.peer.port())));
    }

    /** The funnel: ends the flow of a channel, for whatever reason. Nothing passes afterwards. */
    void close(Channel channel) {
        Flow flow = channel.flow;
        if (flow == null) {
            return;
        }
        channel.flow = null;
        channel.offered = false;
        if (channel.accelerated) {
            channel.accelerated = false;
            context.plane.remove(flow);
        }
        flow.attach(null);
        channel.relay.allocation.traffic.add(flow.counters());
    }

    /** The traffic of an allocation up to now, its living flows included. */
    FlowCounters traffic(Allocation allocation) {
        FlowCounters sum = new FlowCounters();
        sum.add(allocation.traffic);
        allocation.channels.forEach(channel -> sum.add(traffic(channel)));
        return sum;
    }

    /** What the living flow of a channel carried up to now; nothing when it has none. */
    FlowCounters traffic(Channel channel) {
        Flow flow = channel.flow;
        if (flow == null) {
            return new FlowCounters();
        }
        if (channel.accelerated) {
            context.plane.readCounters(flow);
        }
        return flow.counters();
    }

    /** Adds what an allocation carried since the last time to the server's counters. */
    void report(Allocation allocation) {
        FlowCounters now = traffic(allocation);
        FlowCounters before = allocation.reported;
        TurnCounters counters = context.counters;
        counters.count(
                TurnCounter.RELAYED_PACKETS_TO_PEERS, now.packetsToPeer - before.packetsToPeer);
        counters.count(TurnCounter.RELAYED_BYTES_TO_PEERS, now.bytesToPeer - before.bytesToPeer);
        counters.count(
                TurnCounter.RELAYED_PACKETS_TO_CLIENTS,
                now.packetsToClient - before.packetsToClient);
        counters.count(
                TurnCounter.RELAYED_BYTES_TO_CLIENTS, now.bytesToClient - before.bytesToClient);
        counters.count(
                TurnCounter.DROPPED_OVER_BANDWIDTH,
                now.droppedOverBandwidth - before.droppedOverBandwidth);
        before.set(now);
    }
}
