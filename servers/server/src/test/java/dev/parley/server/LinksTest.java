package dev.parley.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.server.net.LocalAddresses;
import dev.parley.server.settings.Configuration;
import dev.parley.server.state.DataDirectory;
import dev.parley.server.tls.CertificateSource;
import dev.parley.server.tls.ServerCertificate;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {
    private static final List<IpAddress> REACHABLE =
            List.of(
                    IpAddress.parse("192.168.1.7"),
                    IpAddress.parse("9.9.9.9"),
                    IpAddress.parse("fd00::7"));
    private static final LocalAddresses ADDRESSES =
            new LocalAddresses(
                    List.of(IpAddress.parse("127.0.0.1")),
                    REACHABLE,
                    List.of(IpAddress.parse("9.9.9.9")));

    @TempDir private Path folder;
    private ServerCertificate selfSigned;

    @BeforeEach
    void makeCertificate() throws Exception {
        Configuration configuration =
                Configuration.of(Map.of("data-dir", List.of(folder.toString())), Map.of());
        selfSigned =
                CertificateSource.find(
                        configuration,
                        DataDirectory.open(configuration, Map.of()),
                        List.of("localhost", "call.example.org", "*.example.org"),
                        REACHABLE,
                        Instant.now());
    }

    @Test
    void namesThisMachineFirstThenTheAddressOfTheDefaultRoute() {
        assertThat(Links.of(ADDRESSES, 8080, 8443, selfSigned))
                .extracting(Link::url)
                .containsExactly(
                        "http://localhost:8080/",
                        "https://localhost:8443/",
                        "https://9.9.9.9:8443/",
                        "https://192.168.1.7:8443/",
                        "https://[fd00::7]:8443/",
                        "http://9.9.9.9:8080/",
                        "http://192.168.1.7:8080/",
                        "http://[fd00::7]:8080/");
    }

    @Test
    void tellsTheNetworkFromTheInternet() {
        assertThat(Links.of(ADDRESSES, -1, 8443, selfSigned))
                .extracting(Link::kind)
                .containsExactly(Link.Kind.LOCAL, Link.Kind.PUBLIC, Link.Kind.LAN, Link.Kind.LAN);
    }

    @Test
    void knowsWhereBrowsersAllowCameras() {
        assertThat(Links.of(ADDRESSES, 8080, 8443, selfSigned))
                .allSatisfy(link ->
                        assertThat(link.secure())
                                .isEqualTo(
                                        link.url().startsWith("https")
                                                || link.url().contains("localhost")));
    }

    @Test
    void usesTheNamesOfARealCertificateAndLeavesUsualPortsOut() {
        ServerCertificate real = new ServerCertificate(selfSigned.key(), selfSigned.chain(), false);
        assertThat(Links.of(ADDRESSES, 80, 443, real))
                .extracting(Link::url)
                .startsWith("http://localhost/", "https://localhost/", "https://call.example.org/")
                .noneMatch(url -> url.contains("*"));
    }

    @Test
    void nothingIsThereWhenAllIsOff() {
        assertThat(Links.of(ADDRESSES, -1, -1, selfSigned)).isEmpty();
    }
}
