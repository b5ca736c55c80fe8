package dev.parley.server.http;

import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import dev.parley.server.QrMatrix;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code /qr.svg?text=LINK}: a QR code as a picture, dark on white with a quiet zone. */
public final class QrRoute implements Route {
    private static final int LONGEST = 512;
    private static final int QUIET_ZONE = 4;

    @Override
    public HttpResponse get(HttpRequest request) {
        Optional<String> link = link(request.query());
        if (link.isEmpty()) {
            return HttpResponse.text(
                    400, "Wanted: /qr.svg?text= and a web link of up to " + LONGEST + " bytes.\n");
        }
        return HttpResponse.of(
                        200, "image/svg+xml", svg(link.get()).getBytes(StandardCharsets.US_ASCII))
                .with("Cache-Control", "private, max-age=3600");
    }

    private static Optional<String> link(String query) {
        for (String field : query.split("&", -1)) {
            if (field.startsWith("text=") && field.length() <= 3 * LONGEST) {
                try {
                    String text =
                            URLDecoder.decode(
                                    field.substring("text=".length()), StandardCharsets.UTF_8);
                    boolean web = text.startsWith("https://") || text.startsWith("http://");
                    boolean fits = text.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
                    return web && fits ? Optional.of(text) : Optional.empty();
                } catch (IllegalArgumentException e) {
                    return Optional.empty(); // broken percent encoding
                }
            }
        }
        return Optional.empty();
    }

    private static String svg(String text) {
        QrMatrix code = QrMatrix.of(text);
        int side = code.side() + 2 * QUIET_ZONE;
        StringBuilder svg = new StringBuilder(8192);
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(side)
                .append(' ')
                .append(side)
                .append("\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h")
                .append(side)
                .append('v')
                .append(side)
                .append("H0z\"/><path fill=\"#000\" d=\"");
        for (int y = 0; y < code.side(); y++) {
            for (int x = 0; x < code.side(); x++) {
                int run = 0;
                while (x + run < code.side() && code.dark(x + run, y)) {
                    run++;
                }
                if (run > 0) {
                    svg.append('M').append(x + QUIET_ZONE).append(' ').append(y + QUIET_ZONE);
                    svg.append('h').append(run).append("v1h-").append(run).append('z');
                    x += run;
                }
            }
        }
        return svg.append("\"/></svg>").toString();
    }
}
