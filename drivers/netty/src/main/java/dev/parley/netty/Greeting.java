package dev.parley.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the first bytes of a connection, after TLS if there is any, and decides what it speaks.
 *
 * <p>A STUN message begins with two zero bits and has the magic cookie at byte 4 (RFC 8489, section
 * 5). An HTTP request begins with the letter of a method, which is 0x41 or more. ChannelData, whose
 * first byte would be 0x40 to 0x4F, cannot come first: a channel needs an allocation on the same
 * connection before.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures reach the pipeline, or do not matter
final class Greeting extends ByteToMessageDecoder {
    private static final int MAGIC_COOKIE = 0x2112A442;
    private static final int STUN_SEEN_BYTES = 8;

    private final ListenerOptions options;
    private final TcpTally tally;
    private final Endpoint endpoint;
    private final Place place;
    private @Nullable ScheduledFuture<?> deadline;

    Greeting(ListenerOptions options, TcpTally tally, Endpoint endpoint, Place place) {
        this.options = options;
        this.tally = tally;
        this.endpoint = endpoint;
        this.place = place;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        deadline =
                ctx.executor()
                        .schedule(
                                () -> {
                                    tally.timedOut.increment();
                                    ctx.close();
                                },
                                options.connections().greetingTimeout().toNanos(),
                                TimeUnit.NANOSECONDS);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        handlerRemoved0(ctx);
        super.channelInactive(ctx);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int at = in.readerIndex();
        String agreed = Alpn.agreed(ctx.pipeline());
        if (in.getByte(at) >= 0x40) {
            HttpHandler http = options.http();
            if (http == null || !Alpn.allowsHttp(agreed)) {
                refuse(ctx, in);
            } else {
                HttpPipeline.install(ctx, options, http, tally, endpoint, place);
                ctx.pipeline().remove(this);
            }
            return;
        }
        StreamHandler stream = options.stream();
        if (stream == null || !Alpn.allowsStun(agreed) || (in.getByte(at) & 0xC0) != 0) {
            refuse(ctx, in);
        } else if (in.readableBytes() >= STUN_SEEN_BYTES) {
            if (in.getInt(at + 4) == MAGIC_COOKIE) {
                ChannelPipeline pipeline = ctx.pipeline();
                pipeline.addLast(
                        new StreamChannel(options.streamLimits(), stream, tally, endpoint, place));
                pipeline.remove(this);
            } else {
                refuse(ctx, in);
            }
        }
    }

    private void refuse(ChannelHandlerContext ctx, ByteBuf in) {
        tally.unknown.increment();
        in.skipBytes(in.readableBytes());
        ctx.close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event == Shutdown.GOING_AWAY) {
            ctx.close();
        } else if (event instanceof SslHandshakeCompletionEvent done && !done.isSuccess()) {
            tally.tlsFailed.increment();
            options.tlsFailures().accept(endpoint.remote());
            ctx.close();
        }
        super.userEventTriggered(ctx, event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A broken handshake was counted above; a reset needs no word.
        ctx.close();
    }
}
