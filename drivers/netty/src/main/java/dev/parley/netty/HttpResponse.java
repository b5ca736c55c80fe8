package dev.parley.netty;

import java.nio.charset.StandardCharsets;

/**
 * A small HTTP response. Content-Length, Date and Connection are written by the server.
 *
 * @param body not copied; must not change any more, so one array may serve many responses
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a wrapper would cost a copy
public record HttpResponse(int status, HeaderFields headers, byte[] body) {
    private static final byte[] NOTHING = {};

    public static HttpResponse empty(int status) {
        return new HttpResponse(status, HeaderFields.EMPTY, NOTHING);
    }

    public static HttpResponse of(int status, String contentType, byte[] body) {
        return new HttpResponse(status, HeaderFields.EMPTY.and("Content-Type", contentType), body);
    }

    /** Plain text in UTF-8. */
    public static HttpResponse text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Tells the client which methods exist here (RFC 9110, section 15.5.6). */
    public static HttpResponse methodNotAllowed(String allow) {
        return text(405, "Allowed here: " + allow + "\n").with("Allow", allow);
    }

    /** This response with one more header field. */
    public HttpResponse with(String name, String value) {
        return new HttpResponse(status, headers.and(name, value), body);
    }
}
