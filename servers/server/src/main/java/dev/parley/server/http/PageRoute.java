package dev.parley.server.http;

import dev.parley.call.CallPage;
import dev.parley.call.PageFile;
import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The page's files, asked for anew before a kept copy is used, so that an update is seen at once.
 */
public final class PageRoute implements Route {
    private static final byte[] NOT_FOUND =
            "There is no such page here. The start page is /\n".getBytes(StandardCharsets.US_ASCII);

    private final CallPage page;
    private final Map<PageFile, byte[]> bodies = new ConcurrentHashMap<>();

    public PageRoute(CallPage page) {
        this.page = page;
    }

    @Override
    public HttpResponse get(HttpRequest request) {
        Optional<PageFile> found = page.find(request.path());
        if (found.isEmpty()) {
            return HttpResponse.of(404, "text/plain; charset=utf-8", NOT_FOUND);
        }
        PageFile file = found.get();
        String kept = request.headers().first("If-None-Match");
        HttpResponse response =
                kept != null && file.matches(kept)
                        ? HttpResponse.empty(304)
                        : HttpResponse.of(
                                200,
                                file.contentType(),
                                bodies.computeIfAbsent(file, PageFile::bytes));
        return response.with("ETag", file.etag()).with("Cache-Control", "no-cache");
    }
}
