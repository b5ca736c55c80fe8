package dev.parley.server.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import dev.parley.server.Endpoint;
import dev.parley.server.TestServer;
import dev.parley.server.relay.TestTurnClient;
import dev.parley.server.settings.Setting;
import dev.parley.server.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ReloadTest {
    private static final String ALICE = "user = [\"alice:wonderland\"]";

    @TempDir private Path folder;

    @Test
    void newUsersAndQuotasCountAndRelaysGoOn() throws Exception {
        try (TestServer server = TestServer.start(folder, ALICE)) {
            TestTurnClient alice = server.turn("alice", "wonderland").allocate();
            assertThat(server.turn("bob", "builder").tryToAllocate()).isEqualTo(401);
            server.write("user = [\"alice:wonderland\", \"bob:builder\"]", "user-quota = 1");
            TestServer.Answer done = server.ask("POST", "/admin/reload");
            assertThat(done.json().get("changed").toString())
                    .isEqualTo("[\"user\",\"user-quota\"]");
            assertThat(server.turn("bob", "builder").tryToAllocate()).isZero();
            assertThat(server.turn("alice", "wonderland").tryToAllocate()).isEqualTo(486);
            assertThat(alice.refresh(600)).isZero();
        }
    }

    @Test
    void ratesCountAtOnce() throws Exception {
        try (TestServer server = TestServer.start(folder, ALICE)) {
            TestTurnClient before = server.turn("alice", "wonderland").allocate();
            server.write(
                    ALICE,
                    "user-quota = 2",
                    "allocation-rate = 1",
                    "user-bandwidth = \"2M\"",
                    "total-bandwidth = \"20M\"");
            assertThat(server.ask("POST", "/admin/reload").json().get("changed").toString())
                    .isEqualTo(
                            "[\"user-quota\",\"allocation-rate\",\"user-bandwidth\","
                                    + "\"total-bandwidth\"]");
            assertThat(before.refresh(600)).isZero();
            int refused = 0;
            for (int i = 0; i < 20; i++) {
                try (TestTurnClient next = server.turn("alice", "wonderland")) {
                    refused += next.tryToAllocate() == 486 ? 1 : 0;
                    next.refresh(0);
                }
            }
            assertThat(refused).as("of 20 with a burst of 3").isGreaterThan(10);
        }
    }

    @Test
    void deniedPeersAreClosed() throws Exception {
        try (TestServer server = TestServer.start(folder, ALICE, "allow-peer = [\"10.0.0.0/8\"]")) {
            TestTurnClient alice = server.turn("alice", "wonderland").allocate();
            alice.bind(0x4001, TransportAddress.parse("10.1.2.3:7000"));
            assertThat(server.server().relay()).isNotNull();
            assertThat(server.ask("GET", "/admin/relay").json().get("permissions").asInt())
                    .isEqualTo(1);
            server.write(ALICE);
            server.ask("POST", "/admin/reload");
            assertThat(server.ask("GET", "/admin/relay").json().get("permissions").asInt())
                    .isZero();
        }
    }

    @Test
    void rooms() throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            assertThat(server.get(Endpoint.Kind.HTTP, "/api/info"))
                    .contains("\"roomSecret\":false");
            server.write("room-secret = \"tea for two\"", "room-capacity = 3");
            server.ask("POST", "/admin/reload");
            assertThat(server.get(Endpoint.Kind.HTTP, "/api/info"))
                    .contains("\"roomSecret\":true")
                    .contains("\"capacity\":3");
        }
    }

    @Test
    void aNewTokenCountsAtOnce() throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            server.write("admin-token = \"0123456789abcdef\"");
            assertThat(server.ask("POST", "/admin/reload").status()).isEqualTo(200);
            assertThat(server.ask("GET", "/admin/relay").status()).isEqualTo(401);
        }
    }

    @Test
    void saysWhatNeedsARestartUntilItIsDone() throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            server.write(
                    "realm = \"elsewhere\"", "relay-ports = \"50000-50100\"", "user-quota = 7");
            for (int i = 0; i < 2; i++) {
                TestServer.Answer done = server.ask("POST", "/admin/reload");
                assertThat(done.json().get("needRestart").toString())
                        .isEqualTo("[\"realm\",\"relay-ports\"]");
                assertThat(done.json().get("changed")).hasSize(i == 0 ? 1 : 0);
            }
            assertThat(
                            server.ask("GET", "/admin/config")
                                    .json()
                                    .at("/settings/realm/value")
                                    .asString())
                    .isEqualTo("parley");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user-quota = 0",
                "no-such-setting = 1",
                "user-quota = ",
                "tls-cert = \"/nowhere/cert.pem\"",
                "tls-cert = \"/nowhere/cert.pem\"\ntls-key = \"/nowhere/key.pem\"",
                "https-port = 1\nhttp-port = 1\nuser = \"nobody\"",
            })
    void nothingChangesWhenAnythingIsWrong(String wrong) throws Exception {
        try (TestServer server = TestServer.start(folder, ALICE)) {
            server.write("user = [\"bob:builder\"]", "room-secret = \"tea for two\"", wrong);
            TestServer.Answer refused = server.ask("POST", "/admin/reload");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.json().get("error").asString())
                    .startsWith("Nothing is reloaded, everything is as before: ");
            assertThat(server.turn("bob", "builder").tryToAllocate()).isEqualTo(401);
            assertThat(server.turn("alice", "wonderland").tryToAllocate()).isZero();
            assertThat(server.get(Endpoint.Kind.HTTP, "/api/info"))
                    .contains("\"roomSecret\":false");
        }
    }

    @Test
    void thePageListsWhatCanChange() throws Exception {
        String page = Files.readString(Path.of("../../docs/admin.md"));
        String list = page.substring(page.indexOf("## Reload"), page.indexOf("## Drain"));
        String table = list.substring(list.indexOf("| what changes |"));
        TreeSet<String> named = new TreeSet<>();
        Pattern.compile("`([a-z-]+)`")
                .matcher(table)
                .results()
                .map(MatchResult::group)
                .map(text -> text.replace("`", ""))
                .filter(name -> Settings.named(name).isPresent())
                .forEach(named::add);
        List<String> changeable = RunTime.CHANGEABLE.stream().map(Setting::name).sorted().toList();
        assertThat(named).containsExactlyElementsOf(changeable);
    }
}
