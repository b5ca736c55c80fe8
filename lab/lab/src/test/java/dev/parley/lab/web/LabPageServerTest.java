package dev.parley.lab.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import dev.parley.lab.run.RunLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LabPageServerTest {
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String HOST = " HTTP/1.1\r\nHost: HOST\r\n";
    private static final String PCAPNG = "POST /lab/api/pcapng" + HOST + JSON;
    private static final String FOREIGN =
            "POST /lab/api/run" + HOST + "Origin: http://evil.example\r\n" + JSON;

    private static LabPageServer server;

    @BeforeAll
    static void start() throws IOException {
        server = LabPageServer.start(TransportAddress.parse("127.0.0.1:0"), RunLimits.DEFAULT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String ask(String head, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String request =
                head.replace("HOST", "localhost:" + server.local().port())
                        + "Connection: close\r\nContent-Length: "
                        + bytes.length
                        + "\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.local().port());
                OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream()) {
            socket.setSoTimeout(20_000);
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.write(bytes);
            out.flush();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: HOST\r\n", "");
    }

    private static String run(String body) throws IOException {
        return ask("POST /lab/api/run" + HOST + JSON, body);
    }

    @Test
    void thePageComesWithEverythingFromItsOwnOriginOnly() throws IOException {
        assertThat(get("/lab"))
                .startsWith("HTTP/1.1 200")
                .contains("text/html", "default-src 'self'", "nosniff", "<!doctype html>");
        assertThat(get("/lab/hole-punching")).startsWith("HTTP/1.1 200").contains("text/html");
        assertThat(get("/lab/js/main.js")).startsWith("HTTP/1.1 200").contains("text/javascript");
        assertThat(get("/call/css/tokens.css")).startsWith("HTTP/1.1 200");
        assertThat(get("/")).startsWith("HTTP/1.1 302").containsIgnoringCase("location: /lab");
        assertThat(get("/lab/js/nothing.js")).startsWith("HTTP/1.1 404");
        assertThat(get("/call/js/call.js")).startsWith("HTTP/1.1 404");
    }

    @Test
    void theCatalogueListsTopologiesAndScenarios() throws IOException {
        assertThat(get("/lab/api/catalogue"))
                .startsWith("HTTP/1.1 200")
                .contains("\"two-homes\"", "\"How two people punch holes\"");
    }

    @Test
    void aScenarioIsRun() throws IOException {
        assertThat(run("{\"scenario\":\"ask-stun\",\"seed\":3}"))
                .startsWith("HTTP/1.1 200")
                .contains("\"format\":\"parley-lab/1\"", "\"seed\":3", "\"Rewritten\"");
    }

    @Test
    void trafficIsRunInATopologyOfOnesOwn() throws IOException {
        String body =
                """
                {"topology": {"name": "mine",
                  "machines": [{"name": "far", "addresses": ["198.51.100.9"]}],
                  "sites": [{"name": "home", "inside": ["10.1.0.0/24"],
                             "gateway": {"outside": ["18.18.18.18"]},
                             "machines": [{"name": "pc", "addresses": ["10.1.0.2"]}]}]},
                 "traffic": [{"kind": "ping", "from": "pc", "to": "far", "fromPort": 5000}]}
                """;
        assertThat(run(body)).startsWith("HTTP/1.1 200").contains("\"18.18.18.18:5000\"");
    }

    @Test
    void whatCannotBeRunIsRefusedWithItsPlace() throws IOException {
        assertThat(run("{\"scenario\":\"nowhere\"}"))
                .startsWith("HTTP/1.1 400")
                .contains("none is called nowhere");
        assertThat(
                        run(
                                "{\"topology\":\"two-homes\",\"traffic\":[{\"kind\":\"ping\",\"from\":\"zoe\"}]}"))
                .startsWith("HTTP/1.1 400")
                .contains("traffic[0].from: there is no machine called zoe");
        assertThat(run("{\"topology\":\"two-homes\",\"trafic\":[]}"))
                .startsWith("HTTP/1.1 400")
                .contains("trafic: there is no such field");
        assertThat(run("[")).startsWith("HTTP/1.1 400").contains("this is not JSON");
    }

    @Test
    void aCaptureIsAPcapngFile() throws IOException {
        String answer = ask(PCAPNG, "{\"scenario\":\"ask-stun\"}");
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).startsWith("\n\r\r\n");
    }

    @Test
    void otherSitesAreKeptOut() throws IOException {
        assertThat(ask("GET /lab HTTP/1.1\r\nHost: evil.example\r\n", ""))
                .startsWith("HTTP/1.1 421");
        assertThat(ask(FOREIGN, "{\"scenario\":\"ask-stun\"}")).startsWith("HTTP/1.1 403");
        assertThat(
                        ask(
                                "POST /lab/api/run HTTP/1.1\r\nHost: HOST\r\nContent-Type: text/plain\r\n",
                                "{\"scenario\":\"ask-stun\"}"))
                .startsWith("HTTP/1.1 415");
        assertThat(ask("DELETE /lab HTTP/1.1\r\nHost: HOST\r\n", "")).startsWith("HTTP/1.1 405");
        assertThat(get("/lab/api/run")).startsWith("HTTP/1.1 405");
    }

    @Test
    void aBodyBeyondAllBoundsIsRefused() throws IOException {
        assertThat(run(" ".repeat(300_000))).startsWith("HTTP/1.1 413");
    }
}
