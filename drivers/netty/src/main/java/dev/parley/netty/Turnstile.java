package dev.parley.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Lets the parts of one request through; those of the next, which may come in one piece with it,
 * wait until it is answered. So nothing behind it says a word before its answer, be it that a body
 * is too large or that the client may go on.
 */
final class Turnstile extends ChannelInboundHandlerAdapter {
    private final Queue<Object> parts = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext context;
    private boolean shut;
    private boolean passing;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object part) {
        parts.add(part);
        pass(ctx);
    }

    /** A whole request went through: whatever follows waits. */
    void shut() {
        shut = true;
    }

    boolean isShut() {
        return shut;
    }

    /** It is answered: lets the next one through, and reads when it is not here yet. */
    void open() {
        shut = false;
        ChannelHandlerContext ctx = context;
        // Within pass() its loop goes on, and to read as well would pile up what nobody asked for.
        if (ctx != null && !passing) {
            pass(ctx);
            if (!shut) {
                ctx.read();
            }
        }
    }

    private void pass(ChannelHandlerContext ctx) {
        if (passing) {
            return;
        }
        passing = true;
        try {
            while (!shut && !parts.isEmpty()) {
                ctx.fireChannelRead(parts.remove());
            }
        } finally {
            passing = false;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        context = null;
        parts.forEach(ReferenceCountUtil::release);
        parts.clear();
    }
}
