package dev.parley.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A page as a test drives it: JSON out, JSON in, over a real WebSocket. */
final class JsonPage implements WebSocket.Listener {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PATIENCE_SECONDS = 10;

    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    private JsonPage(HttpClient http, URI uri) throws Exception {
        socket =
                http.newWebSocketBuilder()
                        .subprotocols(SignalingService.SUBPROTOCOL)
                        .buildAsync(uri, this)
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(socket.getSubprotocol()).isEqualTo(SignalingService.SUBPROTOCOL);
    }

    static JsonPage connect(HttpClient http, URI uri) throws Exception {
        return new JsonPage(http, uri);
    }

    /** Sends JSON written with single quotes. */
    void say(String json) throws Exception {
        sendText(json.replace('\'', '"'));
    }

    void sendText(String text) throws Exception {
        socket.sendText(text, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** The next message, which must be of this type. */
    JsonNode await(String type) throws Exception {
        JsonNode message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(message).as("a message of type %s", type).isNotNull();
        assertThat(message.path("type").stringValue()).as("%s", message).isEqualTo(type);
        return message;
    }

    void expectError(String code) throws Exception {
        assertThat(await("error").path("code").stringValue()).isEqualTo(code);
    }

    int awaitClose() throws Exception {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** As when the network fails. */
    void cut() {
        socket.abort();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(JSON.readTree(partial.toString()));
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(1006);
    }
}
