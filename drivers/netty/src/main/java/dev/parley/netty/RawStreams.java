package dev.parley.netty;

import dev.parley.core.TransportAddress;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.concurrent.TimeUnit;

/**
 * TCP connections that carry whatever they carry: to others, and from others on ports of their own.
 * They are not read from before {@link StreamConnection#resume}. Safe for any thread, never blocks.
 */
public final class RawStreams {
    private final EventLoopGroup group;
    private final StreamLimits limits;
    private final TcpTally tally = new TcpTally();

    RawStreams(EventLoopGroup group, StreamLimits limits) {
        this.group = group;
        this.limits = limits;
    }

    /** What becomes of a port: one of the first two, and then connections. On network threads. */
    public interface Acceptor {
        /**
         * The port is bound.
         *
         * @param close ends that, not the connections
         */
        void opened(Runnable close);

        void failed(IOException cause);

        /** Somebody connected. */
        StreamListener accepted(StreamConnection connection);
    }

    /** What becomes of a connection: one of the two. On a network thread. */
    public interface Dialer {
        StreamListener connected(StreamConnection connection);

        void failed(IOException cause);
    }

    /** Binds a port. Connections may be made from it too, see {@link #connect}. */
    @SuppressWarnings("FutureReturnValueIgnored") // told by the listener
    public void listen(TransportAddress local, Acceptor acceptor) {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(group)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        // Without it no connection could be made from the port of a listener.
                        .option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.AUTO_READ, false)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        handOver(channel, acceptor::accepted);
                                    }
                                });
        ChannelFuture bound = bootstrap.bind(local.toInetSocketAddress());
        bound.addListener(_ -> {
            if (bound.isSuccess()) {
                acceptor.opened(() -> bound.channel().close());
            } else {
                acceptor.failed(cause(bound, local));
            }
        });
    }

    /** Connects, from exactly that address and port. */
    @SuppressWarnings("FutureReturnValueIgnored") // told by the listener
    public void connect(
            TransportAddress local, TransportAddress remote, long timeoutNanos, Dialer dialer) {
        long millis = TimeUnit.NANOSECONDS.toMillis(timeoutNanos);
        ChannelFuture connected =
                new Bootstrap()
                        .group(group)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.AUTO_READ, false)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(millis))
                        .handler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {}
                                })
                        .connect(remote.toInetSocketAddress(), local.toInetSocketAddress());
        connected.addListener(_ -> {
            if (!connected.isSuccess()) {
                dialer.failed(cause(connected, remote));
            } else if (!handOver((SocketChannel) connected.channel(), dialer::connected)) {
                dialer.failed(new IOException(remote + " was gone at once"));
            }
        });
    }

    /** Returns false when it is gone already, of which nobody was told. */
    @SuppressWarnings("FutureReturnValueIgnored") // it is gone either way
    private boolean handOver(SocketChannel channel, StreamHandler handler) {
        InetSocketAddress remote = channel.remoteAddress();
        InetSocketAddress local = channel.localAddress();
        if (remote == null || local == null) { // reset before we came to look
            channel.close();
            return false;
        }
        Endpoint endpoint =
                new Endpoint(TransportAddress.of(remote), TransportAddress.of(local), false);
        channel.pipeline()
                .addLast(new StreamChannel(limits, handler, tally, endpoint, Place.UNCOUNTED));
        return true;
    }

    private static IOException cause(ChannelFuture failed, TransportAddress address) {
        Channel channel = failed.channel();
        Throwable cause = failed.cause();
        return cause instanceof IOException e
                ? e
                : new IOException(address + " failed on " + channel.id().asShortText(), cause);
    }
}
