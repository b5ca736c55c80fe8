package dev.parley.netty;

import dev.parley.core.TransportAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts bytes through a stage of a connection without a socket. */
public final class StageDoor {
    private static final TransportAddress REMOTE = TransportAddress.parse("198.51.100.7:40000");
    private static final TransportAddress LOCAL = TransportAddress.parse("127.0.0.1:9642");

    private StageDoor() {}

    /**
     * What became of a connection from a load balancer.
     *
     * @param headers how many headers were taken
     * @param client whom the first one named; null for the balancer itself
     * @param refused how often it was counted as refused
     * @param rest what came behind the header
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by its user, by content
    public record Proxied(
            int headers,
            @Nullable TransportAddress client,
            long refused,
            boolean open,
            byte[] rest) {}

    /** Hands in the bytes in pieces of that size. */
    public static Proxied proxied(byte[] input, int piece) {
        List<@Nullable TransportAddress> named = new ArrayList<>();
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        TcpTally tally = new TcpTally();
        EmbeddedChannel channel = new EmbeddedChannel();
        ProxyHeader.await(
                channel.pipeline(),
                Duration.ofSeconds(10),
                tally,
                client -> {
                    named.add(client);
                    channel.pipeline().addLast(new Collector(rest));
                });
        feed(channel, input, piece);
        Proxied proxied =
                new Proxied(
                        named.size(),
                        named.isEmpty() ? null : named.getFirst(),
                        tally.proxyRefused.sum(),
                        channel.isOpen(),
                        rest.toByteArray());
        channel.finishAndReleaseAll();
        return proxied;
    }

    private static void feed(EmbeddedChannel channel, byte[] input, int piece) {
        for (int at = 0; at < input.length && channel.isOpen(); at += piece) {
            channel.writeInbound(
                    Unpooled.copiedBuffer(input, at, Math.min(piece, input.length - at)));
            channel.runPendingTasks();
        }
    }

    /** Takes what comes behind a header, as the stage that looks at the first bytes would. */
    private static final class Collector extends ChannelInboundHandlerAdapter {
        private final ByteArrayOutputStream rest;

        Collector(ByteArrayOutputStream rest) {
            this.rest = rest;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            byte[] copy = new byte[bytes.readableBytes()];
            bytes.readBytes(copy);
            bytes.release();
            rest.writeBytes(copy);
        }
    }

    /**
     * What an HTTP connection made of its bytes.
     *
     * @param requests those that reached the handler
     * @param counted requests and errors, as they were counted
     * @param written what was answered, one after the other
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by its user, by content
    public record Exchanged(
            List<HttpRequest> requests, long counted, long errors, boolean open, byte[] written) {}

    /** Hands in the bytes in pieces of that size; each request is answered by 204. */
    public static Exchanged exchanged(byte[] input, int piece) {
        List<HttpRequest> requests = new ArrayList<>();
        TcpTally tally = new TcpTally();
        HttpHandler handler =
                request -> {
                    requests.add(request);
                    return HttpResponse.of(204, "text/plain", new byte[0]);
                };
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast("first", new ChannelInboundHandlerAdapter());
        HttpPipeline.install(
                channel.pipeline().context("first"),
                ListenerOptions.http(handler),
                handler,
                tally,
                new Endpoint(REMOTE, LOCAL, false),
                Place.UNCOUNTED);
        feed(channel, input, piece);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        for (Object out; (out = channel.readOutbound()) != null; ) {
            if (out instanceof ByteBuf bytes) {
                byte[] copy = new byte[bytes.readableBytes()];
                bytes.readBytes(copy);
                bytes.release();
                written.writeBytes(copy);
            }
        }
        Exchanged exchanged =
                new Exchanged(
                        List.copyOf(requests),
                        tally.httpRequests.sum(),
                        tally.httpErrors.sum(),
                        channel.isOpen(),
                        written.toByteArray());
        channel.finishAndReleaseAll();
        return exchanged;
    }

    /** A path of a request, decoded; null when it may not be one. */
    public static @Nullable String path(String raw) {
        return RequestReader.decode(raw);
    }
}
