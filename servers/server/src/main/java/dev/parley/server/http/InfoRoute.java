package dev.parley.server.http;

import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import dev.parley.server.Link;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/info}: what a page wants to know before it joins. Nothing secret is in it. */
public final class InfoRoute implements Route {
    private final byte[] json;

    /**
     * @param links where this server can be reached, best first
     * @param roomSecret whether a join needs the passphrase
     * @param capacity how many fit into a room
     * @param selfSigned whether browsers ask before they trust the certificate
     */
    public InfoRoute(
            String version,
            List<Link> links,
            boolean roomSecret,
            int capacity,
            boolean selfSigned) {
        ObjectNode info = JsonMapper.shared().createObjectNode();
        info.put("name", "Parley").put("version", version);
        info.put("roomSecret", roomSecret).put("capacity", capacity);
        info.put("selfSigned", selfSigned);
        ArrayNode array = info.putArray("links");
        for (Link link : links) {
            array.addObject()
                    .put("url", link.url())
                    .put("kind", link.kind().text())
                    .put("secure", link.secure());
        }
        json = info.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public HttpResponse get(HttpRequest request) {
        return HttpResponse.of(200, "application/json", json).with("Cache-Control", "no-store");
    }
}
