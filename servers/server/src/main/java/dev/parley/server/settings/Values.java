package dev.parley.server.settings;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.core.TransportAddress;
import dev.parley.turn.AlternateServer;
import dev.parley.turn.PeerRewrite;
import dev.parley.turn.PortRange;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** The types of values that settings have. */
final class Values {
    private static final Pattern TURN_URL =
            Pattern.compile(
                    "(stuns?|turns?):(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:\\d{1,5})?(\\?transport=(udp|tcp))?");
    private static final Pattern REALM = Pattern.compile("[\\x20-\\x7E&&[^\"\\\\]]{1,127}");

    /** RFC 6750 section 2.1, and long enough not to be guessed. */
    private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9._~+/=-]{16,256}");

    static final ValueType<ListenPort> PORT =
            new ValueType<>(
                    "a port from 0 to 65535 (0: any free one), or off",
                    text -> isOff(text) ? ListenPort.OFF : new ListenPort(port(text)));

    static final ValueType<PortRange> PORT_RANGE =
            new ValueType<>(
                    "two ports such as 49152-65535, or one for all relays such as 50000",
                    PortRange::parse);

    static final ValueType<RelayThreads> RELAY_THREADS =
            new ValueType<>(
                    "a number from 1 to " + RelayThreads.MOST + ", or auto",
                    text ->
                            text.equalsIgnoreCase("auto")
                                    ? RelayThreads.AUTO
                                    : new RelayThreads(
                                            number(1, RelayThreads.MOST).reader().read(text)));

    static final ValueType<PortRange> PEER_PORTS =
            new ValueType<>(
                    "a port such as 53, or two such as 8000-8010",
                    text -> {
                        if (text.indexOf('-') >= 0) {
                            return PortRange.parse(text);
                        }
                        int port = port(text);
                        return new PortRange(port, port);
                    });

    static final ValueType<BitRate> BIT_RATE =
            new ValueType<>(
                    "bits a second such as 500k, 2M or 1.5G (from 8k to 1000G), or off",
                    text -> BitRate.parse(isOff(text) ? "off" : text));

    static final ValueType<IpAddress> ADDRESS =
            new ValueType<>("an IP address such as 192.0.2.1 or 2001:db8::1", IpAddress::parse);

    static final ValueType<IpAddress> CONCRETE_ADDRESS =
            new ValueType<>(
                    "one address, not all of them, such as 192.0.2.1 or 2001:db8::1",
                    text -> {
                        IpAddress address = IpAddress.parse(text);
                        require(!address.isUnspecified(), text);
                        return address;
                    });

    static final ValueType<OwnAddress> OWN_ADDRESS =
            new ValueType<>(
                    "one address such as 192.0.2.8, or two such as 10.0.0.8/192.0.2.8",
                    OwnAddress::parse);

    static final ValueType<AlternateServer> ALTERNATE_SERVER =
            new ValueType<>(
                    "an address and a port such as 192.0.2.8:3478",
                    text -> new AlternateServer(TransportAddress.parse(text), false, null));

    static final ValueType<AlternateServer> TLS_ALTERNATE_SERVER =
            new ValueType<>(
                    "an address and a port such as 192.0.2.8:5349, or with the name in its"
                            + " certificate 192.0.2.8:5349/turn.example.org",
                    text -> {
                        int slash = text.indexOf('/');
                        return new AlternateServer(
                                TransportAddress.parse(slash < 0 ? text : text.substring(0, slash)),
                                true,
                                slash < 0 ? null : text.substring(slash + 1));
                    });

    static final ValueType<PeerRewrite> PEER_REWRITE =
            new ValueType<>(
                    "two addresses of the same family such as 192.0.2.9=10.0.0.9",
                    text -> {
                        int equals = text.indexOf('=');
                        require(equals > 0, text);
                        return new PeerRewrite(
                                IpAddress.parse(text.substring(0, equals).strip()),
                                IpAddress.parse(text.substring(equals + 1).strip()));
                    });

    static final ValueType<IpPrefix> CIDR =
            new ValueType<>("an address block such as 10.0.0.0/8 or fc00::/7", IpPrefix::parse);

    static final ValueType<MetricsListener> METRICS =
            new ValueType<>(
                    "an address and a port such as 127.0.0.1:9641, or off",
                    text -> new MetricsListener(isOff(text) ? null : TransportAddress.parse(text)));

    static final ValueType<AdminListener> ADMIN =
            new ValueType<>(
                    "an address and a port such as 127.0.0.1:9642, or off",
                    text -> new AdminListener(isOff(text) ? null : TransportAddress.parse(text)));

    static final ValueType<String> TOKEN =
            new ValueType<>(
                    "16 to 256 letters, digits and -._~+/=",
                    text -> require(BEARER.matcher(text).matches(), text));

    static final ValueType<String> SERVER_NAME =
            new ValueType<>(
                    "1 to 127 printable ASCII characters without quotes or backslashes",
                    text -> require(REALM.matcher(text).matches(), text));

    static final ValueType<Path> PATH =
            new ValueType<>("a path", text -> Path.of(require(!text.isBlank(), text)));

    static final ValueType<OutputFile> OUTPUT_FILE =
            new ValueType<>(
                    "a path, or off",
                    text -> new OutputFile(isOff(text) ? null : PATH.reader().read(text)));

    static final ValueType<String> PASSPHRASE =
            new ValueType<>(
                    "1 to 256 characters",
                    text -> require(!text.isBlank() && text.length() <= 256, text));

    static final ValueType<String> SECRET =
            new ValueType<>(
                    "at least 8 characters", text -> require(text.strip().length() >= 8, text));

    static final ValueType<String> REALM_NAME =
            new ValueType<>(
                    "1 to 127 printable ASCII characters without quotes or backslashes",
                    text -> require(REALM.matcher(text).matches(), text));

    static final ValueType<String> RELAY_URL =
            new ValueType<>(
                    "a URL such as turn:relay.example.org:3478?transport=udp",
                    text -> require(TURN_URL.matcher(text).matches(), text));

    static final ValueType<String> ORIGIN =
            new ValueType<>("an origin such as https://example.org, or *", Values::origin);

    static final ValueType<Account> ACCOUNT =
            new ValueType<>(
                    "NAME:PASSWORD, neither of them empty",
                    text -> {
                        int colon = text.indexOf(':');
                        require(colon > 0 && colon < text.length() - 1, text);
                        return new Account(text.substring(0, colon), text.substring(colon + 1));
                    });

    private Values() {}

    static ValueType<Integer> number(int min, int max) {
        return new ValueType<>(
                "a number from " + min + " to " + max,
                text -> {
                    int number = Integer.parseInt(text);
                    require(number >= min && number <= max, text);
                    return number;
                });
    }

    static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
        StringBuilder wants = new StringBuilder("one of");
        String comma = " ";
        for (E constant : type.getEnumConstants()) {
            wants.append(comma).append(constant.name().toLowerCase(Locale.ROOT));
            comma = ", ";
        }
        return new ValueType<>(
                wants.toString(),
                text -> Enum.valueOf(type, onOrOff(text).toUpperCase(Locale.ROOT)));
    }

    /** What other files call on and off. */
    private static String onOrOff(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes" -> "on";
            case "false", "no" -> "off";
            default -> text;
        };
    }

    private static boolean isOff(String text) {
        return onOrOff(text).equalsIgnoreCase("off");
    }

    private static int port(String text) {
        int port = Integer.parseInt(text.strip());
        require(port >= 0 && port <= 0xFFFF, text);
        return port;
    }

    private static String origin(String text) {
        if (text.equals("*")) {
            return text;
        }
        URI uri = URI.create(text);
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean bare = uri.getRawPath() == null || uri.getRawPath().isEmpty();
        require(web && bare && uri.getHost() != null && uri.getRawUserInfo() == null, text);
        return text.toLowerCase(Locale.ROOT);
    }

    private static String require(boolean good, String text) {
        if (!good) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
