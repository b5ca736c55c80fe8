package dev.parley.server.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.server.Endpoint;
import dev.parley.server.TestServer;
import dev.parley.server.relay.Await;
import dev.parley.server.relay.TestTurnClient;
import dev.parley.server.relay.Wire;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class UsageLogTest {
    private static final String ALICE = "user = [\"alice:wonderland\"]";

    @TempDir private Path folder;

    @Test
    void aRelayThatEndsLeavesALineThatSaysWhatItCarried() throws Exception {
        try (TestServer server =
                        TestServer.start(
                                folder,
                                ALICE,
                                file(),
                                "allow-peer = \"127.0.0.0/8\"",
                                "server-id = \"relay-7\"");
                DatagramSocket peer = Wire.loopbackSocket()) {
            TestTurnClient alice = server.turn("alice", "wonderland").allocate();
            alice.bind(0x4001, Wire.addressOf(peer));
            alice.channelData(0x4001, new byte[100]);
            assertThat(Wire.receivePacket(peer, 10_000)).isNotNull();
            alice.release();
            Await.until(() -> lines().size() == 1);

            JsonNode line = lines().getFirst();
            assertThat(line.get("server").asString()).isEqualTo("relay-7");
            assertThat(line.get("user").asString()).isEqualTo("alice");
            assertThat(line.get("client").asString()).isEqualTo("127.0.0.0/24");
            assertThat(line.get("transport").asString()).isEqualTo("udp");
            assertThat(line.get("relayed").get(0).asString()).isEqualTo(alice.relayed().toString());
            assertThat(line.get("packetsToPeers").asInt()).isEqualTo(1);
            assertThat(line.get("bytesToPeers").asInt()).isEqualTo(100);
            assertThat(line.get("reason").asString()).isEqualTo("released");
            assertThat(line.get("final").asBoolean()).isTrue();
            assertThat(line.get("sequence").asInt()).isEqualTo(1);
            Instant start = Instant.parse(line.get("start").asString());
            Instant end = Instant.parse(line.get("end").asString());
            assertThat(end).isAfterOrEqualTo(start).isBefore(Instant.now().plusSeconds(1));
            assertThat(server.get(Endpoint.Kind.METRICS, "/metrics"))
                    .contains("parley_usage_records_total 1.0")
                    .contains("parley_usage_lost_total 0.0");
        }
    }

    @Test
    void whatEndsWithTheServerLeavesALineToo() throws Exception {
        try (TestServer server = TestServer.start(folder, ALICE, file(), "relay-threads = 2")) {
            for (int i = 0; i < 20; i++) {
                server.turn("alice", "wonderland").allocate();
            }
        }
        assertThat(lines()).hasSize(20);
        assertThat(lines())
                .allSatisfy(
                        line -> assertThat(line.get("reason").asString()).isEqualTo("shutdown"));
    }

    @Test
    @EnabledOnOs(OS.LINUX) // has a device that is always full
    void aFullDiskStopsNobody() throws Exception {
        Path link = folder.resolve("usage.jsonl");
        try (TestServer server = TestServer.start(folder, ALICE, file())) {
            Files.delete(link);
            Files.createSymbolicLink(link, Path.of("/dev/full"));
            server.turn("alice", "wonderland").allocate().release();
            TestTurnClient goesOn = server.turn("alice", "wonderland").allocate();
            assertThat(goesOn.refresh(600)).isZero();
            Files.delete(link); // room again: what waits is written
            goesOn.release();
            Await.until(() -> Files.exists(link) && lines().size() == 2);
        }
    }

    @Test
    void aFileThatCannotBeWrittenStopsTheStart() {
        assertThatThrownBy(() ->
                        TestServer.start(
                                folder, "usage-file = \"" + folder.resolve("no/file") + "\""))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("usage-file in ");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsNoFileStopsTheStart() {
        assertThatThrownBy(() -> TestServer.start(folder, "usage-file = \"/dev/null\""))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith(
                        "/dev/null cannot be written (it is a device or a pipe, not a file)");
        assertThatThrownBy(() -> TestServer.start(folder, "usage-file = \"" + folder + "\""))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("cannot be written (it is a folder)");
    }

    @Test
    void filesMakeRoomByThemselves() throws Exception {
        Path path = folder.resolve("usage.jsonl");
        try (UsageFile file = new UsageFile(path)) {
            for (int i = 0; i < 10; i++) {
                file.append(("line " + i + "\n").getBytes(StandardCharsets.UTF_8), 14, 2);
            }
        }
        assertThat(Files.readString(path)).isEqualTo("line 8\nline 9\n");
        assertThat(Files.readString(folder.resolve("usage.jsonl.1"))).isEqualTo("line 6\nline 7\n");
        assertThat(Files.readString(folder.resolve("usage.jsonl.2"))).isEqualTo("line 4\nline 5\n");
        assertThat(folder.resolve("usage.jsonl.3")).doesNotExist();
    }

    @Test
    void halfALineOfARunThatWasCutShortIsNotContinued() throws Exception {
        Path path = folder.resolve("usage.jsonl");
        Files.writeString(path, "{\"id\":1}\n{\"id\":2,\"user\":\"al");
        try (TestServer server = TestServer.start(folder, ALICE, file())) {
            server.turn("alice", "wonderland").allocate();
        }
        assertThat(lines()).hasSize(2);
        assertThat(lines().getFirst().get("id").asInt()).isEqualTo(1);
        assertThat(lines().getLast().get("user").asString()).isEqualTo("alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"id\":1}\n", "{\"id\":1}", "notes", "notes\n{\"id\":1}\n"})
    void nothingButHalfARecordIsTakenAway(String text) throws Exception {
        Path path = folder.resolve("usage.jsonl");
        Files.writeString(path, text);
        assertThat(LastLine.mend(path)).isZero();
        boolean whole = text.isEmpty() || text.endsWith("\n");
        assertThat(Files.readString(path)).isEqualTo(whole ? text : text + "\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 70_000})
    void halfARecordIsTakenAwayFromTheEndOfAnyFile(int lines) throws Exception {
        Path path = folder.resolve("usage.jsonl");
        String whole = "{\"id\":1}\n".repeat(lines);
        Files.writeString(path, whole + "{\"user\":\"\u00E4");
        assertThat(LastLine.mend(path)).isEqualTo(11);
        assertThat(Files.readString(path)).isEqualTo(whole);
    }

    @Test
    void filesAreForTheOwnerAndItsGroup() throws Exception {
        Path path = folder.resolve("usage.jsonl");
        try (UsageFile file = new UsageFile(path)) {
            for (int i = 0; i < 3; i++) {
                file.append("123456789\n".getBytes(StandardCharsets.UTF_8), 10, 2);
            }
        }
        for (String name : List.of("usage.jsonl", "usage.jsonl.1", "usage.jsonl.2")) {
            assertThat(Files.getPosixFilePermissions(folder.resolve(name)))
                    .as(name)
                    .doesNotContain(PosixFilePermission.OTHERS_READ);
        }
    }

    @Test
    void aFileThatWasMovedAwayIsBegunAnew() throws Exception {
        Path path = folder.resolve("usage.jsonl");
        try (UsageFile file = new UsageFile(path)) {
            file.append("one\n".getBytes(StandardCharsets.UTF_8), 1000, 1);
            Files.move(path, folder.resolve("yesterday"));
            file.append("two\n".getBytes(StandardCharsets.UTF_8), 1000, 1);
        }
        assertThat(Files.readString(path)).isEqualTo("two\n");
        assertThat(Files.readString(folder.resolve("yesterday"))).isEqualTo("one\n");
    }

    private String file() {
        return "usage-file = \"" + folder.resolve("usage.jsonl") + "\"";
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("usage.jsonl"))) {
            lines.add(JsonMapper.shared().readTree(line));
        }
        return lines;
    }
}
