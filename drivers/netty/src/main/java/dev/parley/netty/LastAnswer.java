package dev.parley.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;

/**
 * Ends an HTTP connection after an error. What the client still sends is thrown away for a moment:
 * closing at once would reset the connection, and the client would never see the answer.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures reach the pipeline, or do not matter
final class LastAnswer extends ChannelInboundHandlerAdapter {
    private static final Duration LINGER = Duration.ofSeconds(2);

    private LastAnswer() {}

    static void send(ChannelHandlerContext ctx, HttpResponse response, RequestClock clock) {
        ctx.writeAndFlush(ResponseWriter.toNetty(response, false));
        clock.ending(LINGER);
        // Before the HTTP stages, so that nothing is parsed any more.
        ctx.pipeline().addBefore(ctx.pipeline().context(clock).name(), null, new LastAnswer());
        ctx.channel().config().setAutoRead(true);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }
}
