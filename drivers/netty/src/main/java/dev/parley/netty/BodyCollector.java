package dev.parley.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.util.ReferenceCountUtil;

/** Joins the parts of a request; answers 413 when they are too much and reads no further. */
final class BodyCollector extends HttpObjectAggregator {
    private final TcpTally tally;
    private final RequestClock clock;

    BodyCollector(int maxBodyBytes, TcpTally tally, RequestClock clock) {
        super(maxBodyBytes);
        this.tally = tally;
        this.clock = clock;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object part) throws Exception {
        if (clock.isEnding()) {
            ReferenceCountUtil.release(part); // came in one piece with what was refused
        } else {
            super.channelRead(ctx, part);
        }
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
        tally.httpErrors.increment();
        LastAnswer.send(ctx, HttpResponse.text(413, "The request body is too large.\n"), clock);
    }
}
