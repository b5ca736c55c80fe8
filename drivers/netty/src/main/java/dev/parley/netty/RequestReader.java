package dev.parley.netty;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns Netty's requests into ours. */
final class RequestReader {
    private RequestReader() {}

    /** What came of it. */
    sealed interface Result {
        record Ok(HttpRequest request) implements Result {}

        record Bad(HttpResponse answer) implements Result {}
    }

    static Result read(FullHttpRequest request, Endpoint endpoint) {
        Throwable failure = request.decoderResult().cause();
        if (failure != null) {
            return switch (failure) {
                case TooLongHttpLineException _ -> bad(414, "The request line is too long.");
                case TooLongHttpHeaderException _ -> bad(431, "The header fields are too large.");
                default -> bad(400, "This is not an HTTP request.");
            };
        }
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        boolean mustHaveHost = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        if (hosts.size() > 1 || (mustHaveHost && hosts.isEmpty())) {
            return bad(400, "One Host field is wanted.");
        }
        String target = originForm(request.uri());
        int question = target.indexOf('?');
        String path = decode(question < 0 ? target : target.substring(0, question));
        if (path == null) {
            return bad(400, "The path of the request cannot be used.");
        }
        return new Result.Ok(
                new HttpRequest(
                        request.method().name(),
                        path,
                        question < 0 ? "" : target.substring(question + 1),
                        new HeaderFields(request.headers().entries()),
                        hosts.isEmpty() ? "" : hosts.getFirst(),
                        endpoint.remote(),
                        endpoint.local(),
                        endpoint.secure(),
                        ByteBufUtil.getBytes(request.content())));
    }

    private static Result bad(int status, String text) {
        return new Result.Bad(HttpResponse.text(status, text + "\n"));
    }

    /** Servers take the absolute form too (RFC 9112, section 3.2.2); the authority is dropped. */
    private static String originForm(String target) {
        int scheme = target.indexOf("://");
        if (target.startsWith("/") || scheme < 0) {
            return target;
        }
        int path = target.indexOf('/', scheme + 3);
        return path < 0 ? "/" : target.substring(path);
    }

    /** Percent-decoded; null when it is not UTF-8, has control characters or dot segments. */
    static @Nullable String decode(String path) {
        if (!path.startsWith("/")) {
            return null;
        }
        byte[] bytes = new byte[path.length()];
        int length = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                int high = i + 2 < path.length() ? Character.digit(path.charAt(i + 1), 16) : -1;
                int low = high >= 0 ? Character.digit(path.charAt(i + 2), 16) : -1;
                if (low < 0) {
                    return null;
                }
                c = (char) (high << 4 | low);
                i += 2;
            } else if (c > 0x7E) {
                return null;
            }
            if (c < 0x20 || c == 0x7F) {
                return null;
            }
            bytes[length++] = (byte) c;
        }
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, 0, length))
                            .toString();
            return hasDotSegment(text) ? null : text;
        } catch (CharacterCodingException e) {
            return null; // what a stranger sends need not be text
        }
    }

    private static boolean hasDotSegment(String path) {
        for (int slash = 0; slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (path.startsWith("./", slash + 1)
                    || path.startsWith("../", slash + 1)
                    || path.substring(slash + 1).equals(".")
                    || path.substring(slash + 1).equals("..")) {
                return true;
            }
        }
        return false;
    }
}
