package dev.parley.netty;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The way from HTTP to WebSocket (RFC 6455, section 4.2). */
@SuppressWarnings("FutureReturnValueIgnored") // failures reach the pipeline, or do not matter
final class WebSocketUpgrade {
    private static final String VERSION = "13";

    private WebSocketUpgrade() {}

    static boolean isWanted(HttpRequest request) {
        return tokens(request, "Upgrade").contains("websocket");
    }

    static WebSocketHandler.Upgrade decide(
            @Nullable WebSocketHandler handler, HttpRequest request) {
        if (handler == null) {
            return refuse(404, "There is no WebSocket here.");
        }
        if (!request.method().equals("GET")) {
            return new WebSocketHandler.Upgrade.Refuse(HttpResponse.methodNotAllowed("GET"));
        }
        if (!tokens(request, "Connection").contains("upgrade")
                || request.headers().first("Sec-WebSocket-Key") == null) {
            return refuse(400, "This is not a WebSocket handshake.");
        }
        if (!VERSION.equals(request.headers().first("Sec-WebSocket-Version"))) {
            return new WebSocketHandler.Upgrade.Refuse(
                    HttpResponse.text(426, "WebSocket version 13 is spoken here.\n")
                            .with("Sec-WebSocket-Version", VERSION)
                            .with("Upgrade", "websocket"));
        }
        try {
            WebSocketHandler.Upgrade decision = handler.upgrade(request);
            if (decision instanceof WebSocketHandler.Upgrade.Accept(String subprotocol, _)
                    && subprotocol != null
                    && !list(request, "Sec-WebSocket-Protocol").contains(subprotocol)) {
                throw new IllegalStateException(
                        "the client did not offer the sub-protocol " + subprotocol);
            }
            return decision;
        } catch (RuntimeException e) {
            Bugs.log("A WebSocket handler", e);
            return refuse(500, "The server made a mistake.");
        }
    }

    private static WebSocketHandler.Upgrade refuse(int status, String text) {
        return new WebSocketHandler.Upgrade.Refuse(HttpResponse.text(status, text + "\n"));
    }

    /** For names that are compared without case. */
    private static List<String> tokens(HttpRequest request, String name) {
        return list(request, name).stream().map(token -> token.toLowerCase(Locale.ROOT)).toList();
    }

    private static List<String> list(HttpRequest request, String name) {
        return request.headers().all(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    /** Answers 101 and gives the connection its WebSocket stages instead of the HTTP ones. */
    static void perform(
            ChannelHandlerContext ctx,
            FullHttpRequest message,
            WebSocketHandler.Upgrade.Accept accept,
            WebSocketConnection connection) {
        int max = connection.limits().maxMessageBytes();
        WebSocketDecoderConfig config =
                WebSocketDecoderConfig.newBuilder()
                        .maxFramePayloadLength(max)
                        .allowExtensions(false)
                        .closeOnProtocolViolation(true)
                        .withUTF8Validator(false) // added below: this would do nothing
                        .build();
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory("", accept.subprotocol(), config)
                        .newHandshaker(message);
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.remove(RequestClock.class);
        pipeline.remove(Turnstile.class);
        pipeline.addLast(new Utf8FrameValidator());
        pipeline.addLast(new WebSocketFrameAggregator(max));
        pipeline.addLast(connection);
        pipeline.remove(HttpExchange.class);
        ChannelFuture shaken = handshaker.handshake(ctx.channel(), message);
        shaken.addListener(done -> {
            if (done.isSuccess()) {
                connection.opened();
                ctx.channel().config().setAutoRead(true);
            } else {
                ctx.channel().close();
            }
        });
    }
}
