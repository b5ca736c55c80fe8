package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.Version;
import dev.parley.server.settings.Setting;
import dev.parley.server.settings.Settings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ParleyCommandTest {
    @TempDir private Path folder;
    private final Screen screen = new Screen();

    @Test
    void showsExamplesWhenCalledWithNothing() {
        assertThat(run()).isZero();
        assertThat(screen.out()).contains("Examples:").contains("parley serve");
        assertThat(screen.err()).isEmpty();
    }

    @Test
    void saysWhichVersionItIs() {
        assertThat(run("--version")).isZero();
        assertThat(screen.out()).isEqualTo("parley " + Version.number() + System.lineSeparator());
    }

    @Test
    void helpNamesEverySettingAndFitsTheTerminal() {
        assertThat(run("serve", "--help")).isZero();
        for (Setting<?> setting : Settings.ALL) {
            assertThat(screen.out()).contains(setting.flag() + "=" + setting.placeholder());
        }
        assertThat(screen.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThan(81));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    serve --http-prot 1       | unknown option --http-prot; did you mean --http-port?
                    serve --http-port         | --http-port wants a value: PORT
                    serve --http-port banana  | --http-port wants a port from 0 to 65535
                    serve --relay-ports 9-1   | --relay-ports wants two ports such as 49152-65535
                    serve --allow-peer home   | --allow-peer wants an address block
                    serve --zzzzzzzzzz        | unknown option --zzzzzzzzzz; parley serve --help
                    serve extra               | "extra" is one word too many
                    srve                      | unknown command srve; did you mean serve?
                    """)
    void refusesWithOneLineAndCode2(String line, String message) {
        assertThat(run(line.split(" +"))).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err().lines()).singleElement().asString().contains(message);
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void everyValueOfARepeatedSettingCounts() {
        assertThat(run("serve", "--allow-peer", "home", "--allow-peer", "10.0.0.0/8"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("--allow-peer wants an address block");
    }

    @Test
    void aSettingGivenTwiceIsRefused() {
        assertThat(run("serve", "--realm", "a", "--realm", "b")).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err().lines())
                .containsExactly("parley serve: --realm may be given once only");
    }

    @Test
    void whatIsAroundItEndsWithOneLineAndCode1() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        Path none = folder.resolve("none");
        assertThat(serve("--data-dir", file.toString())).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(serve("--config", none.toString())).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(serve("--tls-cert", none.toString(), "--tls-key", none.toString()))
                .isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(screen.err().lines().toList())
                .containsExactly(
                        "parley serve: --data-dir: " + file + " is not a folder",
                        "parley serve: --config: there is no file " + none,
                        "parley serve: --tls-cert: there is no file " + none);
    }

    @Test
    void aPortInUseEndsWithOneLineAndCode1() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(serve("--http-port", port)).isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(screen.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("parley serve: --http-port: TCP port " + port)
                    .contains("in use");
        }
    }

    /** A server on loopback that finds all its ports free, unless told otherwise. */
    private int serve(String... more) {
        List<String> line = new ArrayList<>(List.of("serve", "--listen", "127.0.0.1"));
        List<String> given = List.of(more);
        for (String port : List.of("http", "https", "stun", "turns")) {
            if (!given.contains("--" + port + "-port")) {
                line.addAll(List.of("--" + port + "-port", "0"));
            }
        }
        line.addAll(List.of("--metrics-listen", "off"));
        if (!given.contains("--data-dir")) {
            line.addAll(List.of("--data-dir", folder.resolve("data").toString()));
        }
        line.addAll(given);
        return run(line.toArray(String[]::new));
    }

    private int run(String... line) {
        return new ParleyCommand(screen.terminal(false, true, 80), Map.of()).run(line);
    }
}
