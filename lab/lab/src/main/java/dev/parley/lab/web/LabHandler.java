package dev.parley.lab.web;

import dev.parley.call.PageFile;
import dev.parley.internet.trace.PcapngTrace;
import dev.parley.lab.run.Run;
import dev.parley.lab.run.RunJson;
import dev.parley.lab.run.RunLimits;
import dev.parley.labpage.LabPage;
import dev.parley.netty.HttpHandler;
import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers all requests to the lab. */
final class LabHandler implements HttpHandler {
    private static final String JSON = "application/json";

    private final LabPage page = LabPage.load();
    private final byte[] catalogue = CatalogueJson.write();
    private final RunLimits limits;

    LabHandler(RunLimits limits) {
        this.limits = limits;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        HttpResponse refusal = Gatekeeper.refuse(request);
        return Gatekeeper.guard(refusal == null ? page(request) : refusal);
    }

    private HttpResponse page(HttpRequest request) {
        return switch (request.path()) {
            case "/lab/api/run" -> run(request, false);
            case "/lab/api/pcapng" -> run(request, true);
            default -> get(request);
        };
    }

    private HttpResponse get(HttpRequest request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return HttpResponse.methodNotAllowed("GET, HEAD");
        }
        return switch (request.path()) {
            case "/" -> HttpResponse.empty(302).with("Location", "/lab");
            case "/lab/api/catalogue" ->
                    HttpResponse.of(200, JSON, catalogue).with("Cache-Control", "no-store");
            default -> file(request);
        };
    }

    private HttpResponse file(HttpRequest request) {
        Optional<PageFile> found = page.find(request.path());
        if (found.isEmpty()) {
            return HttpResponse.text(404, "There is no such page here. The lab is at /lab\n");
        }
        PageFile file = found.get();
        String kept = request.headers().first("If-None-Match");
        HttpResponse response =
                kept != null && file.matches(kept)
                        ? HttpResponse.empty(304)
                        : HttpResponse.of(200, file.contentType(), file.bytes());
        return response.with("ETag", file.etag()).with("Cache-Control", "no-cache");
    }

    private HttpResponse run(HttpRequest request, boolean pcapng) {
        if (!request.method().equals("POST")) {
            return HttpResponse.methodNotAllowed("POST");
        }
        if (!isJson(request.headers().first("Content-Type"))) {
            return HttpResponse.text(415, "A run is asked for in application/json.\n");
        }
        Run run;
        try {
            RunRequest wanted = RunRequest.read(request.body());
            run = Run.of(wanted.scenario(), wanted.seed(), limits);
        } catch (IllegalArgumentException e) { // what was asked for cannot be; it says why
            return HttpResponse.text(400, e.getMessage() + "\n");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        if (pcapng) {
            try (PcapngTrace trace = PcapngTrace.everywhere(out)) {
                run.events().forEach(trace);
            }
        } else {
            RunJson.write(run, out);
        }
        String type = pcapng ? "application/octet-stream" : JSON;
        return HttpResponse.of(200, type, out.toByteArray()).with("Cache-Control", "no-store");
    }

    /** A page of another site cannot send this type without being allowed to first. */
    private static boolean isJson(@Nullable String type) {
        return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase(JSON);
    }
}
