package dev.parley.server.admin;

import dev.parley.netty.HttpHandler;
import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers everything under {@code /admin}; see docs/admin.md. Safe for any thread. */
public final class AdminApi implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger("parley.admin");
    static final String ROOT = "/admin";

    private final AdminGate gate;
    private final Map<String, Resource> resources; // by path; those that end in / have a rest
    private final AtomicLong requests = new AtomicLong();

    private AdminApi(AdminGate gate, Map<String, Resource> resources) {
        this.gate = gate;
        this.resources = resources;
    }

    /** For a server that can be operated so. */
    public static AdminApi of(AdminToken token, Operator operator, LongSupplier clock) {
        return new AdminApi(new AdminGate(token, clock), Resources.of(operator));
    }

    /** From now on another token counts. */
    public void obey(AdminToken next) {
        gate.obey(next);
    }

    /** Requests that bore the token. */
    public long requests() {
        return requests.get();
    }

    /** Requests that did not, or that came from where none may. */
    public long refused() {
        return gate.refused();
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        throw new IllegalStateException("what may wait is asked by answer()");
    }

    @Override
    public CompletionStage<HttpResponse> answer(HttpRequest request) {
        HttpResponse refusal = gate.refuse(request);
        if (refusal != null) {
            return CompletableFuture.completedStage(refusal);
        }
        requests.incrementAndGet();
        try {
            return find(request).exceptionally(AdminApi::failed);
        } catch (BadRequestException e) {
            return now(Answers.error(400, String.valueOf(e.getMessage())));
        }
    }

    private CompletionStage<HttpResponse> find(HttpRequest request) throws BadRequestException {
        String path = request.path();
        if (path.equals(ROOT) || path.equals(ROOT + "/")) {
            return now(Answers.json(200, list()));
        }
        String own = path;
        String rest = "";
        if (!resources.containsKey(path)) {
            int slash = path.indexOf('/', ROOT.length() + 1);
            own = slash < 0 ? path : path.substring(0, slash + 1);
            rest = slash < 0 ? "" : path.substring(slash + 1);
        }
        Resource resource = resources.get(own);
        if (resource == null || (own.endsWith("/") && rest.isEmpty())) {
            return now(Answers.error(404, "There is no " + path + "; GET /admin lists what is."));
        }
        Resource.Action action = resource.methods().get(request.method());
        if (action == null) {
            String allowed = String.join(", ", new TreeSet<>(resource.methods().keySet()));
            return now(Answers.error(405, "Allowed here: " + allowed + ".").with("Allow", allowed));
        }
        return action.on(request, rest);
    }

    private ObjectNode list() {
        ObjectNode json = Answers.object();
        resources.keySet().stream()
                .sorted()
                .forEach(path -> {
                    Resource resource = resources.get(path);
                    if (resource != null) {
                        json.put(path, resource.words());
                    }
                });
        return json;
    }

    private static HttpResponse failed(Throwable failure) {
        @Nullable Throwable cause =
                failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof BadRequestException) {
            return Answers.error(400, String.valueOf(cause.getMessage()));
        }
        LOG.error("A request to the admin API failed", cause);
        return Answers.error(503, "The server could not answer; its log says why.");
    }

    private static CompletionStage<HttpResponse> now(HttpResponse response) {
        return CompletableFuture.completedStage(response);
    }

    static List<String> names(List<? extends dev.parley.server.settings.Setting<?>> settings) {
        return settings.stream().map(dev.parley.server.settings.Setting::name).toList();
    }
}
