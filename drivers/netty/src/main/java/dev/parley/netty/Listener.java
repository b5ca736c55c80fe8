package dev.parley.netty;

import dev.parley.core.TransportAddress;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.TimeUnit;

/** A bound port and its connections. */
@SuppressWarnings("FutureReturnValueIgnored") // failures reach the pipeline, or do not matter
final class Listener implements TcpListener {
    private static final int BACKLOG = 1024;

    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final TcpTally tally = new TcpTally();
    private final ConnectionGate gate;
    private final ChannelFuture bound;

    private Listener(EventLoopGroup group, TransportAddress local, ListenerOptions options) {
        gate = new ConnectionGate(options.connections());
        bound =
                new ServerBootstrap()
                        .group(group)
                        .channelFactory(() -> socket(local, options))
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(new ConnectionSetup(options, gate, tally, connections))
                        .bind(local.toInetSocketAddress())
                        .awaitUninterruptibly();
    }

    /** One that knows IPv6 takes the unspecified IPv4 address for that of both. */
    private static ServerChannel socket(TransportAddress local, ListenerOptions options) {
        boolean ipv4Alone =
                !local.ip().v6() && local.ip().isUnspecified() && !options.bothFamilies();
        return ipv4Alone
                ? new NioServerSocketChannel(SelectorProvider.provider(), SocketProtocolFamily.INET)
                : new NioServerSocketChannel();
    }

    static Listener bind(EventLoopGroup group, TransportAddress local, ListenerOptions options)
            throws IOException {
        Listener listener = new Listener(group, local, options);
        Throwable failure = listener.bound.cause();
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure != null) {
            throw new IOException("Binding " + local + " failed.", failure);
        }
        return listener;
    }

    @Override
    public TransportAddress local() {
        return TransportAddress.of((InetSocketAddress) bound.channel().localAddress());
    }

    @Override
    public TcpCounters counters() {
        return tally.snapshot(gate.inside());
    }

    @Override
    public void close() {
        bound.channel().close().awaitUninterruptibly();
    }

    /** Stops accepting and asks every connection to end. */
    void shutDown() {
        close();
        for (Channel connection : connections) {
            connection.pipeline().fireUserEventTriggered(Shutdown.GOING_AWAY);
        }
    }

    /** Waits for connections to end. */
    void awaitEnd(long patienceNanos) {
        connections
                .newCloseFuture()
                .awaitUninterruptibly(Math.max(patienceNanos, 0), TimeUnit.NANOSECONDS);
    }

    /** Cuts those that did not; done when all are. */
    Future<?> cut() {
        return connections.close();
    }
}
