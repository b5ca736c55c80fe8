package dev.parley.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.TransportAddress;
import dev.parley.core.WallClock;
import dev.parley.netty.HttpResponse;
import dev.parley.netty.ListenerOptions;
import dev.parley.netty.TcpListener;
import dev.parley.netty.TcpServer;
import dev.parley.signal.SignalConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Pages over real WebSockets. */
@Timeout(60)
class SignalingServiceTest {
    private static final byte[] KEY = new byte[32];

    private final HttpClient http = HttpClient.newHttpClient();
    private final TcpServer tcp = new TcpServer(1);
    private SignalingService service = service(SignalConfig.defaults());
    private URI uri = URI.create("ws://unbound");

    private static SignalingService service(SignalConfig rooms) {
        IceServerPlan plan =
                new IceServerPlan(
                        new IceServerPlan.Ports(3478, 3478, List.of(8443)),
                        null,
                        null,
                        List.of(),
                        List.of("turn:other.example?transport=udp"));
        return new SignalingService(
                new SignalingOptions(
                        rooms,
                        KEY,
                        new OriginPolicy(List.of("https://pages.example")),
                        plan,
                        new TurnRestCredentials("north", Duration.ofHours(1))),
                new WallClock(System.nanoTime(), System.currentTimeMillis()));
    }

    @BeforeEach
    void listen() throws Exception {
        TcpListener listener =
                tcp.listen(
                        TransportAddress.parse("127.0.0.1:0"),
                        ListenerOptions.http(_ -> HttpResponse.empty(404))
                                .withWebSocket(
                                        request -> service.webSocketHandler().upgrade(request)));
        uri = URI.create("ws://localhost:" + listener.local().port() + SignalingService.PATH);
    }

    @AfterEach
    void close() {
        service.close();
        tcp.close();
        http.close();
    }

    private JsonPage connect() throws Exception {
        return JsonPage.connect(http, uri);
    }

    @Test
    void twoPagesMeetAndExchangeDescriptions() throws Exception {
        JsonPage ana = connect();
        ana.say("{'type':'join','room':'r','name':'Ana'}");
        JsonNode first = ana.await("welcome");
        assertThat(first.path("version").intValue()).isEqualTo(1);
        assertThat(first.path("peers").isEmpty()).isTrue();

        JsonPage ben = connect();
        ben.say("{'type':'join','room':'r','name':'Ben'}");
        JsonNode second = ben.await("welcome");
        String anaId = first.path("peer").stringValue();
        String benId = second.path("peer").stringValue();
        JsonNode known = second.path("peers").path(0);
        assertThat(known.path("peer").stringValue()).isEqualTo(anaId);
        JsonNode joined = ana.await("peer-joined");
        assertThat(joined.path("peer").stringValue()).isEqualTo(benId);
        assertThat(joined.path("polite").booleanValue())
                .isNotEqualTo(known.path("polite").booleanValue());

        ben.say("{'type':'offer','to':'" + anaId + "','sdp':'v=0'}");
        ben.say(
                "{'type':'candidate','to':'"
                        + anaId
                        + "','candidate':{'candidate':'c','sdpMid':'0','sdpMLineIndex':0}}");
        JsonNode offer = ana.await("offer");
        assertThat(offer.path("from").stringValue()).isEqualTo(benId);
        assertThat(offer.path("sdp").stringValue()).isEqualTo("v=0");
        assertThat(ana.await("candidate").path("candidate").path("candidate").stringValue())
                .isEqualTo("c");
        ana.say("{'type':'answer','to':'" + benId + "','sdp':'v=0'}");
        ben.await("answer");

        ben.say("{'type':'leave'}");
        assertThat(ben.awaitClose()).isEqualTo(1000);
        assertThat(ana.await("peer-left").path("reason").stringValue()).isEqualTo("left");
    }

    @Test
    void iceServersNameTheHostAsThePageDoes() throws Exception {
        JsonPage ana = connect();
        ana.say("{'type':'join','room':'r'}");
        JsonNode welcome = ana.await("welcome");
        JsonNode servers = welcome.path("iceServers");
        assertThat(servers.path(0).path("urls").path(0).stringValue())
                .isEqualTo("stun:localhost:3478");
        JsonNode turn = servers.path(1);
        assertThat(turn.path("urls"))
                .extracting(JsonNode::stringValue)
                .containsExactly(
                        "turn:localhost:3478?transport=udp",
                        "turn:localhost:3478?transport=tcp",
                        "turns:localhost:8443?transport=tcp",
                        "turn:other.example?transport=udp");
        assertThat(turn.path("username").stringValue())
                .endsWith(":" + welcome.path("peer").stringValue());
        assertThat(welcome.path("iceTtlSeconds").intValue()).isEqualTo(3600);

        ana.say("{'type':'credentials'}");
        assertThat(ana.await("ice-servers").path("iceServers").size()).isEqualTo(2);
    }

    @Test
    void aPageResumesAfterItsSocketIsCut() throws Exception {
        JsonPage ana = connect();
        ana.say("{'type':'join','room':'r'}");
        String anaId = ana.await("welcome").path("peer").stringValue();
        JsonPage ben = connect();
        ben.say("{'type':'join','room':'r'}");
        JsonNode before = ben.await("welcome");
        ana.await("peer-joined");

        ben.cut();
        ana.await("peer-away");
        JsonPage again = connect();
        again.say(resume(before));
        JsonNode after = again.await("welcome");
        assertThat(after.path("resumed").booleanValue()).isTrue();
        assertThat(after.path("peer")).isEqualTo(before.path("peer"));
        assertThat(ana.await("peer-back").path("peer")).isEqualTo(before.path("peer"));
        again.say("{'type':'offer','to':'" + anaId + "','sdp':'v=0'}");
        ana.await("offer");
    }

    @Test
    void aPageResumesAtARestartedServer() throws Exception {
        JsonPage ana = connect();
        ana.say("{'type':'join','room':'r'}");
        JsonNode before = ana.await("welcome");

        service.close();
        ana.await("closing");
        assertThat(ana.awaitClose()).isEqualTo(1001);
        service = service(SignalConfig.defaults());

        JsonPage again = connect();
        again.say(resume(before));
        JsonNode after = again.await("welcome");
        assertThat(after.path("resumed").booleanValue()).isTrue();
        assertThat(after.path("peer")).isEqualTo(before.path("peer"));
    }

    private static String resume(JsonNode welcome) {
        return "{'type':'join','room':'r','resume':{'peer':'"
                + welcome.path("peer").stringValue()
                + "','token':'"
                + welcome.path("token").stringValue()
                + "'}}";
    }

    @Test
    void aThirdPageWaitsAndIsLetIn() throws Exception {
        JsonPage ana = connect();
        ana.say("{'type':'join','room':'r'}");
        ana.await("welcome");
        JsonPage ben = connect();
        ben.say("{'type':'join','room':'r'}");
        ben.await("welcome");

        JsonPage eve = connect();
        eve.say("{'type':'join','room':'r'}");
        JsonNode full = eve.await("error");
        assertThat(full.path("code").stringValue()).isEqualTo("room-full");
        assertThat(full.path("capacity").intValue()).isEqualTo(2);
        eve.say("{'type':'join','room':'r','wait':true}");
        assertThat(eve.await("waiting").path("position").intValue()).isEqualTo(1);
        ben.say("{'type':'leave'}");
        assertThat(eve.await("welcome").path("peers").size()).isEqualTo(1);
    }

    @Test
    void refusesPagesOfForeignOriginsBeforeTheUpgrade() {
        assertThat(statusFor("Origin", "https://evil.example")).isEqualTo(403);
        assertThat(statusFor("Origin", "null")).isEqualTo(403);
        assertThat(service.originsRefused()).isEqualTo(2);
    }

    @Test
    void allowsItsOwnPagesAndThoseItIsTold() {
        assertThat(statusFor("Origin", "http://localhost:" + uri.getPort())).isEqualTo(101);
        assertThat(statusFor("Origin", "https://pages.example")).isEqualTo(101);
    }

    @Test
    void refusesOtherPathsAndVersions() {
        assertThatThrownBy(() -> JsonPage.connect(http, uri.resolve("/other")))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
        assertThat(status(http.newWebSocketBuilder().subprotocols("parley.9"))).isEqualTo(400);
    }

    private int statusFor(String header, String value) {
        return status(http.newWebSocketBuilder().header(header, value));
    }

    private int status(java.net.http.WebSocket.Builder builder) {
        try {
            builder.buildAsync(uri, new java.net.http.WebSocket.Listener() {}).join().abort();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException handshake) {
                return handshake.getResponse().statusCode();
            }
            throw e;
        }
    }

    @Test
    void whatIsNoMessageIsAnsweredAndTheConnectionStays() throws Exception {
        JsonPage ana = connect();
        for (String text : List.of("garbage", "", "[1]", "{\"type\":\"x\"}", "[".repeat(20_000))) {
            ana.sendText(text);
            ana.expectError("bad-message");
        }
        ana.say("{'type':'join','room':'r'}");
        ana.await("welcome");
        assertThat(service.counters().malformed()).isEqualTo(5);
    }

    @Test
    void aMessageOverTheLimitClosesTheConnection() throws Exception {
        JsonPage ana = connect();
        ana.say("{'type':'join','room':'r'}");
        ana.await("welcome");
        try {
            ana.sendText("x".repeat(70_000));
        } catch (ExecutionException e) {
            // The server may close before all of it is written.
            assertThat(e).hasCauseInstanceOf(java.io.IOException.class);
        }
        assertThat(ana.awaitClose()).isIn(1009, 1006);
        assertThat(service.counters().malformed()).isZero();
    }

    @Test
    void aLongDescriptionPasses() throws Exception {
        JsonPage ana = connect();
        ana.say("{'type':'join','room':'r'}");
        String anaId = ana.await("welcome").path("peer").stringValue();
        JsonPage ben = connect();
        ben.say("{'type':'join','room':'r'}");
        ben.await("welcome");
        ana.await("peer-joined");

        String sdp = "x".repeat(60_000);
        ben.say("{'type':'offer','to':'" + anaId + "','sdp':'" + sdp + "'}");
        assertThat(ana.await("offer").path("sdp").stringValue()).isEqualTo(sdp);
    }

    @Test
    void drainingTellsThePageAndClosesWithGoingAway() throws Exception {
        JsonPage ana = connect();
        ana.say("{'type':'join','room':'r'}");
        ana.await("welcome");
        service.drain("restart");
        assertThat(ana.await("closing").path("reason").stringValue()).isEqualTo("restart");
        assertThat(ana.awaitClose()).isEqualTo(1001);
        JsonPage late = connect();
        late.await("closing");
        assertThat(late.awaitClose()).isEqualTo(1001);
    }

    @Test
    void manyPagesComeAndGoAndNothingStays() throws Exception {
        for (int i = 0; i < 25; i++) {
            JsonPage page = connect();
            page.say("{'type':'join','room':'room" + i + "'}");
            page.await("welcome");
            page.say("{'type':'leave'}");
            assertThat(page.awaitClose()).isEqualTo(1000);
        }
        assertThat(service.gauges()).isEqualTo(new SignalingGauges(0, 0, 0));
        assertThat(service.counters().joins()).isEqualTo(25);
    }
}
