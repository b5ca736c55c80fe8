package dev.parley.server.relay;

import dev.parley.stun.StunClass;
import dev.parley.turn.Flow;
import dev.parley.turn.FlowCounters;
import dev.parley.turn.FlowKind;
import dev.parley.turn.RelayPlane;
import dev.parley.udp.DatagramBatch;
import dev.parley.udp.DatagramTap;
import dev.parley.udp.EventLoop;
import dev.parley.udp.UdpDriver;
import dev.parley.udp.UdpSocket;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Moves the datagrams of established channels on the memory they arrived in: towards the peer
 * without the first four bytes, towards the client with four bytes put in front. The datagrams of a
 * batch are grouped by flow first, so that a driver can send each group in one go; within a flow
 * they keep their order.
 *
 * <p>Runs on the thread of the core. What it does not know, or what is not as RFC 8656 section 12.4
 * wants it, it leaves to the core.
 */
final class BatchRelayPlane implements RelayPlane, DatagramTap {
    private static final int HEADER_BYTES = 4;
    private static final int MAX_UDP_PAYLOAD_BYTES = 65_507;

    private final UdpDriver driver;
    private final int maxFlows;
    private final FlowTable<PlaneFlow> fromClients = new FlowTable<>();
    private final FlowTable<PlaneFlow> fromPeers = new FlowTable<>();
    private @Nullable EventLoop<?> loop;

    // The batch at hand.
    private @Nullable PlaneFlow last; // of the datagram before
    private int lastChannel;
    private boolean lastFromPeer;
    private long batchNumber;
    private int[] next = new int[64]; // the next datagram of the same flow, or -1
    private PlaneFlow[] touched = new PlaneFlow[64];
    private int touchedCount;
    private int[] offsets = new int[64]; // or numbers in the batch, towards clients
    private int[] lengths = new int[64]; // or headers, towards clients

    /**
     * A plane without sockets yet.
     *
     * @param maxFlows beyond, it declines
     */
    BatchRelayPlane(UdpDriver driver, int maxFlows) {
        this.driver = driver;
        this.maxFlows = maxFlows;
    }

    /** Where it finds the sockets of flows; before the first of them. */
    void attach(EventLoop<?> loop) {
        this.loop = loop;
    }

    int flows() {
        return fromClients.size();
    }

    // ---- what the core decides

    @Override
    public boolean install(Flow flow) {
        UdpSocket clientSocket = socket(flow.clientSocket());
        UdpSocket relaySocket = socket(flow.relaySocket());
        if (flow.kind() != FlowKind.CHANNEL
                || clientSocket == null
                || relaySocket == null
                || flows() >= maxFlows) {
            return false;
        }
        PlaneFlow known =
                new PlaneFlow(
                        flow,
                        clientSocket,
                        driver.destination(flow.client()),
                        relaySocket,
                        driver.destination(flow.peer()));
        fromClients.put(flow.clientSocket(), flow.client(), flow.channelNumber(), known);
        fromPeers.put(flow.relaySocket(), flow.peer(), 0, known);
        return true;
    }

    private @Nullable UdpSocket socket(int id) {
        return loop == null ? null : loop.socket(id);
    }

    @Override
    public void extend(Flow flow, long expiresAt) {
        // The flow itself is asked for each batch.
    }

    @Override
    public void remove(Flow flow) {
        fromClients.remove(flow.clientSocket(), flow.client(), flow.channelNumber());
        fromPeers.remove(flow.relaySocket(), flow.peer(), 0);
    }

    @Override
    public void readCounters(Flow flow) {
        // Counted as they go.
    }

    // ---- what passes

    @Override
    public void offer(long now, UdpSocket socket, DatagramBatch batch) {
        begin(batch);
        int requests = 0;
        ByteBuffer bytes = batch.memory().buffer();
        for (int i = 0; i < batch.count(); i++) {
            if (batch.isTaken(i)) { // by whoever leads clients to other threads
                last = null;
                continue;
            }
            int header = batch.length(i) > HEADER_BYTES ? bytes.getInt(batch.offset(i)) : 0;
            PlaneFlow flow = flowOf(socket, batch, i, header);
            if (flow != null && flow.flow.expiresAtNanos() - now > 0) {
                join(flow, i);
                batch.take(i);
            } else if (header != 0 && StunClass.isRequest(header >>> 16)) {
                requests++;
            }
        }
        batch.setUnhurried(requests);
        for (int i = 0; i < touchedCount; i++) {
            PlaneFlow flow = touched[i];
            if (socket.id() == flow.relaySocket.id()) {
                toClient(now, flow, batch);
            } else {
                toPeer(now, flow, batch);
            }
        }
    }

    /**
     * The flow of datagram {@code i}. What came glued to the one before has its sender, so only the
     * channel needs another look.
     */
    private @Nullable PlaneFlow flowOf(UdpSocket socket, DatagramBatch batch, int i, int header) {
        if (batch.isGlued(i) && last != null) {
            boolean same =
                    lastFromPeer
                            ? batch.length(i) <= MAX_UDP_PAYLOAD_BYTES - HEADER_BYTES
                            : header >>> 16 == lastChannel && isWhole(batch, i, header);
            if (same) {
                return last;
            }
        }
        last = fromClient(socket, batch, i, header);
        lastChannel = header >>> 16;
        lastFromPeer = last == null;
        if (last == null) {
            last = fromPeer(socket, batch, i);
        }
        return last;
    }

    /** Whether this is channel data with all its bytes. */
    private static boolean isWhole(DatagramBatch batch, int i, int header) {
        int dataBytes = header & 0xFFFF;
        return header >>> 30 == 1 && dataBytes != 0 && dataBytes <= batch.length(i) - HEADER_BYTES;
    }

    private @Nullable PlaneFlow fromClient(
            UdpSocket socket, DatagramBatch batch, int i, int header) {
        if (!isWhole(batch, i, header)) {
            return null;
        }
        return fromClients.find(
                socket.id(),
                batch.v6(i),
                batch.high(i),
                batch.low(i),
                batch.port(i),
                header >>> 16);
    }

    private @Nullable PlaneFlow fromPeer(UdpSocket socket, DatagramBatch batch, int i) {
        if (batch.length(i) > MAX_UDP_PAYLOAD_BYTES - HEADER_BYTES) {
            return null;
        }
        return fromPeers.find(
                socket.id(), batch.v6(i), batch.high(i), batch.low(i), batch.port(i), 0);
    }

    private void begin(DatagramBatch batch) {
        batchNumber++;
        last = null;
        touchedCount = 0;
        if (next.length < batch.capacity()) {
            next = new int[batch.capacity()];
            touched = new PlaneFlow[batch.capacity()];
            offsets = new int[batch.capacity()];
            lengths = new int[batch.capacity()];
        }
    }

    private void join(PlaneFlow flow, int i) {
        if (flow.batch == batchNumber) {
            next[flow.last] = i;
        } else {
            flow.batch = batchNumber;
            flow.first = i;
            touched[touchedCount++] = flow;
        }
        flow.last = i;
        next[i] = -1;
    }

    private void toPeer(long now, PlaneFlow flow, DatagramBatch batch) {
        ByteBuffer bytes = batch.memory().buffer();
        int count = 0;
        for (int i = flow.first; i >= 0; i = next[i]) {
            offsets[count] = batch.offset(i) + HEADER_BYTES;
            lengths[count++] = bytes.getShort(batch.offset(i) + 2) & 0xFFFF;
        }
        FlowCounters counters = flow.flow.counters();
        int fit = flow.flow.budget().toPeer(now, lengths, count);
        count = withinBandwidth(counters, count, fit);
        if (count == 0) {
            return;
        }
        int sent =
                flow.relaySocket.sendScattered(batch.memory(), offsets, lengths, count, flow.peer);
        counters.dropped += count - sent;
        for (int i = 0; i < count; i++) {
            if (sent == count || !flow.relaySocket.lost(i)) {
                counters.toPeer(now, lengths[i]);
            }
        }
    }

    private void toClient(long now, PlaneFlow flow, DatagramBatch batch) {
        int count = 0;
        for (int i = flow.first; i >= 0; i = next[i]) {
            offsets[count] = i;
            lengths[count++] = flow.channelHeader | batch.length(i);
        }
        FlowCounters counters = flow.flow.counters();
        int fit = flow.flow.budget().toClient(now, lengths, count);
        count = withinBandwidth(counters, count, fit);
        if (count == 0) {
            return;
        }
        int sent = flow.clientSocket.sendPrefixed(batch, offsets, lengths, count, flow.client);
        counters.dropped += count - sent;
        for (int i = 0; i < count; i++) {
            if (sent == count || !flow.clientSocket.lost(i)) {
                counters.toClient(now, lengths[i] & 0xFFFF);
            }
        }
    }

    private static int withinBandwidth(FlowCounters counters, int count, int fit) {
        if (fit < count) {
            counters.overBandwidth(count - fit);
        }
        return fit;
    }
}
