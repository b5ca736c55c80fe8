package dev.parley.netty;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes one request after the other to its handler, and the answer back. */
@SuppressWarnings("FutureReturnValueIgnored") // failures reach the pipeline, or do not matter
final class HttpExchange extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final ListenerOptions options;
    private final HttpHandler http;
    private final TcpTally tally;
    private final Endpoint endpoint;
    private final Place place;
    private final RequestClock clock;
    private final Turnstile turnstile;
    private boolean goingAway;

    HttpExchange(
            ListenerOptions options,
            HttpHandler http,
            TcpTally tally,
            Endpoint endpoint,
            Place place,
            RequestClock clock,
            Turnstile turnstile) {
        this.options = options;
        this.http = http;
        this.tally = tally;
        this.endpoint = endpoint;
        this.place = place;
        this.clock = clock;
        this.turnstile = turnstile;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.read();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest message) {
        tally.httpRequests.increment();
        switch (RequestReader.read(message, endpoint)) {
            case RequestReader.Result.Bad(HttpResponse answer) -> {
                tally.httpErrors.increment();
                LastAnswer.send(ctx, answer, clock);
            }
            case RequestReader.Result.Ok(HttpRequest request) -> {
                place.keep();
                if (WebSocketUpgrade.isWanted(request)) {
                    upgrade(ctx, message, request);
                } else {
                    handle(ctx, HttpUtil.isKeepAlive(message), request);
                }
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!turnstile.isShut()) {
            ctx.read(); // what came was not yet a whole request
        }
    }

    private void handle(ChannelHandlerContext ctx, boolean keepAlive, HttpRequest request) {
        turnstile.shut();
        clock.answering();
        CompletionStage<HttpResponse> stage;
        try {
            stage = http.answer(request);
        } catch (RuntimeException e) {
            stage = CompletableFuture.failedStage(e);
        }
        stage.whenComplete((response, failure) -> {
            HttpResponse answer = failure == null ? response : ourFault(failure);
            if (ctx.executor().inEventLoop()) {
                answer(ctx, keepAlive, answer);
            } else {
                ctx.executor().execute(() -> answer(ctx, keepAlive, answer));
            }
        });
    }

    private static HttpResponse ourFault(Throwable failure) {
        Bugs.log("An HTTP handler", failure);
        return HttpResponse.text(500, "The server made a mistake.\n");
    }

    private void upgrade(ChannelHandlerContext ctx, FullHttpRequest message, HttpRequest request) {
        switch (WebSocketUpgrade.decide(options.webSocket(), request)) {
            case WebSocketHandler.Upgrade.Refuse(HttpResponse response) ->
                    answer(ctx, HttpUtil.isKeepAlive(message), response);
            case WebSocketHandler.Upgrade.Accept accept -> {
                tally.webSockets.increment();
                WebSocketUpgrade.perform(
                        ctx,
                        message,
                        accept,
                        new WebSocketConnection(
                                options.webSocketLimits(),
                                accept.listener(),
                                tally,
                                endpoint,
                                request.host()));
            }
        }
    }

    private void answer(ChannelHandlerContext ctx, boolean wanted, HttpResponse answer) {
        if (clock.isEnding()) {
            return; // the last word was said
        }
        if (answer.status() >= 400) {
            tally.httpErrors.increment();
            place.stranger(); // such as one that does not know the token
        } else {
            place.idle(); // also while the answer leaves: some never read it
        }
        boolean keepAlive = wanted && !goingAway;
        turnstile.shut();
        clock.answering();
        ChannelFuture sent = ctx.writeAndFlush(ResponseWriter.toNetty(answer, keepAlive));
        if (keepAlive) {
            sent.addListener(_ -> next(ctx));
        } else {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void next(ChannelHandlerContext ctx) {
        if (goingAway) {
            ctx.close();
        } else if (ctx.channel().isActive()) {
            clock.waiting();
            turnstile.open();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event == Shutdown.GOING_AWAY) {
            goingAway = true;
            if (!turnstile.isShut()) {
                ctx.close();
            }
        }
        super.userEventTriggered(ctx, event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        tally.httpErrors.increment();
        if (!Faults.isOfTheNetwork(cause)) {
            Bugs.log("An HTTP connection", cause);
        }
        ctx.close();
    }
}
