package dev.parley.server.settings;

import static dev.parley.server.settings.Setting.Group.LISTENING;
import static dev.parley.server.settings.Setting.Group.OPERATION;
import static dev.parley.server.settings.Setting.Group.RELAY;
import static dev.parley.server.settings.Setting.Group.ROOMS;
import static dev.parley.server.settings.Setting.Group.TLS;
import static dev.parley.server.settings.Setting.Traits.NONE;
import static dev.parley.server.settings.Setting.Traits.REPEATABLE;
import static dev.parley.server.settings.Setting.Traits.REPEATABLE_SECRET;
import static dev.parley.server.settings.Setting.Traits.SECRET;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.turn.AlternateServer;
import dev.parley.turn.PeerRewrite;
import dev.parley.turn.PortRange;
import dev.parley.udp.UdpBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of settings: the one place where each is named, typed, defaulted and explained. */
public final class Settings {
    private static final List<Setting<?>> TABLE = new ArrayList<>();

    public static final Setting<IpAddress> LISTEN =
            list(
                    "listen",
                    LISTENING,
                    "ADDRESS",
                    Values.ADDRESS,
                    "Listen on this address only; 0.0.0.0 is every one of IPv4, and :: every one of both"
                            + " families. Without it: on every address of this machine but"
                            + " link-local ones.");
    public static final Setting<ListenPort> HTTP_PORT =
            port("http-port", "8080", "The page and signaling over HTTP (TCP).");
    public static final Setting<ListenPort> HTTPS_PORT =
            port(
                    "https-port",
                    "8443",
                    "The page and signaling over HTTPS, and TURN over TLS on the same port (TCP).");
    public static final Setting<ListenPort> STUN_PORT =
            port("stun-port", "3478", "STUN and TURN (UDP and TCP).");
    public static final Setting<OwnAddress> STUN_ALTERNATE_ADDRESS =
            list(
                    "stun-alternate-address",
                    LISTENING,
                    "ADDRESS",
                    Values.OWN_ADDRESS,
                    "A second address of this machine, for clients that find out what kind of NAT"
                            + " they are behind (RFC 5780, parley natcheck); one of each family at"
                            + " most. Behind a 1:1 NAT with the public address: 10.0.0.8/192.0.2.8.");
    public static final Setting<ListenPort> STUN_ALTERNATE_PORT =
            add(
                    "stun-alternate-port",
                    LISTENING,
                    "PORT",
                    Values.PORT,
                    null,
                    NONE,
                    "A second STUN port on every address (UDP), for the same clients; without a"
                            + " second address it serves a part of their tests. Without it: the one"
                            + " above stun-port when stun-alternate-address is set, else none.");
    public static final Setting<ListenPort> TURNS_PORT =
            port("turns-port", "5349", "TURN over TLS alone (TCP).");
    public static final Setting<IpPrefix> PROXY_FROM =
            list(
                    "proxy-from",
                    LISTENING,
                    "CIDR",
                    Values.CIDR,
                    "Load balancers in front of the TCP ports, which say by the PROXY protocol"
                            + " (version 2 or 1) who the client is. Connections from there must"
                            + " begin with its header; it is taken from nobody else.");
    public static final Setting<MetricsListener> METRICS_LISTEN =
            add(
                    "metrics-listen",
                    LISTENING,
                    "ADDRESS:PORT",
                    Values.METRICS,
                    "127.0.0.1:9641",
                    NONE,
                    "Counters in Prometheus format at /metrics, in plain HTTP and without a"
                            + " password: keep it on loopback or a trusted network. 0.0.0.0 is"
                            + " IPv4 alone, [::] both families.");

    public static final Setting<AdminListener> ADMIN_LISTEN =
            add(
                    "admin-listen",
                    LISTENING,
                    "ADDRESS:PORT",
                    Values.ADMIN,
                    "off",
                    NONE,
                    "The admin API (docs/admin.md): what is relayed now, ending relays, reload,"
                            + " drain. Every request needs the token of admin-token. 0.0.0.0 is"
                            + " IPv4 alone, [::] both families.");
    public static final Setting<Switch> ADMIN_REMOTE =
            toggle(
                    "admin-remote",
                    LISTENING,
                    "Whether admin-listen may be an address that other machines reach; there it"
                            + " speaks TLS with the certificate of this server.");
    public static final Setting<String> ADMIN_TOKEN =
            add(
                    "admin-token",
                    LISTENING,
                    "TOKEN",
                    Values.TOKEN,
                    null,
                    SECRET,
                    "What requests to the admin API have to bear. Without it one is made on first"
                            + " start and kept in data-dir, in the file admin-token.");

    public static final Setting<Path> TLS_CERT =
            path(
                    "tls-cert",
                    TLS,
                    "FILE",
                    "Certificate chain in PEM form, the server's own first. Without it a"
                            + " self-signed certificate is made on first start.");
    public static final Setting<Path> TLS_KEY =
            path("tls-key", TLS, "FILE", "The unencrypted private key of tls-cert in PEM form.");
    public static final Setting<Integer> TLS_CHECK_SECONDS =
            number(
                    "tls-check-seconds",
                    TLS,
                    "SECONDS",
                    0,
                    86_400,
                    "30",
                    "How often tls-cert and tls-key are looked at; a new pair is used for new"
                            + " connections from then on. 0: only on reload.");

    public static final Setting<String> REALM =
            add(
                    "realm",
                    RELAY,
                    "TEXT",
                    Values.REALM_NAME,
                    "parley",
                    NONE,
                    "The realm of TURN credentials. A short one keeps answers to strangers small.");
    public static final Setting<StrongAuth> STRONG_AUTH =
            add(
                    "strong-auth",
                    RELAY,
                    "WHERE",
                    Values.choice(StrongAuth.class),
                    "streams",
                    NONE,
                    "Where TURN offers SHA-256 to clients that know it: over TCP and TLS, or over UDP"
                            + " too, which makes answers to strangers 28 bytes longer. Others are"
                            + " served as before.");
    public static final Setting<Switch> TCP_RELAY =
            toggle(
                    "tcp-relay",
                    RELAY,
                    "Whether clients may have relays that reach peers by TCP (RFC 6062). Browsers use"
                            + " none; who has a credential may connect to public addresses, at every"
                            + " port that is not closed (allow-peer-port).");
    public static final Setting<AlternateServer> ALTERNATE_SERVER =
            list(
                    "alternate-server",
                    RELAY,
                    "ADDRESS:PORT",
                    Values.ALTERNATE_SERVER,
                    "Send TURN clients on UDP and TCP there instead of relaying for them; several"
                            + " take turns.");
    public static final Setting<AlternateServer> TLS_ALTERNATE_SERVER =
            list(
                    "tls-alternate-server",
                    RELAY,
                    "ADDRESS:PORT",
                    Values.TLS_ALTERNATE_SERVER,
                    "The same for TURN clients on TLS.");
    public static final Setting<Integer> ALTERNATE_ABOVE =
            number(
                    "alternate-above",
                    RELAY,
                    "NUMBER",
                    0,
                    60_000,
                    "0",
                    "Relay for clients until there are that many allocations, and only then send them"
                            + " to alternate-server. A server that is shutting down or has"
                            + " max-allocations sends them there, too.");
    public static final Setting<Switch> MOBILITY =
            add(
                    "mobility",
                    RELAY,
                    "ON",
                    Values.choice(Switch.class),
                    "on",
                    NONE,
                    "Whether a client may take its allocation along when its address changes (RFC"
                            + " 8016); it has to ask for that, and to prove again who it is.");
    public static final Setting<Account> USER =
            add(
                    "user",
                    RELAY,
                    "NAME:PASSWORD",
                    Values.ACCOUNT,
                    null,
                    REPEATABLE_SECRET,
                    "A TURN user that does not expire. Other users of the machine can read a"
                            + " command line: prefer the file or the environment.");
    public static final Setting<String> AUTH_SECRET =
            add(
                    "auth-secret",
                    RELAY,
                    "SECRET",
                    Values.SECRET,
                    null,
                    REPEATABLE_SECRET,
                    "Shared secret of time-limited TURN credentials. The first one signs, all are"
                            + " accepted, so that they can be rotated. Without it one is made on"
                            + " first start and kept in data-dir.");
    public static final Setting<Switch> STRICT_EXPIRY =
            toggle(
                    "strict-expiry",
                    RELAY,
                    "Whether a relay ends when the time-limited credential ends that it was made"
                            + " with. Otherwise it goes on for as long as its client refreshes it,"
                            + " so that no call is cut.");
    public static final Setting<Integer> TURN_TTL =
            number(
                    "turn-ttl",
                    RELAY,
                    "SECONDS",
                    60,
                    604_800,
                    "3600",
                    "How long the TURN credentials live that a page is given; it gets new ones in"
                            + " time.");
    public static final Setting<OwnAddress> RELAY_ADDRESS =
            list(
                    "relay-address",
                    RELAY,
                    "ADDRESS",
                    Values.OWN_ADDRESS,
                    "Address of this machine that relayed traffic leaves from. Behind a 1:1 NAT with"
                            + " the public address: 10.0.0.8/192.0.2.8. Of several, a client gets"
                            + " the one that it reached by UDP, else each in turn. Without it: the"
                            + " address of the default route.");
    public static final Setting<PortRange> RELAY_PORTS =
            add(
                    "relay-ports",
                    RELAY,
                    "PORTS",
                    Values.PORT_RANGE,
                    "49152-65535",
                    NONE,
                    "UDP ports for relaying. Open them in the firewall as well. A single one is"
                            + " enough where no more can be opened: all relays share it, and no"
                            + " two of them can speak with the same address and port.");
    public static final Setting<RelayThreads> RELAY_THREADS =
            add(
                    "relay-threads",
                    RELAY,
                    "NUMBER",
                    Values.RELAY_THREADS,
                    "auto",
                    NONE,
                    "How many threads relay, each with clients and a part of relay-ports of its own;"
                            + " auto: one for each processor. More than one takes Linux.");
    public static final Setting<IpAddress> EXTERNAL_ADDRESS =
            list(
                    "external-address",
                    RELAY,
                    "ADDRESS",
                    Values.CONCRETE_ADDRESS,
                    "The public address that a 1:1 NAT gives to the relay-address of its family; told"
                            + " to clients in its place. One of each family at most.");
    public static final Setting<String> TURN_SERVER =
            list(
                    "turn-server",
                    RELAY,
                    "URL",
                    Values.RELAY_URL,
                    "A further relay that pages are told of. It has to accept credentials made with"
                            + " the first auth-secret.");
    public static final Setting<IpPrefix> ALLOW_PEER =
            list(
                    "allow-peer",
                    RELAY,
                    "CIDR",
                    Values.CIDR,
                    "Let the relay reach this block although it is private or otherwise special."
                            + " By default only public addresses can be reached.");
    public static final Setting<IpPrefix> DENY_PEER =
            list(
                    "deny-peer",
                    RELAY,
                    "CIDR",
                    Values.CIDR,
                    "Never let the relay reach this block. Wins over allow-peer.");
    public static final Setting<PeerRewrite> REWRITE_PEER =
            add(
                    "rewrite-peer",
                    RELAY,
                    "PUBLIC=PRIVATE",
                    Values.PEER_REWRITE,
                    null,
                    REPEATABLE,
                    "Reach the machine that clients know by the public address at the private one:"
                            + " where a cloud gives each machine a 1:1 NAT that turns nothing back."
                            + " Peer rules are about the public address, and nobody reaches the"
                            + " machine by the private one.");
    public static final Setting<PortRange> ALLOW_PEER_PORT =
            list(
                    "allow-peer-port",
                    RELAY,
                    "RANGE",
                    Values.PEER_PORTS,
                    "Let the relay reach these ports of peers although they are closed by default,"
                            + " as those of services are that are abused through relays: all below"
                            + " 1024 but 80 and 443, and 1434, 1900, 3702, 5353, 11211.");
    public static final Setting<PortRange> DENY_PEER_PORT =
            list(
                    "deny-peer-port",
                    RELAY,
                    "RANGE",
                    Values.PEER_PORTS,
                    "Never let the relay reach these ports of peers. Wins over allow-peer-port.");
    public static final Setting<Integer> MAX_ALLOCATIONS =
            number(
                    "max-allocations",
                    RELAY,
                    "NUMBER",
                    1,
                    60_000,
                    "4096",
                    "The most relay allocations at a time.");
    public static final Setting<Integer> USER_QUOTA =
            number(
                    "user-quota",
                    RELAY,
                    "NUMBER",
                    1,
                    60_000,
                    "32",
                    "The most allocations at a time for one TURN user.");
    public static final Setting<Integer> ADDRESS_QUOTA =
            number(
                    "address-quota",
                    RELAY,
                    "NUMBER",
                    1,
                    60_000,
                    "128",
                    "The most allocations at a time for one network of clients (IPv4 /24, IPv6"
                            + " /56).");
    public static final Setting<Integer> ALLOCATION_RATE =
            number(
                    "allocation-rate",
                    RELAY,
                    "NUMBER",
                    1,
                    1_000_000,
                    "20",
                    "How many new allocations one TURN user gets per second, and one network of"
                            + " clients; at once as many as user-quota and address-quota allow, or those"
                            + " of three seconds where that is more.");
    public static final Setting<Integer> CHALLENGE_RATE =
            number(
                    "challenge-rate",
                    RELAY,
                    "NUMBER",
                    1,
                    1_000_000,
                    "100",
                    "How many requests without proof are answered per second for one network of"
                            + " clients, three times as many at once. Every new relay takes one.");

    public static final Setting<BitRate> USER_BANDWIDTH =
            add(
                    "user-bandwidth",
                    RELAY,
                    "RATE",
                    Values.BIT_RATE,
                    "off",
                    NONE,
                    "How much data one TURN user may relay in all allocations together, in each"
                            + " direction; what is beyond is dropped. A video call takes 2M to 4M"
                            + " for each other participant.");
    public static final Setting<BitRate> TOTAL_BANDWIDTH =
            add(
                    "total-bandwidth",
                    RELAY,
                    "RATE",
                    Values.BIT_RATE,
                    "off",
                    NONE,
                    "The same for everybody together. Leave it some percent below what the line"
                            + " carries, as headers are not counted.");
    public static final Setting<String> ROOM_SECRET =
            add(
                    "room-secret",
                    ROOMS,
                    "TEXT",
                    Values.PASSPHRASE,
                    null,
                    SECRET,
                    "A passphrase that everybody who enters a room has to know.");
    public static final Setting<Integer> ROOM_CAPACITY =
            number(
                    "room-capacity",
                    ROOMS,
                    "NUMBER",
                    2,
                    8,
                    "4",
                    "How many people fit into a room. Each sends to every other one: more than four"
                            + " ask a lot of their devices and lines.");
    public static final Setting<Integer> MAX_ROOMS =
            number(
                    "max-rooms",
                    ROOMS,
                    "NUMBER",
                    1,
                    1_000_000,
                    "10000",
                    "The most rooms at a time.");
    public static final Setting<Integer> MAX_CONNECTIONS =
            number(
                    "max-connections",
                    ROOMS,
                    "NUMBER",
                    1,
                    1_000_000,
                    "20000",
                    "The most TCP connections at a time on each listener; the admin API has 64.");
    public static final Setting<String> ALLOW_ORIGIN =
            list(
                    "allow-origin",
                    ROOMS,
                    "ORIGIN",
                    Values.ORIGIN,
                    "A further web origin whose pages may use signaling. The server's own always"
                            + " may; * allows all.");

    public static final Setting<Path> DATA_DIR =
            path(
                    "data-dir",
                    OPERATION,
                    "FOLDER",
                    "Keeps the secrets and the self-signed certificate. Without it:"
                            + " $XDG_DATA_HOME/parley, else ~/.local/share/parley.");
    public static final Setting<Path> CONFIG =
            path(
                    "config",
                    OPERATION,
                    "FILE",
                    "A TOML file with any of these settings (but this one).");
    public static final Setting<Integer> DRAIN_SECONDS =
            number(
                    "drain-seconds",
                    OPERATION,
                    "SECONDS",
                    0,
                    86_400,
                    "10",
                    "How long relayed calls may go on after SIGTERM or Ctrl-C. A second signal ends"
                            + " them now.");
    public static final Setting<OutputFile> USAGE_FILE = add(UsageSettings.USAGE_FILE);
    public static final Setting<Integer> USAGE_MINUTES = add(UsageSettings.USAGE_MINUTES);
    public static final Setting<UsageAddress> USAGE_ADDRESS = add(UsageSettings.USAGE_ADDRESS);
    public static final Setting<Integer> USAGE_MEGABYTES = add(UsageSettings.USAGE_MEGABYTES);
    public static final Setting<Integer> USAGE_KEEP = add(UsageSettings.USAGE_KEEP);
    public static final Setting<String> SERVER_ID = add(UsageSettings.SERVER_ID);
    public static final Setting<UdpBackend> UDP =
            add(
                    "udp",
                    OPERATION,
                    "KIND",
                    Values.choice(UdpBackend.class),
                    "auto",
                    NONE,
                    "How UDP sockets are used: by the system calls of Linux, or by Java's own"
                            + " sockets; auto: the faster one that works here.");
    public static final Setting<LogLevel> LOG_LEVEL = add(LogSettings.LOG_LEVEL);
    public static final Setting<LogFormat> LOG_FORMAT = add(LogSettings.LOG_FORMAT);
    public static final Setting<OutputFile> LOG_FILE = add(LogSettings.LOG_FILE);
    public static final Setting<Integer> LOG_MEGABYTES = add(LogSettings.LOG_MEGABYTES);
    public static final Setting<Integer> LOG_KEEP = add(LogSettings.LOG_KEEP);
    public static final Setting<Switch> LOG_ADDRESSES = add(LogSettings.LOG_ADDRESSES);
    public static final Setting<Toggle> QR =
            add(
                    "qr",
                    OPERATION,
                    "WHEN",
                    Values.choice(Toggle.class),
                    "auto",
                    NONE,
                    "Print a QR code of the link for phones; auto: when the output is a terminal.");

    /** All settings, by group and in the order in which they are documented. */
    public static final List<Setting<?>> ALL = Collections.unmodifiableList(TABLE);

    private Settings() {}

    /** The setting of this name. */
    public static Optional<Setting<?>> named(String name) {
        return ALL.stream().filter(setting -> setting.name().equals(name)).findFirst();
    }

    static List<String> names() {
        return ALL.stream().map(Setting::name).toList();
    }

    private static Setting<ListenPort> port(String name, String fallback, String words) {
        return add(name, LISTENING, "PORT", Values.PORT, fallback, NONE, words);
    }

    /** Off unless it is asked for. */
    private static Setting<Switch> toggle(String name, Setting.Group group, String words) {
        return add(name, group, "ON", Values.choice(Switch.class), "off", NONE, words);
    }

    private static Setting<Path> path(
            String name, Setting.Group group, String placeholder, String words) {
        return add(name, group, placeholder, Values.PATH, null, NONE, words);
    }

    private static <T> Setting<T> list(
            String name, Setting.Group group, String placeholder, ValueType<T> type, String words) {
        return add(name, group, placeholder, type, null, REPEATABLE, words);
    }

    private static Setting<Integer> number(
            String name,
            Setting.Group group,
            String placeholder,
            int min,
            int max,
            String fallback,
            String words) {
        return add(name, group, placeholder, Values.number(min, max), fallback, NONE, words);
    }

    private static <T> Setting<T> add(
            String name,
            Setting.Group group,
            String placeholder,
            ValueType<T> type,
            @Nullable String fallback,
            Setting.Traits traits,
            String words) {
        return add(new Setting<>(name, group, placeholder, type, fallback, traits, words));
    }

    private static <T> Setting<T> add(Setting<T> setting) {
        TABLE.add(setting);
        return setting;
    }
}
