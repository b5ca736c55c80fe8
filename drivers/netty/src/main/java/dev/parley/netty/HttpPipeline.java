package dev.parley.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;

/** The stages of an HTTP connection. */
final class HttpPipeline {
    private HttpPipeline() {}

    /**
     * Adds them after {@code ctx}. Requests are read one at a time: a client that sends many and
     * reads no answer is not read from either.
     */
    static void install(
            ChannelHandlerContext ctx,
            ListenerOptions options,
            HttpHandler http,
            TcpTally tally,
            Endpoint endpoint,
            Place place) {
        HttpLimits limits = options.httpLimits();
        HttpDecoderConfig config =
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(limits.maxRequestLineBytes())
                        .setMaxHeaderSize(limits.maxHeaderBytes());
        RequestClock clock = new RequestClock(limits, tally);
        ctx.channel().config().setAutoRead(false);
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.addLast(clock);
        pipeline.addLast(new HttpServerCodec(config));
        Turnstile turnstile = new Turnstile();
        pipeline.addLast(turnstile);
        pipeline.addLast(new BodyCollector(limits.maxBodyBytes(), tally, clock));
        pipeline.addLast(new HttpExchange(options, http, tally, endpoint, place, clock, turnstile));
    }
}
