package dev.parley.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import dev.parley.netty.StageDoor;
import dev.parley.server.admin.AdminApi;
import dev.parley.server.admin.AdminToken;
import dev.parley.server.admin.Operator;
import dev.parley.server.relay.RelayConfig;
import dev.parley.server.relay.RelayService;
import dev.parley.server.reload.CertificateKeeper;
import dev.parley.server.reload.Reload;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.ConfigurationException;
import dev.parley.server.settings.Program;
import dev.parley.server.state.DataDirectory;
import dev.parley.turn.RequestWatch;
import dev.parley.turn.TurnServerConfig;
import dev.parley.udp.UdpBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests to the admin API: each gets an answer in JSON, and whoever does not bear the token
 * learns and changes nothing.
 */
class AdminApiFuzz extends FuzzTarget {
    private static final String TOKEN = "token-of-the-fuzz-target";
    private static final Set<Integer> STATUSES =
            Set.of(200, 202, 400, 401, 403, 404, 405, 409, 421, 429);
    private static final Set<Integer> REFUSALS = Set.of(401, 403, 421, 429);
    private static final long ANSWER_SECONDS = 20;

    /** One for all inputs: it has no client, and no request can give it one. */
    private @Nullable RelayService relay;

    private @Nullable Configuration configuration;

    @Override
    String corpus() {
        return "admin";
    }

    @Override
    int share() {
        return 10;
    }

    @Override
    void run(byte[] input) {
        Quiet operator = new Quiet();
        AdminApi api = AdminApi.of(token(), operator, () -> 1);
        for (HttpRequest request :
                StageDoor.exchanged(input, Math.max(1, input.length)).requests()) {
            ask(api, operator, request);
        }
    }

    private static void ask(AdminApi api, Quiet operator, HttpRequest request) {
        long before = api.requests();
        boolean wasDraining = operator.draining != null;
        int reloads = operator.reloads;
        HttpResponse answer = answer(api, request);
        String body = new String(answer.body(), UTF_8);
        JsonNode json = JsonMapper.shared().readTree(body);
        check(STATUSES.contains(answer.status()), "a known status, not " + answer.status());
        check(json.isObject(), "an answer is an object");
        check(answer.status() < 400 == (json.get("error") == null), "what is refused says why");
        check(body.length() <= request.path().length() * 6 + 40_000, "an answer is bounded");
        check(
                !body.contains(TOKEN) || saysIt(request.path()),
                "the token is told to nobody who has not said it himself");
        String field = request.headers().first("Authorization");
        boolean bears =
                field != null
                        && field.regionMatches(true, 0, "Bearer ", 0, 7)
                        && field.substring(7).strip().equals(TOKEN);
        if (!bears) {
            check(REFUSALS.contains(answer.status()), "nobody gets in without the token");
        }
        if (REFUSALS.contains(answer.status())) {
            check(api.requests() == before, "who is refused asks for nothing");
            check(
                    wasDraining == (operator.draining != null) && reloads == operator.reloads,
                    "who is refused changes nothing");
        }
        boolean changed = reloads != operator.reloads || wasDraining != (operator.draining != null);
        check(!changed || request.method().equals("POST"), "only POST changes something");
    }

    /** Answers name the path or parameter that they are about. */
    private static boolean saysIt(String path) {
        return path.contains(TOKEN) || path.contains("%");
    }

    private static HttpResponse answer(AdminApi api, HttpRequest request) {
        try {
            return api.answer(request).toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("every request is answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private AdminToken token() {
        try {
            Path nowhere = JazzerRun.folder(getClass()).toAbsolutePath();
            return AdminToken.of(
                    configuration(),
                    DataDirectory.open(
                            configuration(), Map.of("XDG_DATA_HOME", nowhere.toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Configuration configuration() {
        if (configuration == null) {
            try {
                configuration =
                        Configuration.of(
                                Program.TURN, Map.of("admin-token", List.of(TOKEN)), Map.of());
            } catch (ConfigurationException | IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return configuration;
    }

    private RelayService service() {
        if (relay == null) {
            try {
                relay =
                        RelayService.start(
                                new RelayConfig(
                                        TurnServerConfig.builder()
                                                .relayAddress(IpAddress.parse("127.0.0.1"))
                                                .build(),
                                        List.of(TransportAddress.parse("127.0.0.1:0")),
                                        List.of(),
                                        new byte[16],
                                        new WallClock(0, 1_800_000_000_000L),
                                        UdpBackend.NIO,
                                        1,
                                        false,
                                        null,
                                        RequestWatch.NOBODY,
                                        _ -> {}));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return relay;
    }

    /** A server that notes what it is asked for. */
    private final class Quiet implements Operator {
        @Nullable Duration draining;
        int reloads;

        @Override
        public Configuration configuration() {
            return AdminApiFuzz.this.configuration();
        }

        @Override
        public RelayService relay() {
            return service();
        }

        @Override
        public WallClock clock() {
            return new WallClock(0, 1_800_000_000_000L);
        }

        @Override
        public @Nullable CertificateKeeper certificate() {
            return null;
        }

        @Override
        public Reload.Outcome reload() {
            reloads++;
            return new Reload.Outcome.Refused("there is no file");
        }

        @Override
        public void beginDrain(@Nullable Duration most) {
            check(most == null || !most.isNegative(), "time goes on");
            draining = most == null ? Duration.ZERO : most;
        }

        @Override
        public @Nullable Duration drainLeft() {
            return draining;
        }

        @Override
        public Duration uptime() {
            return Duration.ofSeconds(1);
        }
    }
}
