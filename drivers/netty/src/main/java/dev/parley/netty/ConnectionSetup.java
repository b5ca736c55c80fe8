package dev.parley.netty;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;

/** What happens to each accepted connection: the gate, TLS, then the look at its first bytes. */
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
        IpAddress ip = IpAddress.of(remote.getAddress());
        if (!gate.enter(ip)) {
            tally.refused.increment();
            channel.close();
            return;
        }
        channel.closeFuture().addListener(_ -> gate.leave(ip));
        tally.accepted.increment();
        connections.add(channel);
        TlsContext tls = options.tls();
        Endpoint endpoint =
                new Endpoint(TransportAddress.of(remote), TransportAddress.of(local), tls != null);
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
        channel.pipeline().addLast(new Greeting(options, tally, endpoint));
    }
}
