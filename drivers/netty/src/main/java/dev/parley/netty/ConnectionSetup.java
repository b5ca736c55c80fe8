package dev.parley.netty;

import dev.parley.core.TransportAddress;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;

/**
 * What happens to each accepted connection: the gate, a PROXY header where one is due, TLS, then
 * the look at its first bytes.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures reach the pipeline, or do not matter
@Sharable
final class ConnectionSetup extends ChannelInitializer<SocketChannel> {
    private final ListenerOptions options;
    private final ConnectionGate gate;
    private final TcpTally tally;
    private final ChannelGroup connections;

    ConnectionSetup(
            ListenerOptions options,
            ConnectionGate gate,
            TcpTally tally,
            ChannelGroup connections) {
        this.options = options;
        this.gate = gate;
        this.tally = tally;
        this.connections = connections;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        InetSocketAddress remote = channel.remoteAddress();
        InetSocketAddress local = channel.localAddress();
        if (remote == null || local == null) { // reset before we came to look
            channel.close();
            return;
        }
        TransportAddress client = TransportAddress.of(remote);
        TransportAddress here = TransportAddress.of(local);
        if (options.isProxy(client.ip().unmapped())) {
            awaitProxyHeader(channel, client, here);
            return;
        }
        ConnectionGate.Guest guest = gate.enter(client.ip(), () -> displace(channel));
        if (guest == null) {
            refuse(channel);
            return;
        }
        channel.closeFuture().addListener(_ -> guest.leave());
        begin(channel, client, here, guest);
    }

    private void displace(SocketChannel channel) {
        tally.displaced.increment();
        channel.close();
    }

    private void refuse(SocketChannel channel) {
        tally.refused.increment();
        channel.close();
    }

    /** Counts for the whole until it is known whom it counts for. */
    private void awaitProxyHeader(
            SocketChannel channel, TransportAddress proxy, TransportAddress here) {
        ConnectionGate.Guest guest = gate.enter(() -> displace(channel));
        if (guest == null) {
            refuse(channel);
            return;
        }
        channel.closeFuture().addListener(_ -> guest.leave());
        connections.add(channel);
        ProxyHeader.await(
                channel.pipeline(),
                options.connections().greetingTimeout(),
                tally,
                named -> {
                    TransportAddress client = named == null ? proxy : named;
                    // The balancer's own connections are health checks: as many as it likes.
                    if (named != null && !guest.countFor(client.ip())) {
                        refuse(channel);
                        return;
                    }
                    begin(channel, client, here, guest);
                });
    }

    private void begin(
            SocketChannel channel, TransportAddress client, TransportAddress here, Place place) {
        tally.accepted.increment();
        connections.add(channel);
        TlsContext tls = options.tls();
        Endpoint endpoint = new Endpoint(client, here, tls != null);
        if (tls != null) {
            SslHandler handler =
                    tls.newHandler(
                            channel.alloc(), options.http() != null, options.stream() != null);
            handler.setHandshakeTimeoutMillis(options.connections().greetingTimeout().toMillis());
            // Each message in a record of its own: there are clients that take one read of TLS for
            // one message, and lose what else is in the record.
            handler.setWrapDataSize(0);
            channel.pipeline().addLast(handler);
        }
        channel.pipeline().addLast(new Greeting(options, tally, endpoint, place));
    }
}
