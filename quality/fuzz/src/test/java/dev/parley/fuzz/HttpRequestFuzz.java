package dev.parley.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.netty.HttpLimits;
import dev.parley.netty.HttpRequest;
import dev.parley.netty.StageDoor;
import dev.parley.netty.StageDoor.Exchanged;
import java.util.List;

/** Bytes of an HTTP connection: what reaches a handler is clean, and everything gets an answer. */
class HttpRequestFuzz extends FuzzTarget {
    private static final int PIECE = 5;

    @Override
    String corpus() {
        return "http";
    }

    @Override
    void run(byte[] input) {
        pathsAreClean(new String(input, ISO_8859_1));
        Exchanged whole = StageDoor.exchanged(input, Math.max(1, input.length));
        Exchanged cut = StageDoor.exchanged(input, PIECE);
        whole.requests().forEach(HttpRequestFuzz::isClean);
        check(
                lines(whole.requests()).equals(lines(cut.requests())),
                "requests do not depend on the cuts");
        check(whole.requests().size() <= whole.counted(), "each request is counted");
        String written = new String(whole.written(), ISO_8859_1);
        check(written.isEmpty() || written.startsWith("HTTP/1."), "it is answered by HTTP");
        check(
                count(written, "HTTP/1.1 204 ") >= whole.requests().size(),
                "each request is answered");
        check(whole.open() || !written.isEmpty(), "nobody is sent away without a word");
    }

    private static List<String> lines(List<HttpRequest> requests) {
        return requests.stream()
                .map(request ->
                        request.method()
                                + ' '
                                + request.path()
                                + '?'
                                + request.query()
                                + ' '
                                + request.host()
                                + ' '
                                + new String(request.body(), ISO_8859_1))
                .toList();
    }

    private static int count(String text, String part) {
        int count = 0;
        for (int at = 0; (at = text.indexOf(part, at)) >= 0; at++) {
            count++;
        }
        return count;
    }

    private static void isClean(HttpRequest request) {
        isClean(request.path());
        check(
                request.body().length <= HttpLimits.DEFAULT.maxBodyBytes(),
                "a body is as long as it may be");
        check(
                request.query().length() <= HttpLimits.DEFAULT.maxRequestLineBytes(),
                "a query is a part of its line");
    }

    private static void isClean(String path) {
        check(path.startsWith("/"), "a path begins with a slash");
        check(path.chars().noneMatch(c -> c < ' ' || c == 0x7F), "a path is one line");
        for (String segment : path.split("/", -1)) {
            check(!segment.equals(".") && !segment.equals(".."), "no path leads upwards");
        }
    }

    private static void pathsAreClean(String raw) {
        String path = StageDoor.path(raw);
        if (path == null) {
            return;
        }
        isClean(path);
        StringBuilder encoded = new StringBuilder("/");
        for (byte b : path.substring(1).getBytes(UTF_8)) {
            encoded.append('%').append("%02x".formatted(b));
        }
        check(path.equals(StageDoor.path(encoded.toString())), "a path means one thing");
    }
}
