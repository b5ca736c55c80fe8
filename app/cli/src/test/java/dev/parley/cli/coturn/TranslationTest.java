package dev.parley.cli.coturn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Program;
import dev.parley.server.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranslationTest {
    private static final String MATRIX =
            """
            # of a chat server
            use-auth-secret
            static-auth-secret=n0t-so-s3cret-really
            realm=turn.example.org
            listening-port=3478
            tls-listening-port=5349
            external-ip=192.0.2.7/10.1.2.3
            min-port=50000
            max-port=50999
            no-tcp-relay
            user-quota=12
            total-quota=1200
            denied-peer-ip=10.0.0.0-10.255.255.255
            denied-peer-ip=192.168.0.0-192.168.255.255
            denied-peer-ip=::ffff:0:0-::ffff:ffff:ffff
            allowed-peer-ip=10.0.0.1
            no-multicast-peers
            no-cli
            fingerprint
            """;
    private static final String OFFICE =
            """
            listening-ip = 192.0.2.1
            listening-ip = 2001:db8::1
            lt-cred-mech
            user=ann:correct horse
            user=bob:0xbc807ee29df3c9ffa736523fb2c4e8ee
            pkey-pwd="tea"
            cipher-list=HIGH
            max-bps=250000
            prometheus
            no-tls
            mobility
            log-file=/var/log/turn.log
            listening-prot=1
            """;

    @TempDir private Path folder;

    @Test
    void severalRelayAddressesKeepTheirPublicOnes() {
        Translation translation =
                Translation.of(
                        """
                        relay-ip=10.1.2.3
                        relay-ip=10.1.2.4
                        external-ip=192.0.2.7/10.1.2.3
                        external-ip=192.0.2.8/10.1.2.4
                        relay-ip=10.1.2.4
                        relay-ip=2001:db8::3
                        """);
        assertThat(translation.settings())
                .containsEntry(
                        "relay-address",
                        List.of("10.1.2.3/192.0.2.7", "10.1.2.4/192.0.2.8", "2001:db8::3"))
                .doesNotContainKey("external-address");
        assertThat(translation.findings()).isEmpty();
    }

    @Test
    void onePublicAddressIsNotForSeveralRelayAddresses() {
        Translation translation =
                Translation.of("relay-ip=10.1.2.3\nrelay-ip=10.1.2.4\nexternal-ip=192.0.2.7\n");
        assertThat(translation.settings())
                .containsEntry("relay-address", List.of("10.1.2.3", "10.1.2.4"))
                .doesNotContainKey("external-address");
        assertThat(translation.findings())
                .singleElement()
                .asString()
                .contains("it is for one relay-ip");
    }

    @Test
    void aPublicAddressThatIsNoneIsToldOnceBesideSeveralRelayAddresses() {
        Translation translation =
                Translation.of("relay-ip=10.1.2.3\nrelay-ip=10.1.2.4\nexternal-ip=nowhere\n");
        assertThat(translation.settings()).doesNotContainKey("external-address");
        assertThat(translation.findings()).hasSize(1);
    }

    @Test
    void onePortForAllRelaysIsForUdpAlone() {
        Translation translation = Translation.of("min-port=50000\nmax-port=50000\n");
        assertThat(translation.settings()).containsEntry("tcp-relay", List.of("off"));
        assertThat(translation.findings())
                .anySatisfy(finding -> assertThat(finding.words()).contains("one port"));
    }

    @Test
    void onePortForAllRelaysIsForOneAddressOfEachFamily() throws Exception {
        Translation translation =
                Translation.of(
                        """
                        min-port=50000
                        max-port=50000
                        relay-ip=127.0.0.2
                        relay-ip=127.0.0.3
                        external-ip=192.0.2.8/127.0.0.4
                        external-ip=192.0.2.7
                        relay-ip=::1
                        """);
        assertThat(translation.settings())
                .containsEntry("relay-ports", List.of("50000-50000"))
                .containsEntry("relay-address", List.of("127.0.0.2", "::1"))
                .containsEntry("external-address", List.of("192.0.2.7"));
        assertThat(translation.findings())
                .filteredOn(finding -> finding.kind() == Finding.Kind.NOT_HONOURED)
                .allSatisfy(finding -> assertThat(finding.words()).contains("one relay-ip"))
                .extracting(Finding::line)
                .containsExactly(4, 5);
        Configuration.of(Program.TURN, translation.settings(), Map.of()); // or it throws
    }

    @Test
    void relayAddressesThatShareAPublicOneAreNotHonoured() throws Exception {
        Translation translation =
                Translation.of(
                        """
                        external-ip=192.0.2.9/127.0.0.2
                        external-ip=192.0.2.9/127.0.0.3
                        relay-ip=127.0.0.4
                        """);
        assertThat(translation.settings())
                .containsEntry("relay-address", List.of("127.0.0.2/192.0.2.9", "127.0.0.4"));
        assertThat(translation.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.line()).isEqualTo(2))
                .asString()
                .contains("NOT honoured", "another relay has that address");
        Configuration.of(Program.TURN, translation.settings(), Map.of()); // or it throws
    }

    @Test
    void byteOrderMarksInsideDoNotSpoilTheFile() {
        String toml =
                Translation.of("static-auth-secret=north\uFEFFsouth\nstatic-auth\uFEFFsecret=x\n")
                        .toml();
        assertThat(toml).doesNotContain("\uFEFF").contains("\"north\\uFEFFsouth\"");
    }

    @Test
    void theOnePortForAllRelaysIsNotThatOfStun() throws Exception {
        Translation translation = Translation.of("min-port=3478\nmax-port=3478\n");
        assertThat(translation.settings())
                .doesNotContainKey("relay-ports")
                .containsEntry("tcp-relay", List.of("on"));
        assertThat(translation.findings())
                .singleElement()
                .extracting(Finding::kind)
                .isEqualTo(Finding.Kind.NOT_HONOURED);
        Configuration.of(Program.TURN, translation.settings(), Map.of()); // or it throws
    }

    @Test
    void whatIsMoreThanThereCanBeIsCutToTheMost() throws Exception {
        Translation translation =
                Translation.of(
                        """
                        user-quota=60001
                        total-quota=99999999999999999999
                        max-bps=99999999999999999999
                        bps-capacity=124999999875
                        """);
        assertThat(translation.settings())
                .containsEntry("user-quota", List.of("60000"))
                .containsEntry("max-allocations", List.of("60000"))
                .containsEntry("user-bandwidth", List.of("1000G"))
                .containsEntry("total-bandwidth", List.of("999999999k"));
        assertThat(translation.findings())
                .hasSize(4)
                .allSatisfy(finding -> assertThat(finding.kind()).isEqualTo(Finding.Kind.CHANGED));
        Configuration.of(Program.TURN, translation.settings(), Map.of()); // or it throws
        assertThat(Translation.of("user-quota=many\n").findings())
                .singleElement()
                .extracting(Finding::kind)
                .isEqualTo(Finding.Kind.NOT_HONOURED);
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstKey() {
        Translation translation = Translation.of("\uFEFFrealm=example.org\n");
        assertThat(translation.settings()).containsEntry("realm", List.of("example.org"));
        assertThat(translation.findings()).isEmpty();
    }

    @Test
    void aPrivateAddressHasOnePublicOne() {
        Translation translation =
                Translation.of("external-ip=192.0.2.7/10.1.2.3\nexternal-ip=192.0.2.8/10.1.2.3\n");
        assertThat(translation.settings())
                .containsEntry("relay-address", List.of("10.1.2.3/192.0.2.7"));
        assertThat(translation.findings())
                .anySatisfy(
                        finding -> assertThat(finding.kind()).isEqualTo(Finding.Kind.NOT_HONOURED));
    }

    @Test
    void aServerBehindANatKeepsItsMeaning() {
        Translation translation = Translation.of(MATRIX);
        assertThat(translation.settings())
                .containsEntry("auth-secret", List.of("n0t-so-s3cret-really"))
                .containsEntry("realm", List.of("turn.example.org"))
                .containsEntry("stun-port", List.of("3478"))
                .doesNotContainKey("external-address")
                .containsEntry("relay-address", List.of("10.1.2.3/192.0.2.7"))
                .containsEntry("relay-ports", List.of("50000-50999"))
                .containsEntry("tcp-relay", List.of("off"))
                .containsEntry("user-quota", List.of("12"))
                .containsEntry("max-allocations", List.of("1200"))
                .hasEntrySatisfying(
                        "deny-peer",
                        blocks -> // 10.0.0.0/8 but 10.0.0.1
                        assertThat(blocks)
                                        .hasSize(25)
                                        .startsWith("10.0.0.0/32", "10.0.0.2/31")
                                        .endsWith("10.128.0.0/9", "192.168.0.0/16"))
                .containsEntry("allow-peer", List.of("10.0.0.1/32"))
                .containsEntry("metrics-listen", List.of("off"));
        assertThat(translation.findings())
                .allMatch(finding -> finding.kind() == Finding.Kind.NOT_NEEDED)
                .extracting(Finding::key)
                .contains("use-auth-secret", "fingerprint", "no-cli", "denied-peer-ip");
    }

    @Test
    void aUserGivenTwiceHasTheLastPassword() {
        Translation translation =
                Translation.of("user=ann:one\nuser=ben:two\nuser=ann:three\nuser=ben:\n");
        assertThat(translation.settings()).containsEntry("user", List.of("ben:two", "ann:three"));
        assertThat(translation.findings())
                .extracting(Finding::toString)
                .contains("line 3, user: note: this user was given before; this one counts");
    }

    @Test
    void aLogOnADeviceGoesToStderr() {
        Translation translation = Translation.of("log-file=/dev/stdout\n");
        assertThat(translation.settings()).doesNotContainKey("log-file");
        assertThat(translation.findings())
                .singleElement()
                .hasToString("line 1, log-file: note: the log goes to stderr alone");
    }

    @Test
    void aLineWithoutItsKeyIsNotRepeated() {
        assertThat(Translation.of("ben:tea and cake\n").findings())
                .singleElement()
                .hasToString("line 1, \"...\": UNKNOWN: this key is not known here");
    }

    @Test
    void whatCannotBeHonouredIsNamedWithItsLine() {
        Translation translation = Translation.of(OFFICE);
        assertThat(translation.settings())
                .containsEntry("listen", List.of("192.0.2.1", "2001:db8::1"))
                .containsEntry("user", List.of("ann:correct horse"))
                .containsEntry("tcp-relay", List.of("on"))
                .containsEntry("metrics-listen", List.of("127.0.0.1:9641"))
                .containsEntry("log-file", List.of("/var/log/turn.log"));
        assertThat(translation.findings())
                .extracting(Finding::toString)
                .anySatisfy(line -> assertThat(line).startsWith("line 5, user: NOT honoured:"))
                .anySatisfy(line -> assertThat(line).startsWith("line 6, pkey-pwd: NOT honoured:"))
                .anySatisfy(
                        line -> assertThat(line).startsWith("line 7, cipher-list: NOT honoured:"))
                .anySatisfy(line ->
                        assertThat(line)
                                .startsWith("line 9, prometheus: note:")
                                .contains("127.0.0.1 alone"))
                .anySatisfy(line ->
                        assertThat(line)
                                .startsWith("line 13, listening-prot: UNKNOWN:")
                                .contains("listening-port"));
        assertThat(translation.toml()).doesNotContain("tea").doesNotContain("bc807ee2");
    }

    @Test
    void metricsForEverybodyAreNeverOpenedWithoutAWord() {
        Translation wide = Translation.of("prometheus\nprometheus-address=192.0.2.1\n");
        assertThat(wide.settings()).containsEntry("metrics-listen", List.of("192.0.2.1:9641"));
        assertThat(wide.findings())
                .singleElement()
                .asString()
                .startsWith("line 2, prometheus-address: note:")
                .contains("without a password");
        Translation narrow = Translation.of("prometheus-address=127.0.0.1\nprometheus\n");
        assertThat(narrow.settings()).containsEntry("metrics-listen", List.of("127.0.0.1:9641"));
        assertThat(narrow.findings()).isEmpty();
        assertThat(Translation.of("prometheus-address=0.0.0.0\n").settings())
                .containsEntry("metrics-listen", List.of("off"));
    }

    @Test
    void everyLineIsASettingOrAFinding() {
        StringBuilder file = new StringBuilder();
        CoturnKeys.SAID.keySet().forEach(key -> file.append(key).append("=1\n"));
        Translation translation = Translation.of(file.toString());
        assertThat(translation.findings()).hasSizeGreaterThanOrEqualTo(CoturnKeys.SAID.size());
        CoturnKeys.SAME.values().forEach(name -> assertThat(Settings.named(name)).isPresent());
    }

    @Test
    void theFileItMakesIsRead() throws Exception {
        for (String text : List.of(MATRIX, OFFICE)) {
            Translation translation = Translation.of(text);
            Path file = folder.resolve("parley.toml");
            Files.writeString(file, translation.toml());
            Configuration fromFile =
                    Configuration.of(
                            Program.TURN, Map.of("config", List.of(file.toString())), Map.of());
            Configuration direct = Configuration.of(Program.TURN, translation.settings(), Map.of());
            assertThat(fromFile.all(Settings.USER)).isEqualTo(direct.all(Settings.USER));
            assertThat(fromFile.texts(Settings.RELAY_PORTS))
                    .isEqualTo(direct.texts(Settings.RELAY_PORTS));
            assertThat(fromFile.all(Settings.DENY_PEER)).isEqualTo(direct.all(Settings.DENY_PEER));
        }
    }

    @Test
    void aRangeBecomesTheFewestBlocks() {
        assertThat(Translation.of("denied-peer-ip=10.0.0.1-10.0.0.6").settings().get("deny-peer"))
                .containsExactly("10.0.0.1/32", "10.0.0.2/31", "10.0.0.4/31", "10.0.0.6/32");
        assertThat(Translation.of("denied-peer-ip=0.0.0.0-255.255.255.255").settings())
                .containsEntry("deny-peer", List.of("0.0.0.0/0"));
        assertThat(
                        Translation.of(
                                        "denied-peer-ip=fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")
                                .settings())
                .containsEntry("deny-peer", List.of("fc00::/7"));
        assertThat(Translation.of("denied-peer-ip=10.0.0.9-10.0.0.1").findings())
                .singleElement()
                .extracting(Finding::kind)
                .isEqualTo(Finding.Kind.NOT_HONOURED);
    }

    @Test
    void whatIsAllowedIsCutOutOfWhatIsDenied() {
        assertThat(
                        Translation.of(
                                        """
                                        denied-peer-ip=198.51.100.0-198.51.100.255
                                        allowed-peer-ip=198.51.100.64
                                        denied-peer-ip=203.0.113.7
                                        allowed-peer-ip=203.0.113.0-203.0.113.255
                                        """)
                                .settings())
                .containsEntry("allow-peer", List.of("198.51.100.64/32", "203.0.113.0/24"))
                .containsEntry(
                        "deny-peer",
                        List.of(
                                "198.51.100.0/26",
                                "198.51.100.65/32",
                                "198.51.100.66/31",
                                "198.51.100.68/30",
                                "198.51.100.72/29",
                                "198.51.100.80/28",
                                "198.51.100.96/27",
                                "198.51.100.128/25"));
    }

    @Test
    void aValueThatCannotBeUsedIsNamedWithItsLineAndSetsNothing() {
        Translation translation =
                Translation.of(
                        """
                        user-quota=-5
                        external-ip=not.an.ip
                        static-auth-secret=abc
                        relay-threads=9999
                        max-port=none
                        min-port=99999
                        listening-port=http
                        realm="]
                        max-bps=10
                        """);

        assertThat(translation.settings()).containsOnlyKeys("tcp-relay", "metrics-listen");
        assertThat(translation.findings())
                .extracting(Finding::line)
                .contains(1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(translation.findings()).noneMatch(said -> said.toString().contains("abc"));
    }

    @Test
    void whatNobodyCouldTakeIsNamedAndNotTakenOver() {
        Translation translation =
                Translation.of(
                        """
                        min-port=60000
                        max-port=50000
                        prometheus
                        prometheus-address=here
                        relay-threads=2
                        relay-threads=4
                        log-file=
                        verbose
                        Verbose
                        """);
        assertThat(translation.settings())
                .doesNotContainKeys("relay-ports", "metrics-listen", "log-file")
                .containsEntry("relay-threads", List.of("4"))
                .containsEntry("log-level", List.of("debug"));
        assertThat(translation.findings())
                .extracting(Finding::line, Finding::kind)
                .containsExactly(
                        tuple(2, Finding.Kind.NOT_HONOURED),
                        tuple(4, Finding.Kind.NOT_HONOURED),
                        tuple(6, Finding.Kind.CHANGED),
                        tuple(7, Finding.Kind.NOT_HONOURED));
    }
}
