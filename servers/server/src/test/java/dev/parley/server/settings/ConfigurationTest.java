package dev.parley.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.turn.PortRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    @TempDir private Path folder;

    @Test
    void everyDefaultIsAValueOfItsType() {
        Configuration defaults = Configuration.defaults();
        assertThat(defaults.get(Settings.HTTP_PORT).number()).isEqualTo(8080);
        assertThat(defaults.get(Settings.RELAY_PORTS)).isEqualTo(new PortRange(49152, 65535));
        assertThat(defaults.find(Settings.ROOM_SECRET)).isEmpty();
        assertThat(defaults.all(Settings.LISTEN)).isEmpty();
        assertThat(defaults.origin(Settings.HTTP_PORT)).isEqualTo(Origin.DEFAULT);
    }

    @Test
    void flagWinsOverEnvironmentOverFileOverDefault() throws Exception {
        Path file = file("http-port = 1\nhttps-port = 2\nstun-port = 3\n");
        Configuration read =
                Configuration.of(
                        Map.of("config", List.of(file.toString()), "http-port", List.of("10")),
                        Map.of("PARLEY_HTTP_PORT", "20", "PARLEY_HTTPS_PORT", "21"));
        assertThat(read.get(Settings.HTTP_PORT).number()).isEqualTo(10);
        assertThat(read.get(Settings.HTTPS_PORT).number()).isEqualTo(21);
        assertThat(read.get(Settings.STUN_PORT).number()).isEqualTo(3);
        assertThat(read.get(Settings.TURNS_PORT).number()).isEqualTo(5349);
        assertThat(read.origin(Settings.HTTP_PORT).kind()).isEqualTo(Origin.Kind.FLAG);
        assertThat(read.origin(Settings.HTTPS_PORT).kind()).isEqualTo(Origin.Kind.ENVIRONMENT);
        assertThat(read.origin(Settings.STUN_PORT).kind()).isEqualTo(Origin.Kind.FILE);
    }

    @Test
    void everySettingCanBeGivenInEachPlace() throws Exception {
        for (Setting<?> setting : Settings.ALL) {
            if (setting.name().startsWith("tls-")) {
                continue; // only together, see theFilesOfACertificateAreGivenTogether
            }
            String text = sample(setting);
            Configuration byFlag =
                    Configuration.of(Map.of(setting.name(), List.of(text)), Map.of());
            Configuration byVariable =
                    Configuration.of(Map.of(), Map.of(setting.environmentName(), text));
            assertThat(byFlag.all(setting)).as(setting.name()).isEqualTo(byVariable.all(setting));
            if (!setting.equals(Settings.CONFIG)) {
                Path file = file(setting.name() + " = '" + text + "'\n");
                Configuration byFile =
                        Configuration.of(Map.of("config", List.of(file.toString())), Map.of());
                assertThat(byFile.all(setting)).as(setting.name()).isEqualTo(byFlag.all(setting));
            }
        }
    }

    @Test
    void theFilesOfACertificateAreGivenTogether() throws Exception {
        Configuration read =
                Configuration.of(
                        Map.of("tls-cert", List.of("a.pem")), Map.of("PARLEY_TLS_KEY", "b.pem"));
        assertThat(read.find(Settings.TLS_CERT)).contains(Path.of("a.pem"));
        assertThat(read.find(Settings.TLS_KEY)).contains(Path.of("b.pem"));
    }

    @Test
    void aListIsAnArrayInTheFileAndHasCommasInTheEnvironment() throws Exception {
        Path file = file("allow-peer = ['10.0.0.0/8', 'fc00::/7']\n");
        Configuration read =
                Configuration.of(
                        Map.of("config", List.of(file.toString())),
                        Map.of("PARLEY_LISTEN", "127.0.0.1, ::1"));
        assertThat(read.all(Settings.ALLOW_PEER))
                .containsExactly(IpPrefix.parse("10.0.0.0/8"), IpPrefix.parse("fc00::/7"));
        assertThat(read.all(Settings.LISTEN))
                .containsExactly(IpAddress.parse("127.0.0.1"), IpAddress.parse("::1"));
    }

    @ParameterizedTest
    @CsvSource({
        "off, 0",
        "64000, 8000",
        "500k, 62500",
        "2M, 250000",
        "1.5G, 187500000",
        "0.5m, 62500",
        "1000G, 125000000000"
    })
    void aRateIsInBitsASecond(String text, long bytesPerSecond) throws Exception {
        Configuration read = Configuration.of(Map.of("user-bandwidth", List.of(text)), Map.of());
        assertThat(read.get(Settings.USER_BANDWIDTH).bytesPerSecond()).isEqualTo(bytesPerSecond);
        assertThat(read.get(Settings.TOTAL_BANDWIDTH).bytesPerSecond()).isZero();
    }

    @Test
    void aPortOfPeersIsOneOrARange() throws Exception {
        Configuration read =
                Configuration.of(Map.of("deny-peer-port", List.of("53", "8000-8010")), Map.of());
        assertThat(read.all(Settings.DENY_PEER_PORT))
                .containsExactly(new PortRange(53, 53), new PortRange(8000, 8010));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    http-port        | banana
                    http-port        | -1
                    http-port        | 65536
                    listen           | localhost
                    listen           | 1.2.3
                    metrics-listen   | 9641
                    metrics-listen   | 127.0.0.1:x
                    deny-peer-port   | 0
                    deny-peer-port   | 65536
                    deny-peer-port   | http
                    user-bandwidth   | 2x
                    user-bandwidth   | 2 M
                    user-bandwidth   | -1
                    user-bandwidth   | 7k
                    user-bandwidth   | 1001G
                    relay-ports      | -5
                    relay-ports      | 65536
                    relay-ports      | 0-10
                    relay-ports      | 20-10
                    relay-ports      | 1-65536
                    realm            | a"b
                    user             | nameonly
                    user             | :password
                    user             | name:
                    auth-secret      | short
                    allow-peer       | 10.0.0.0/33
                    deny-peer        | everything
                    turn-server      | https://example.org
                    turn-server      | turn:bad host
                    turn-ttl         | 5
                    turn-ttl         | 1h
                    user-quota       | 0
                    allow-origin     | example.org
                    allow-origin     | https://example.org/path
                    log-level        | loud
                    qr               | maybe
                    relay-address    | 0.0.0.0
                    external-address | ::
                    drain-seconds    | -1
                    """)
    void aBadValueNamesTheSettingAndWhatItWants(String name, String text) {
        Setting<?> setting = Settings.named(name).orElseThrow();
        assertThatThrownBy(() -> Configuration.of(Map.of(name, List.of(text)), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("--" + name + " wants " + setting.type().wants());
        assertThatThrownBy(
                        () -> Configuration.of(Map.of(), Map.of(setting.environmentName(), text)))
                .hasMessageContaining(setting.environmentName());
    }

    @Test
    void aBadSecretIsNotRepeated() {
        assertThatThrownBy(
                        () -> Configuration.of(Map.of("auth-secret", List.of("hunter2")), Map.of()))
                .message()
                .startsWith("--auth-secret wants at least 8 characters")
                .doesNotContain("hunter2");
    }

    @Test
    void aSettingOnceOnlyIsRefusedTwice() {
        assertThatThrownBy(() -> Configuration.of(Map.of("http-port", List.of("1", "2")), Map.of()))
                .hasMessage("--http-port may be given once only");
    }

    @Test
    void settingsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> flags("http-port", "8443"))
                .hasMessage("--http-port and --https-port are both 8443");
        assertThatThrownBy(() -> flags("turns-port", "8443"))
                .hasMessageStartingWith("--https-port and --turns-port are both 8443; HTTPS");
        assertThatThrownBy(() -> flags("tls-cert", "a.pem"))
                .hasMessage("--tls-cert and --tls-key belong together: give both or neither");
        assertThatThrownBy(() -> flags("relay-address", "192.0.2.1", "192.0.2.2/192.0.2.1"))
                .hasMessage("--relay-address: 192.0.2.1 occurs twice");
        assertThatThrownBy(() ->
                        Configuration.of(
                                Map.of(
                                        "relay-address", List.of("10.0.0.1", "10.0.0.2"),
                                        "external-address", List.of("192.0.2.1")),
                                Map.of()))
                .hasMessageStartingWith("--external-address is for a single --relay-address");
        assertThatThrownBy(() ->
                        Configuration.of(
                                Map.of(
                                        "relay-address", List.of("10.0.0.1/192.0.2.2"),
                                        "external-address", List.of("192.0.2.1")),
                                Map.of()))
                .hasMessageStartingWith("--external-address is for a single --relay-address");
        assertThatThrownBy(() ->
                        Configuration.of(
                                Map.of(
                                        "relay-address", List.of("10.0.0.1", "10.0.0.2"),
                                        "relay-ports", List.of("50000")),
                                Map.of()))
                .hasMessageStartingWith("--relay-ports: one port for all relays takes one");
        assertThatThrownBy(() ->
                        Configuration.of(
                                Map.of(
                                        "http-port", List.of("off"),
                                        "https-port", List.of("off"),
                                        "stun-port", List.of("off"),
                                        "turns-port", List.of("off")),
                                Map.of()))
                .hasMessage("every port is off: there is nothing to serve");
        assertThatThrownBy(() ->
                        Configuration.of(
                                Map.of("user", List.of("ann:one", "ben:two", "ann:three")),
                                Map.of()))
                .hasMessage("--user: ann occurs twice; a user has one password");
        assertThatThrownBy(() ->
                        Configuration.of(
                                Map.of(
                                        "usage-file", List.of("/var/log/../log/turn"),
                                        "log-file", List.of("/var/log/turn")),
                                Map.of()))
                .hasMessageStartingWith("--usage-file and --log-file are both ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    relay-ports 3478 | --stun-port and --relay-ports are both 3478: relays need a UDP
                    relay-ports 3479, stun-alternate-port 3479 | --stun-alternate-port and --relay-po
                    relay-ports 50000-50000, tcp-relay on | --tcp-relay needs ports of its own: give
                    """)
    void oneRelayPortIsNobodyElses(String settings, String message) {
        assertThatThrownBy(() -> pairs(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void oneRelayPortMayBeGivenAsOneNumber() throws Exception {
        assertThat(flags("relay-ports", "50000").get(Settings.RELAY_PORTS))
                .isEqualTo(PortRange.single(50_000));
        Path file = file("relay-ports = 50000\n");
        assertThat(read(file).get(Settings.RELAY_PORTS).isSingle()).isTrue();
        assertThat(flags("relay-ports", "50000-50001").get(Settings.RELAY_PORTS).isSingle())
                .isFalse();
    }

    @Test
    void portsThatTheSystemChoosesDoNotContradict() throws Exception {
        Configuration read =
                Configuration.of(
                        Map.of("http-port", List.of("0"), "https-port", List.of("0")), Map.of());
        assertThat(read.get(Settings.HTTP_PORT).number()).isZero();
    }

    @Test
    void anUnknownVariableIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> Configuration.of(Map.of(), Map.of("PARLEY_HTTP_PROT", "1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "unknown environment variable PARLEY_HTTP_PROT;"
                                + " did you mean PARLEY_HTTP_PORT?");
    }

    @Test
    void variablesOfOthersAreLeftAlone() throws Exception {
        Configuration read =
                Configuration.of(
                        Map.of(),
                        Map.of(
                                "HTTP_PORT", "x",
                                "PARLEY_PORT", "tcp://10.0.0.1:8080",
                                "PARLEY_PORT_8080_TCP_ADDR", "10.0.0.1",
                                "PARLEY_SERVICE_HOST", "10.0.0.1",
                                "PARLEY_JAVA_OPTS", "-Xmx1g"));
        assertThat(read.warnings()).isEmpty();
        assertThat(read.get(Settings.HTTP_PORT).number()).isEqualTo(8080);
    }

    @Test
    void aVariableLikeNothingIsMentioned() throws Exception {
        assertThat(Configuration.of(Map.of(), Map.of("PARLEY_ZZZZZZZZZZ", "1")).warnings())
                .singleElement()
                .asString()
                .contains("PARLEY_ZZZZZZZZZZ");
    }

    @Test
    void anUnknownKeyInTheFileIsRefusedWithTheNearest() throws Exception {
        Path file = file("htttp-port = 1\n");
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("unknown setting htttp-port in " + file + "; did you mean http-port?");
    }

    @Test
    void whatIsNoNameIsNotRepeated() throws Exception {
        Path file = file("\"ann:hush\" = 'user'\n");
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("unknown setting \"...\" in " + file);
    }

    @Test
    void aBadValueInTheFileNamesTheFile() throws Exception {
        Path file = file("http-port = 'high'\n");
        assertThatThrownBy(() -> read(file)).hasMessageStartingWith("http-port in " + file);
        Path table = file("[http-port]\nnumber = 1\n");
        assertThatThrownBy(() -> read(table)).hasMessageStartingWith("[http-port] in " + table);
        Path array = file("http-port = [1]\n");
        assertThatThrownBy(() -> read(array)).hasMessageStartingWith("http-port in " + array);
    }

    @Test
    void aSecondStunAddressMayHaveAPublicName() throws Exception {
        Configuration read = flags("stun-alternate-address", "10.0.0.8/192.0.2.8", "2001:db8::8");
        assertThat(read.all(Settings.STUN_ALTERNATE_ADDRESS))
                .containsExactly(
                        new OwnAddress(IpAddress.parse("10.0.0.8"), IpAddress.parse("192.0.2.8")),
                        new OwnAddress(
                                IpAddress.parse("2001:db8::8"), IpAddress.parse("2001:db8::8")))
                .extracting(OwnAddress::toString)
                .containsExactly("10.0.0.8/192.0.2.8", "2001:db8::8");
        for (String wrong : List.of("0.0.0.0", "10.0.0.0/8", "10.0.0.8/2001:db8::8", "")) {
            assertThatThrownBy(() -> flags("stun-alternate-address", wrong))
                    .as(wrong)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("wants one address such as 192.0.2.8, or two");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    stun-alternate-port 3479, stun-port off | --stun-alternate-port is of no use
                    stun-alternate-address 192.0.2.8, stun-port off | --stun-alternate-address is of
                    stun-alternate-port 3478 | --stun-port and --stun-alternate-port are both 3478
                    stun-alternate-address 192.0.2.8, stun-alternate-port off | --stun-alternate-add
                    stun-alternate-address 192.0.2.8, stun-port 65535 | there is no port above --stun
                    """)
    void aSecondStunSocketHasToFitTheFirst(String settings, String message) {
        assertThatThrownBy(() -> pairs(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(message);
    }

    private static Configuration pairs(String settings) throws IOException, ConfigurationException {
        Map<String, List<String>> given = new HashMap<>();
        for (String setting : settings.split(", ", -1)) {
            String[] words = setting.split(" ", -1);
            given.put(words[0], List.of(words[1]));
        }
        return Configuration.of(given, Map.of());
    }

    @Test
    void aNumberAboveWhichClientsGoElsewhereNeedsAnElsewhere() throws Exception {
        assertThatThrownBy(() -> flags("alternate-above", "10"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("set --alternate-server");
        Configuration read =
                Configuration.of(
                        Map.of(
                                "alternate-above", List.of("10"),
                                "alternate-server", List.of("192.0.2.8:3478")),
                        Map.of());
        assertThat(read.get(Settings.ALTERNATE_ABOVE)).isEqualTo(10);
    }

    @Test
    void aBrokenFileIsRefusedWithItsLine() throws Exception {
        Path file = file("http-port = 1\nhttps-port = = 2\n");
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(file + ":2: ")
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "tcp-relay = true, on",
        "tcp-relay = false, off",
        "tcp-relay = \"yes\", on",
        "turns-port = false, off",
        "metrics-listen = false, off",
        "user-bandwidth = false, off"
    })
    void switchesCanBeWrittenAsTheyAreElsewhere(String line, String same) throws Exception {
        Configuration written = read(file(line + "\n"));
        String name = line.substring(0, line.indexOf(' '));
        Setting<?> setting = Settings.named(name).orElseThrow();
        assertThat(written.all(setting))
                .isEqualTo(read(file(name + " = '" + same + "'\n")).all(setting));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "realm = true | realm in FILE wants 1 to 127 printable ASCII characters",
                "log-file = true | log-file in FILE wants a path, or off; true is not",
                "stun-port = true | stun-port in FILE wants a port from 0 to 65535",
                "max-rooms = true | max-rooms in FILE wants a number from 1 to 1000000",
                "total-bandwidth = 1.5 | total-bandwidth in FILE wants bits a second such as 500k",
                "stun-port = [1, 2] | it has one value, not a list",
                "auth-secret = 1.5 | auth-secret in FILE wants at least 8 characters; the value",
                "[turn] | [turn] in FILE: there are no sections",
                "realm = parley # or | FILE:1: a word wants quotation marks: realm = \"parley\"",
                "auth-secret = hunter2secret | FILE:1: a word wants quotation marks: auth-secret ="
                        + " \"...\"",
                "tcp-relay = TRUE | FILE:1: true is written in small letters: tcp-relay = true",
                "mobility = False | FILE:1: false is written in small letters: mobility = false",
                "relm = parley | FILE:1: this is not TOML (unknown token); settings look like",
                "listen = 192.0.2.1 | FILE:1: this is not TOML",
            })
    void whatIsWrittenWronglyIsSaidWithWhatIsRight(String text, String words) throws Exception {
        String path = folder.resolve("parley.toml").toString();
        assertThatThrownBy(() -> read(file(text + "\n")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(words.replace("FILE", path));
    }

    @Test
    void settingsThatDoNotGoTogetherAreNamedAsTheyWereGiven() throws Exception {
        Path file = file("http-port = 9000\nhttps-port = 9000\n");
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("http-port in " + file + " and https-port are both 9000");
        Path half = file("https-port = 9000\n");
        assertThatThrownBy(() ->
                        Configuration.of(
                                Map.of("config", List.of(half.toString())),
                                Map.of("PARLEY_HTTP_PORT", "9000")))
                .hasMessage(
                        "the environment variable PARLEY_HTTP_PORT and https-port in "
                                + half
                                + " are both 9000");
        Path cert = file("tls-cert = 'a'\n");
        assertThatThrownBy(() -> read(cert))
                .hasMessage(
                        "tls-cert in "
                                + cert
                                + " and --tls-key belong together: give both or neither");
    }

    @Test
    void filesMayBeOffAndBeginWithAByteOrderMark() throws Exception {
        Configuration read = read(file("\uFEFFlog-file = \"off\"\nusage-file = false\n"));
        assertThat(read.get(Settings.LOG_FILE).file()).isEmpty();
        assertThat(read.get(Settings.USAGE_FILE).file()).isEmpty();
        assertThat(read(file("log-file = './off'\n")).get(Settings.LOG_FILE).file())
                .contains(Path.of("./off"));
    }

    @Test
    void aMissingFileIsNamed() {
        Path none = folder.resolve("none.toml");
        assertThatThrownBy(() -> read(none))
                .isInstanceOf(IOException.class)
                .hasMessage("--config: there is no file " + none);
    }

    @Test
    void aFileThatIsBeingWrittenIsNoConfiguration() throws Exception {
        Path file = file("\n# soon\n");
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file + " holds no setting; without a file leave --config out");
    }

    @Test
    void aFileWithSecretsThatOthersCanReadIsMentioned() throws Exception {
        Path file = file("room-secret = 'tea for two'\n");
        Files.setPosixFilePermissions(
                file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(read(file).warnings()).singleElement().asString().contains("chmod 600");
        Files.setPosixFilePermissions(
                file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        assertThat(read(file).warnings()).isEmpty();
    }

    @Test
    void secretsAreNotInTheTextOfValues() throws Exception {
        Configuration read =
                Configuration.of(Map.of("user", List.of("ann:correct horse")), Map.of());
        assertThat(read.all(Settings.USER).toString()).contains("ann").doesNotContain("horse");
    }

    private static Configuration flags(String name, String... texts) throws Exception {
        return Configuration.of(Map.of(name, List.of(texts)), Map.of());
    }

    private Configuration read(Path file) throws ConfigurationException, IOException {
        return Configuration.of(Map.of("config", List.of(file.toString())), Map.of());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("parley.toml"), text);
    }

    private String sample(Setting<?> setting) throws IOException {
        return switch (setting.name()) {
            case "alternate-server", "tls-alternate-server" -> "192.0.2.8:3478";
            case "listen", "relay-address", "external-address", "stun-alternate-address" ->
                    "192.0.2.7";
            case "stun-alternate-port" -> "3479";
            case "user" -> "ann:secret";
            case "auth-secret", "room-secret" -> "long enough";
            case "turn-server" -> "turn:relay.example.org:3478?transport=tcp";
            case "allow-peer", "deny-peer", "proxy-from" -> "10.0.0.0/8";
            case "allow-peer-port", "deny-peer-port" -> "8000-8010";
            case "rewrite-peer" -> "192.0.2.9=10.0.0.9";
            case "allow-origin" -> "https://example.org:8443";
            case "admin-token" -> "0123456789abcdef";
            case "usage-file" -> "usage.jsonl";
            case "server-id" -> "relay-7";
            case "config" -> Files.writeString(folder.resolve("own.toml"), "qr = 'off'").toString();
            case "data-dir" -> "/some/where";
            default -> String.valueOf(setting.fallback());
        };
    }
}
