package dev.parley.server;

import dev.parley.core.IpAddress;
import dev.parley.server.net.LocalAddresses;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.ListenPort;
import dev.parley.server.settings.Settings;
import dev.parley.server.signaling.TurnRestCredentials;
import dev.parley.server.state.DataDirectory;
import dev.parley.server.tls.PemFiles;
import dev.parley.server.tls.ServerCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a browser is told to use a relay ({@code RTCConfiguration.iceServers}): URLs of RFC 7065 and
 * a time-limited credential.
 */
public record IceServers(List<String> urls, String username, String credential) {

    public IceServers {
        urls = List.copyOf(urls);
    }

    /** Whether there is a secret already; else {@link #issue} makes one. */
    public static boolean hasSecret(Configuration configuration, DataDirectory data) {
        return !configuration.all(Settings.AUTH_SECRET).isEmpty()
                || Files.exists(data.file(RelayPart.AUTH_SECRET_FILE));
    }

    /**
     * Makes credentials for a relay that runs, or will run, with these settings on this machine.
     *
     * @param environment for the default of {@code data-dir}
     * @param host how clients shall reach the relay; null for its addresses, and over TLS for the
     *     name in its certificate
     * @throws IOException when the kept secret cannot be read
     */
    public static IceServers issue(
            Configuration configuration,
            Map<String, String> environment,
            @Nullable String host,
            Duration ttl,
            String user)
            throws IOException {
        try {
            DataDirectory data = DataDirectory.open(configuration, environment);
            ListenPlan listens =
                    ListenPlan.of(configuration.all(Settings.LISTEN), LocalAddresses.find());
            RelayPlan plan = RelayPlan.of(configuration, listens.addresses());
            Optional<Path> chain = configuration.find(Settings.TLS_CERT);
            Optional<Path> key = configuration.find(Settings.TLS_KEY);
            ServerCertificate certificate =
                    chain.isPresent() && key.isPresent()
                            ? PemFiles.read(chain.get(), key.get())
                            : null;
            return of(
                    new Reach(
                            ClientAddresses.of(configuration, plan, listens),
                            certificate,
                            host,
                            number(configuration.get(Settings.STUN_PORT)),
                            certificate == null
                                    ? 0
                                    : number(configuration.get(Settings.TURNS_PORT))),
                    RelayPart.authSecrets(configuration, data).getFirst(),
                    ttl,
                    user);
        } catch (IOException e) {
            throw configuration.named(e);
        }
    }

    /**
     * Where clients find a relay: over UDP at each of its addresses, since some networks have one
     * family only, over TCP at the first of each family, and over TLS by the name in the
     * certificate, or at one address where it holds none.
     *
     * @param certificate null when there is no TLS
     * @param host null for what address and certificate say
     * @param port of UDP and TCP, 0 for none
     * @param tlsPort 0 for none
     */
    record Reach(
            ClientAddresses addresses,
            @Nullable ServerCertificate certificate,
            @Nullable String host,
            int port,
            int tlsPort) {

        private List<String> urls() {
            List<String> urls = new ArrayList<>();
            if (port > 0) {
                for (String at : hosts(addresses.all())) {
                    urls.add("turn:" + at + ":" + port + "?transport=udp");
                }
                for (String at : hosts(addresses.firsts())) {
                    urls.add("turn:" + at + ":" + port + "?transport=tcp");
                }
            }
            if (tlsPort > 0) {
                for (String at : tlsHosts()) {
                    urls.add("turns:" + at + ":" + tlsPort + "?transport=tcp");
                }
            }
            return urls;
        }

        private List<String> hosts(List<IpAddress> otherwise) {
            return host != null
                    ? List.of(bracketed(host))
                    : otherwise.stream().map(address -> bracketed(address.toString())).toList();
        }

        private List<String> tlsHosts() {
            Optional<String> name =
                    host != null || certificate == null
                            ? Optional.empty()
                            : certificate.dnsNames().stream()
                                    .filter(dns -> !dns.startsWith("*"))
                                    .findFirst();
            return name.map(List::of).orElseGet(() -> hosts(addresses.all().subList(0, 1)));
        }

        private static String bracketed(String host) {
            return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        }
    }

    static IceServers of(Reach reach, String secret, Duration ttl, String user) {
        TurnRestCredentials.Credential credential =
                new TurnRestCredentials(secret, ttl).issue(System.currentTimeMillis() / 1000, user);
        return new IceServers(reach.urls(), credential.username(), credential.password());
    }

    /** The value of {@code iceServers}, in JSON on several lines. */
    public String json() {
        StringBuilder json = new StringBuilder("[{\n  \"urls\": [");
        String comma = "";
        for (String url : urls) {
            json.append(comma).append("\n    ").append(JsonText.quoted(url));
            comma = ",";
        }
        return json.append("\n  ],\n  \"username\": ")
                .append(JsonText.quoted(username))
                .append(",\n  \"credential\": ")
                .append(JsonText.quoted(credential))
                .append("\n}]")
                .toString();
    }

    private static int number(ListenPort port) {
        return Math.max(0, port.number());
    }

    /** Without the credential. */
    @Override
    public String toString() {
        return "IceServers" + urls;
    }
}
