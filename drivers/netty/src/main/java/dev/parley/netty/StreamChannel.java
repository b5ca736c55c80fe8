package dev.parley.netty;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A connection that speaks STUN or TURN: bytes to a listener, queued bytes back. */
@SuppressWarnings("FutureReturnValueIgnored") // failures reach the pipeline, or do not matter
final class StreamChannel extends SimpleChannelInboundHandler<ByteBuf> implements StreamConnection {
    private static final long LINGER_SECONDS = 5;
    private static final long PASSING_LINGER_SECONDS = 60;

    /** So many wait that long for a reader, with all that is queued for it. */
    static final int MOST_LINGERING = 256;

    // One for each network thread: a connection that is silent owns no buffer.
    private static final ThreadLocal<byte[]> SCRATCH =
            ThreadLocal.withInitial(() -> new byte[64 * 1024]);

    private final StreamLimits limits;
    private final StreamHandler handler;
    private final TcpTally tally;
    private final Endpoint endpoint;
    private final Place place;

    private final Queue<Queued> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queuedBytes = new AtomicInteger();
    private final AtomicBoolean flushPending = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean trusted;
    private volatile boolean passing; // somebody waits for every byte of it

    private @Nullable ChannelHandlerContext context; // set before anybody else knows this object
    private @Nullable StreamListener listener;
    private @Nullable Future<?> watch; // on the network thread
    private long lastReadNanos;

    /**
     * Bytes on their way.
     *
     * @param gone is run when they have left
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Queued(byte[] bytes, Runnable gone) {}

    StreamChannel(
            StreamLimits limits,
            StreamHandler handler,
            TcpTally tally,
            Endpoint endpoint,
            Place place) {
        this.limits = limits;
        this.handler = handler;
        this.tally = tally;
        this.endpoint = endpoint;
        this.place = place;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        tally.streams.increment();
        lastReadNanos = System.nanoTime();
        try {
            listener = handler.opened(this);
            if (!trusted) {
                watchStranger(limits.strangerTimeout().toNanos());
            }
        } catch (RuntimeException e) {
            Bugs.log("A stream handler", e);
            ctx.close();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
        lastReadNanos = System.nanoTime();
        byte[] scratch = SCRATCH.get();
        while (bytes.isReadable() && listener != null) {
            int take = Math.min(bytes.readableBytes(), scratch.length);
            bytes.readBytes(scratch, 0, take);
            try {
                listener.bytes(scratch, 0, take);
            } catch (RuntimeException e) {
                Bugs.log("A stream listener", e);
                ctx.close();
                return;
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing.set(true);
        if (watch != null) {
            watch.cancel(false); // or it would keep the closed connection in memory until its time
        }
        StreamListener told = listener;
        listener = null;
        if (told != null) {
            try {
                told.closed();
            } catch (RuntimeException e) {
                Bugs.log("A stream listener", e);
            }
        }
    }

    private void watchStranger(long nanos) {
        watch =
                context()
                        .executor()
                        .schedule(
                                () -> {
                                    long silent = System.nanoTime() - lastReadNanos;
                                    long allowed = limits.strangerTimeout().toNanos();
                                    if (trusted || !context().channel().isActive()) {
                                        return;
                                    }
                                    if (silent >= allowed) {
                                        tally.timedOut.increment();
                                        context().close();
                                    } else {
                                        watchStranger(allowed - silent);
                                    }
                                },
                                nanos,
                                TimeUnit.NANOSECONDS);
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("used before it was part of a pipeline");
        }
        return ctx;
    }

    @Override
    public TransportAddress remote() {
        return endpoint.remote();
    }

    @Override
    public TransportAddress local() {
        return endpoint.local();
    }

    @Override
    public Transport transport() {
        return endpoint.secure() ? Transport.TLS : Transport.TCP;
    }

    @Override
    public boolean write(byte[] buf, int off, int len) {
        if (closing.get()) {
            return false;
        }
        if (queuedBytes.addAndGet(len) > limits.maxQueuedBytes()) {
            queuedBytes.addAndGet(-len);
            switch (limits.overflow()) {
                case DROP -> tally.streamDropped.increment();
                case CLOSE -> {
                    tally.slowClosed.increment();
                    context().close();
                }
            }
            return false;
        }
        enqueue(
                new Queued(
                        Arrays.copyOfRange(buf, off, off + len),
                        () -> queuedBytes.addAndGet(-len)));
        return true;
    }

    @Override
    public void pass(byte[] bytes, Runnable gone) {
        if (closing.get() || bytes.length == 0) {
            gone.run();
            return;
        }
        passing = true;
        enqueue(new Queued(bytes, gone));
    }

    private void enqueue(Queued item) {
        queue.add(item);
        // Whatever is written until the network thread comes to it leaves in one flush.
        if (flushPending.compareAndSet(false, true)) {
            context().executor().execute(this::flushQueue);
        }
    }

    private void flushQueue() {
        flushPending.set(false);
        ChannelHandlerContext ctx = context();
        for (Queued item; (item = queue.poll()) != null; ) {
            Runnable gone = item.gone();
            ctx.write(Unpooled.wrappedBuffer(item.bytes())).addListener(_ -> gone.run());
        }
        ctx.flush();
    }

    @Override
    public void pause() {
        context().channel().config().setAutoRead(false);
    }

    @Override
    public void resume() {
        context().channel().config().setAutoRead(true);
    }

    @Override
    public void trust() {
        trusted = true;
        place.keep();
    }

    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            context().executor().execute(this::closeAfterQueue);
        }
    }

    private void closeAfterQueue() {
        flushQueue();
        ChannelHandlerContext ctx = context();
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        // A client that does not read cannot keep the connection by that, and as nobody counts a
        // connection that was given up, there are only so many that are kept for long.
        long patience = LINGER_SECONDS;
        if (passing) {
            if (tally.lingering.getAndIncrement() < MOST_LINGERING) {
                patience = PASSING_LINGER_SECONDS;
            }
            ctx.channel().closeFuture().addListener(_ -> tally.lingering.getAndDecrement());
        }
        Future<?> end = ctx.executor().schedule(() -> ctx.close(), patience, TimeUnit.SECONDS);
        ctx.channel().closeFuture().addListener(_ -> end.cancel(false));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event == Shutdown.GOING_AWAY) {
            close();
        }
        super.userEventTriggered(ctx, event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!Faults.isOfTheNetwork(cause)) {
            Bugs.log("A stream connection", cause);
        }
        ctx.close();
    }
}
