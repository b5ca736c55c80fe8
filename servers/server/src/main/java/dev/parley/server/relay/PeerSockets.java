package dev.parley.server.relay;

import dev.parley.core.SocketResult;
import dev.parley.core.TransportAddress;
import dev.parley.netty.RawStreams;
import dev.parley.netty.StreamConnection;
import dev.parley.netty.StreamListener;
import dev.parley.udp.StreamSockets;
import java.io.IOException;
import java.net.BindException;

/** The TCP side of relays (RFC 6062): connections with peers, by the network threads. */
final class PeerSockets implements StreamSockets {
    private final RawStreams streams;

    PeerSockets(RawStreams streams) {
        this.streams = streams;
    }

    @Override
    public void listen(TransportAddress local, Listening listening) {
        streams.listen(
                local,
                new RawStreams.Acceptor() {
                    @Override
                    public void opened(Runnable close) {
                        listening.opened(close);
                    }

                    @Override
                    public void failed(IOException cause) {
                        listening.failed(
                                cause instanceof BindException
                                        ? SocketResult.Reason.PORT_IN_USE
                                        : SocketResult.Reason.NO_RESOURCES);
                    }

                    @Override
                    public StreamListener accepted(StreamConnection connection) {
                        return StreamBridge.join(connection, listening::accepted);
                    }
                });
    }

    @Override
    public void connect(
            TransportAddress local,
            TransportAddress remote,
            long timeoutNanos,
            Connecting connecting) {
        streams.connect(
                local,
                remote,
                timeoutNanos,
                new RawStreams.Dialer() {
                    @Override
                    public StreamListener connected(StreamConnection connection) {
                        return StreamBridge.join(connection, connecting::connected);
                    }

                    @Override
                    public void failed(IOException cause) {
                        connecting.failed(SocketResult.Reason.NOT_REACHED);
                    }
                });
    }
}
