package dev.parley.server.check;

import dev.parley.core.TransportAddress;
import dev.parley.netty.HttpHandler;
import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import dev.parley.server.signaling.OriginPolicy;
import dev.parley.server.signaling.PageHost;
import dev.parley.server.signaling.TurnRestCredentials;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /api/check}: POST begins a check, GET with its token says what was seen of it; see
 * docs/check.md.
 */
public final class CheckRoute implements HttpHandler {
    private static final String TOKEN = "token=";
    private static final int MOST_FURTHER = 16;
    private static final char FIRST_CARRIER = 'y';
    private static final int CARRIERS = 2;
    private static final char ICE_TAG = 'x';

    private final CheckDesk desk;
    private final CheckPlan plan;
    private final TurnRestCredentials credentials;
    private final OriginPolicy origins;
    private final FurtherNames names;

    /**
     * A route.
     *
     * @param credentials with a short life: they are given to whoever asks, so they last as long as
     *     a check does
     */
    public CheckRoute(
            CheckDesk desk, CheckPlan plan, TurnRestCredentials credentials, OriginPolicy origins) {
        this.desk = desk;
        this.plan = plan;
        this.credentials = credentials;
        this.origins = origins;
        names = new FurtherNames(plan.furtherUrls());
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        return switch (request.method()) {
            case "POST" -> begin(request);
            case "GET", "HEAD" -> read(request);
            default -> HttpResponse.methodNotAllowed("GET, HEAD, POST");
        };
    }

    private HttpResponse begin(HttpRequest request) {
        List<String> origin = request.headers().all("Origin");
        if (origin.size() > 1
                || !origins.allows(origin.isEmpty() ? null : origin.getFirst(), request.host())) {
            return HttpResponse.text(403, "Pages of this origin may not begin a check here.\n");
        }
        return switch (desk.begin(request.remote().ip())) {
            case CheckDesk.Begun.Ok(var check) -> json(describe(check, request));
            case CheckDesk.Begun.Full(boolean ofNetwork) ->
                    HttpResponse.text(
                                    ofNetwork ? 429 : 503,
                                    "Too many checks at a time. Try again in a minute.\n")
                            .with("Retry-After", "60");
        };
    }

    private ObjectNode describe(Check check, HttpRequest request) {
        String host = PageHost.of(request.host(), request.local().ip());
        names.refresh();
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("id", check.id).put("token", check.token);
        json.put("serverTime", desk.epochMillis());
        json.put("from", request.remote().toString());
        json.put("lends", plan.lends()).put("selfSigned", plan.selfSigned());
        ArrayNode servers = json.putArray("servers");
        plan.own().stunUrls(host).forEach(url -> server(servers, url, true, check));
        plan.own().turnUrls(host).forEach(url -> server(servers, url, true, check));
        plan.furtherUrls().stream()
                .limit(MOST_FURTHER)
                .forEach(url -> server(servers, url, false, check));
        ArrayNode carriers = json.putArray("carriers");
        for (char tag = FIRST_CARRIER; tag < FIRST_CARRIER + CARRIERS; tag++) {
            key(carriers.addObject(), check, tag);
        }
        json.put("iceName", check.id + ICE_TAG);
        TransportAddress probe = plan.probe(request.local().ip());
        if (probe != null) {
            json.putObject("probe").put("address", probe.ip().toString()).put("port", probe.port());
        }
        if (plan.alternateStunPort() > 0) {
            json.put(
                    "alternateStun",
                    plan.own().withPorts(plan.alternateStunPort()).stunUrls(host).getFirst());
        }
        return json;
    }

    private void server(ArrayNode servers, String url, boolean own, Check check) {
        char tag = CheckDesk.TAGS.charAt(servers.size());
        key(servers.addObject().put("url", url).put("own", own), check, tag);
    }

    private void key(ObjectNode json, Check check, char tag) {
        TurnRestCredentials.Credential key = credentials.issue(desk.epochSeconds(), check.id + tag);
        json.put("tag", String.valueOf(tag)).put("username", key.username());
        json.put("credential", plan.lends() ? key.password() : check.token);
    }

    private HttpResponse read(HttpRequest request) {
        Optional<Check> found =
                request.query().startsWith(TOKEN)
                        ? desk.find(request.query().substring(TOKEN.length()))
                        : Optional.empty();
        if (found.isEmpty()) {
            return HttpResponse.text(404, "There is no such check, or its time is over.\n");
        }
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("serverTime", desk.epochMillis());
        ArrayNode unknown = json.putArray("unknownNames");
        names.unknown().forEach(unknown::add);
        ArrayNode seen = json.putArray("seen");
        for (Check.Seen one : found.get().sightings()) {
            Sighting sighting = one.sighting();
            ObjectNode entry = seen.addObject();
            entry.put("from", sighting.from().toString())
                    .put("transport", sighting.transport().name().toLowerCase(Locale.ROOT))
                    .put("what", word(sighting.what()))
                    .put("tag", String.valueOf(sighting.tag()))
                    .put("at", one.epochMillis())
                    .put("count", one.count());
            if (sighting.expiredSeconds() > 0) {
                entry.put("expiredSeconds", sighting.expiredSeconds());
            }
        }
        return json(json);
    }

    private static String word(Sighting.What what) {
        return what.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static HttpResponse json(ObjectNode json) {
        return HttpResponse.of(
                        200, "application/json", json.toString().getBytes(StandardCharsets.UTF_8))
                .with("Cache-Control", "no-store");
    }
}
