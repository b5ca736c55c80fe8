package dev.parley.netty;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the PROXY header (version 2, or 1) that a load balancer puts before the bytes of a
 * client. It names the client; its further fields are not looked at. Whatever else comes, or
 * nothing in time, ends the connection.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures reach the pipeline, or do not matter
final class ProxyHeader extends SimpleChannelInboundHandler<HAProxyMessage> {
    /** Of fields that nobody looks at: certificates and names of services fit. */
    private static final int MOST_FIELD_BYTES = 4096;

    private final TcpTally tally;
    private final Consumer<@Nullable TransportAddress> named;
    private final Duration patience;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean refused;

    private ProxyHeader(
            TcpTally tally, Duration patience, Consumer<@Nullable TransportAddress> named) {
        this.tally = tally;
        this.patience = patience;
        this.named = named;
    }

    /**
     * Puts itself into an empty pipeline, and leaves it when the header has come.
     *
     * @param named gets the client, null when the balancer speaks for itself; adds what comes next
     */
    static void await(
            ChannelPipeline pipeline,
            Duration patience,
            TcpTally tally,
            Consumer<@Nullable TransportAddress> named) {
        pipeline.addLast(
                new HAProxyMessageDecoder(MOST_FIELD_BYTES),
                new ProxyHeader(tally, patience, named));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        deadline =
                ctx.executor()
                        .schedule(() -> refuse(ctx), patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HAProxyMessage header) {
        TransportAddress client = null;
        boolean own =
                header.command() == HAProxyCommand.LOCAL
                        || header.proxiedProtocol() == HAProxyProxiedProtocol.UNKNOWN;
        if (!own) {
            client = clientOf(header);
            if (client == null) {
                refuse(ctx);
                return;
            }
        }
        named.accept(client);
        ctx.pipeline().remove(this);
    }

    /** Null for a datagram's, one of the balancer's own machine, or what is no address. */
    private static @Nullable TransportAddress clientOf(HAProxyMessage header) {
        HAProxyProxiedProtocol protocol = header.proxiedProtocol();
        String address = header.sourceAddress();
        boolean tcp =
                protocol == HAProxyProxiedProtocol.TCP4 || protocol == HAProxyProxiedProtocol.TCP6;
        if (!tcp || address == null) {
            return null;
        }
        try {
            return new TransportAddress(IpAddress.parse(address).unmapped(), header.sourcePort());
        } catch (IllegalArgumentException e) {
            return null; // the decoder takes forms such as 010.0.0.1, which some read as octal
        }
    }

    private void refuse(ChannelHandlerContext ctx) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        if (!refused) {
            refused = true;
            tally.proxyRefused.increment();
            ctx.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event == Shutdown.GOING_AWAY) {
            ctx.close();
        }
        super.userEventTriggered(ctx, event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof CodecException) {
            refuse(ctx); // not a PROXY header; the decoder has closed already
            return;
        }
        if (!Faults.isOfTheNetwork(cause)) {
            Bugs.log("A PROXY header", cause);
        }
        ctx.close();
    }
}
