package dev.parley.netty;

import dev.parley.core.TransportAddress;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One WebSocket after its handshake. */
@SuppressWarnings("FutureReturnValueIgnored") // failures reach the pipeline, or do not matter
final class WebSocketConnection extends SimpleChannelInboundHandler<WebSocketFrame>
        implements WebSocketSession {
    private static final int UNSUPPORTED = 1003;
    private static final int NO_STATUS = 1005;
    private static final int ABNORMAL = 1006;
    private static final int POLICY = 1008;
    private static final int TOO_BIG = 1009;
    private static final int SERVER_ERROR = 1011;
    private static final long CLOSE_SECONDS = 5;

    private final WebSocketLimits limits;
    private final WebSocketListener listener;
    private final TcpTally tally;
    private final Endpoint endpoint;
    private final String host;
    private final AtomicInteger queuedBytes = new AtomicInteger();

    private volatile @Nullable Channel channel;
    private volatile boolean closing;

    // On the connection's thread only.
    private boolean told; // opened was called, closed not yet
    private int endCode;
    private String endReason = "";
    private long lastReadNanos;
    private @Nullable ScheduledFuture<?> pings;

    WebSocketConnection(
            WebSocketLimits limits,
            WebSocketListener listener,
            TcpTally tally,
            Endpoint endpoint,
            String host) {
        this.limits = limits;
        this.listener = listener;
        this.tally = tally;
        this.endpoint = endpoint;
        this.host = host;
    }

    WebSocketLimits limits() {
        return limits;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    /** The handshake is done. */
    void opened() {
        Channel connection = channel();
        lastReadNanos = System.nanoTime();
        long interval = limits.pingInterval().toNanos();
        pings =
                connection
                        .eventLoop()
                        .scheduleAtFixedRate(
                                () -> connection.writeAndFlush(new PingWebSocketFrame()),
                                interval,
                                interval,
                                TimeUnit.NANOSECONDS);
        watchSilence(limits.deadAfter().toNanos());
        told = true;
        guarded(() -> listener.opened(this));
    }

    private void watchSilence(long nanos) {
        channel()
                .eventLoop()
                .schedule(
                        () -> {
                            long silent = System.nanoTime() - lastReadNanos;
                            long allowed = limits.deadAfter().toNanos();
                            if (!channel().isActive()) {
                                return;
                            }
                            if (silent >= allowed) {
                                tally.timedOut.increment();
                                end(ABNORMAL, "silent");
                                channel().close();
                            } else {
                                watchSilence(allowed - silent);
                            }
                        },
                        nanos,
                        TimeUnit.NANOSECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        lastReadNanos = System.nanoTime();
        switch (frame) {
            case TextWebSocketFrame text -> {
                if (!closing) {
                    String message = text.text();
                    guarded(() -> listener.text(this, message));
                }
            }
            case PingWebSocketFrame ping -> pong(ctx, ping);
            case PongWebSocketFrame _ -> {}
            case CloseWebSocketFrame close -> {
                int code = close.statusCode() < 0 ? NO_STATUS : close.statusCode();
                end(code, close.reasonText());
                boolean answered = closing;
                closing = true;
                if (answered) {
                    ctx.close();
                } else {
                    ctx.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
                    closeSoon(ctx.channel());
                }
            }
            default -> close(UNSUPPORTED, "text only");
        }
    }

    private static void pong(ChannelHandlerContext ctx, PingWebSocketFrame ping) {
        // To a client that sends pings and reads no answers there is nothing to say.
        if (ctx.channel().isWritable()) {
            ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        }
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            Bugs.log("A WebSocket listener", e);
            close(SERVER_ERROR, "");
        }
    }

    @Override
    public void send(String text) {
        if (closing) {
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (queuedBytes.addAndGet(bytes.length) > limits.maxQueuedBytes()) {
            cutSlowClient();
            return;
        }
        channel()
                .writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(bytes)))
                .addListener(_ -> queuedBytes.addAndGet(-bytes.length));
    }

    private void cutSlowClient() {
        closing = true;
        Channel connection = channel();
        connection
                .eventLoop()
                .execute(() -> {
                    if (connection.isActive()) {
                        tally.slowClosed.increment();
                        end(POLICY, "too slow");
                        connection.close(); // a Close frame would only join the queue
                    }
                });
    }

    @Override
    public void close(int code, String reason) {
        Channel connection = channel();
        connection
                .eventLoop()
                .execute(() -> {
                    if (closing) {
                        return;
                    }
                    closing = true;
                    end(code, reason);
                    connection.writeAndFlush(
                            new CloseWebSocketFrame(code, CloseReason.fit(reason)));
                    closeSoon(connection);
                });
    }

    /** The other side has its time to answer, no more. */
    private static void closeSoon(Channel connection) {
        connection.eventLoop().schedule(() -> connection.close(), CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    private void end(int code, String reason) {
        if (endCode == 0) {
            endCode = code;
            endReason = reason;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        end(ABNORMAL, "");
        if (pings != null) {
            pings.cancel(false);
        }
        if (told) {
            told = false;
            try {
                listener.closed(this, endCode, endReason);
            } catch (RuntimeException e) {
                Bugs.log("A WebSocket listener", e);
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event == Shutdown.GOING_AWAY) {
            close(1001, "the server is going away");
        }
        super.userEventTriggered(ctx, event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        switch (cause) {
            case CorruptedWebSocketFrameException e ->
                    // The decoder has sent the Close frame and closes.
                    end(e.closeStatus().code(), e.closeStatus().reasonText());
            case TooLongFrameException _ -> close(TOO_BIG, "the message is too large");
            default -> {
                if (!Faults.isOfTheNetwork(cause)) {
                    Bugs.log("A WebSocket connection", cause);
                }
                ctx.close();
            }
        }
    }

    private Channel channel() {
        Channel connection = channel;
        if (connection == null) {
            throw new IllegalStateException("used before it was part of a pipeline");
        }
        return connection;
    }

    @Override
    public boolean isOpen() {
        return !closing;
    }

    @Override
    public TransportAddress remote() {
        return endpoint.remote();
    }

    @Override
    public boolean secure() {
        return endpoint.secure();
    }

    @Override
    public String host() {
        return host;
    }
}
