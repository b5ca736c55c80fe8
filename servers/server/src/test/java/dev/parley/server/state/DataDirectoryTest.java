package dev.parley.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.server.settings.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir private Path temporary;

    @Test
    void makesTheFolderForItsOwnerAlone() throws Exception {
        Path folder = temporary.resolve("a/b");
        open(folder);
        assertThat(modes(folder)).isEqualTo("rwx------");
    }

    @Test
    void keepsASecretForItsOwnerAlone() throws Exception {
        DataDirectory data = open(temporary.resolve("data"));
        byte[] secret = data.secret("auth-secret");
        assertThat(secret).hasSize(32);
        assertThat(modes(data.file("auth-secret"))).isEqualTo("rw-------");
        assertThat(data.secret("auth-secret")).isEqualTo(secret);
        assertThat(open(temporary.resolve("data")).secret("auth-secret")).isEqualTo(secret);
        assertThat(data.secret("signal-key")).isNotEqualTo(secret);
        try (var files = Files.list(data.folder())) {
            assertThat(files).as("no drafts are left").hasSize(2);
        }
    }

    @Test
    void refusesASecretThatOthersCanRead() throws Exception {
        DataDirectory data = open(temporary.resolve("data"));
        data.secret("auth-secret");
        Path file = data.file("auth-secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> data.secret("auth-secret"))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "--data-dir: "
                                + file
                                + " can be read by others (rw-r--r--): run chmod 600 on it, or"
                                + " delete it to get a new one");
    }

    @Test
    void refusesADamagedSecret() throws Exception {
        DataDirectory data = open(temporary.resolve("data"));
        data.secret("auth-secret");
        for (String damage : new String[] {"", "short", "not base 64!"}) {
            Files.writeString(data.file("auth-secret"), damage);
            assertThatThrownBy(() -> data.secret("auth-secret")).hasMessageContaining("is damaged");
        }
    }

    @Test
    void namesTheOptionWhenTheFolderCannotBe() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "");
        assertThatThrownBy(() -> open(file)).hasMessageStartingWith("--data-dir: " + file);
        assertThatThrownBy(() -> open(file.resolve("below")))
                .hasMessageStartingWith("--data-dir: " + file);
    }

    @Test
    void followsXdg() throws Exception {
        DataDirectory data =
                DataDirectory.open(
                        Configuration.defaults(), Map.of("XDG_DATA_HOME", temporary.toString()));
        assertThat(data.folder()).isEqualTo(temporary.resolve("parley"));
    }

    @Test
    void aRaceForTheSameSecretHasOneWinner() throws Exception {
        Path folder = temporary.resolve("race");
        open(folder);
        Callable<String> one = () -> HexFormat.of().formatHex(open(folder).secret("key"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> all = threads.invokeAll(Collections.nCopies(16, one));
            String first = all.getFirst().get();
            for (Future<String> each : all) {
                assertThat(each.get()).isEqualTo(first);
            }
        }
    }

    private static DataDirectory open(Path folder) throws Exception {
        return DataDirectory.open(
                Configuration.of(Map.of("data-dir", List.of(folder.toString())), Map.of()),
                Map.of());
    }

    private static String modes(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
