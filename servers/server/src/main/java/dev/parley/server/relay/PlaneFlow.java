package dev.parley.server.relay;

import dev.parley.turn.Flow;
import dev.parley.udp.Destination;
import dev.parley.udp.UdpSocket;

/** A flow as the plane sees it, and those datagrams of the batch at hand that belong to it. */
final class PlaneFlow {
    final Flow flow;
    final UdpSocket clientSocket;
    final Destination client;
    final UdpSocket relaySocket;
    final Destination peer;
    final int channelHeader; // the channel number, where the header has it

    // A list through the batch, in order of arrival; meaningless unless batch is the current one.
    long batch;
    int first;
    int last;

    PlaneFlow(
            Flow flow,
            UdpSocket clientSocket,
            Destination client,
            UdpSocket relaySocket,
            Destination peer) {
        this.flow = flow;
        this.clientSocket = clientSocket;
        this.client = client;
        this.relaySocket = relaySocket;
        this.peer = peer;
        this.channelHeader = flow.channelNumber() << 16;
    }
}
