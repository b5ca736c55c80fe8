package dev.parley.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Date;

/** Turns our responses into Netty's. */
final class ResponseWriter {
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private ResponseWriter() {}

    @SuppressWarnings("JavaUtilDate") // what Netty's formatter takes
    static FullHttpResponse toNetty(HttpResponse response, boolean keepAlive) {
        ByteBuf body = Unpooled.wrappedBuffer(response.body());
        FullHttpResponse answer =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()), body);
        response.headers()
                .entries()
                .forEach(entry -> answer.headers().add(entry.getKey(), entry.getValue()));
        answer.headers().set(HttpHeaderNames.DATE, DateFormatter.format(new Date()));
        if (response.status() != NO_CONTENT && response.status() != NOT_MODIFIED) {
            answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
        }
        HttpUtil.setKeepAlive(answer, keepAlive);
        return answer;
    }
}
