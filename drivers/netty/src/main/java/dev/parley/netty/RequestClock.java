package dev.parley.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long an HTTP connection may stay in each of its states: waiting for a request, receiving one,
 * sending the answer. Dripping single bytes does not prolong any of them.
 */
@SuppressWarnings("FutureReturnValueIgnored") // failures reach the pipeline, or do not matter
final class RequestClock extends ChannelInboundHandlerAdapter {
    private final HttpLimits limits;
    private final TcpTally tally;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean receiving;
    private boolean ended;

    RequestClock(HttpLimits limits, TcpTally tally) {
        this.limits = limits;
        this.tally = tally;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        waiting();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!receiving) {
            receiving = true;
            arm(limits.requestTimeout());
        }
        ctx.fireChannelRead(message);
    }

    /** The next request may take its time. */
    void waiting() {
        if (!ended) {
            receiving = false;
            arm(limits.idleTimeout());
        }
    }

    /** A whole request is here; more bytes do not count until {@link #waiting}. */
    void answering() {
        if (!ended) {
            receiving = true;
            arm(limits.requestTimeout());
        }
    }

    /** Only so long, whatever comes; not worth counting any more. */
    void ending(Duration linger) {
        receiving = true;
        ended = true;
        arm(linger);
    }

    /** Whether the last answer was given: what comes now is no request any more. */
    boolean isEnding() {
        return ended;
    }

    private void arm(Duration time) {
        stop();
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            deadline =
                    ctx.executor()
                            .schedule(() -> expired(ctx), time.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void expired(ChannelHandlerContext ctx) {
        if (!ended) {
            tally.timedOut.increment();
        }
        ctx.close();
    }

    private void stop() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stop();
        context = null;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        stop();
        super.channelInactive(ctx);
    }
}
