package dev.parley.cli.coturn;

import dev.parley.cli.coturn.CoturnFile.Line;
import dev.parley.cli.coturn.Finding.Kind;
import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.server.settings.Nearest;
import dev.parley.server.settings.Settings;
import dev.parley.server.settings.UnknownName;
import dev.parley.server.settings.ValueType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A turnserver.conf in the settings of Parley, and what is to be known of the rest. */
public final class Translation {
    private static final Set<String> HANDLED =
            Set.of(
                    "external-ip",
                    "min-port",
                    "max-port",
                    "user",
                    "user-quota",
                    "total-quota",
                    "max-bps",
                    "bps-capacity",
                    "allowed-peer-ip",
                    "denied-peer-ip",
                    "allow-loopback-peers",
                    "no-tcp-relay",
                    "relay-threads",
                    "verbose",
                    "Verbose",
                    "log-file",
                    "prometheus",
                    "prometheus-port",
                    "prometheus-address",
                    "alternate-server",
                    "tls-alternate-server");
    private static final int PROMETHEUS_PORT = 9641;
    private static final int MOST_RELAY_ADDRESSES = 64;
    private static final String MOST_ALLOCATIONS = "60000";
    private static final String MOST_BITS = "1000G";
    private static final long MOST_BYTES = 999_999_999L * 1000 / 8; // by nine digits and a k

    private final Map<String, List<String>> settings = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<IpPrefix> denied = new ArrayList<>();
    private final List<IpPrefix> allowed = new ArrayList<>();
    private String minPort = "49152";
    private String maxPort = "65535";
    private @Nullable Line portsLine;
    private @Nullable Line prometheusLine;
    private boolean prometheus;
    private @Nullable String prometheusAddress;
    private String prometheusPort = Integer.toString(PROMETHEUS_PORT);
    private boolean tcpRelay = true;

    private boolean empty;

    private Translation() {}

    /** Translates the text of a file. */
    public static Translation of(String text) {
        Translation translation = new Translation();
        List<Line> lines = CoturnFile.read(text);
        translation.empty = lines.isEmpty();
        lines.forEach(translation::take);
        translation.finish(lines);
        return translation;
    }

    /** Name of a setting to values, as on a command line. */
    public Map<String, List<String>> settings() {
        return settings;
    }

    /** Whether nothing stood in the file; what is not said in it is set all the same. */
    public boolean isEmpty() {
        return empty;
    }

    /** What is to be known, in the order of the lines. */
    public List<Finding> findings() {
        return findings;
    }

    /** A file for {@code --config}, the findings as comments. */
    public String toml() {
        StringBuilder toml = new StringBuilder();
        findings.forEach(finding -> toml.append("# ").append(visible(finding)).append('\n'));
        settings.forEach((name, values) -> {
            String text =
                    isList(name)
                            ? "["
                                    + String.join(", ", values.stream().map(Toml::quoted).toList())
                                    + "]"
                            : Toml.quoted(values.getLast());
            toml.append(name).append(" = ").append(text).append('\n');
        });
        return toml.toString();
    }

    private static String visible(Finding finding) {
        return finding.toString().replaceAll("[\\p{Cntrl}\\uFEFF]", "?");
    }

    private void take(Line line) {
        String same = CoturnKeys.SAME.get(line.key());
        CoturnKeys.Said said = CoturnKeys.SAID.get(line.key());
        if (same != null) {
            set(line, same, line.value());
        } else if (HANDLED.contains(line.key())) {
            handle(line);
        } else if (said != null) {
            if (said.kind() == Kind.NOT_HONOURED && line.value().equals("0")) {
                say(line, Kind.NOT_NEEDED, "off, as here");
            } else {
                say(line, said.kind(), said.words());
            }
        } else {
            Set<String> known = new TreeSet<>(CoturnKeys.SAID.keySet());
            known.addAll(CoturnKeys.SAME.keySet());
            known.addAll(HANDLED);
            String hint =
                    Nearest.to(line.key(), known)
                            .map(near -> "; is " + near + " meant?")
                            .orElse("");
            say(line, Kind.UNKNOWN, "this key is not known here" + hint);
        }
    }

    private void handle(Line line) {
        switch (line.key()) {
            case "min-port" -> minPort = port(line, minPort);
            case "max-port" -> maxPort = port(line, maxPort);
            case "external-ip" -> externalIp(line);
            case "user" -> user(line);
            case "user-quota" -> quota(line, "user-quota");
            case "total-quota" -> quota(line, "max-allocations");
            case "max-bps" -> bandwidth(line, "user-bandwidth");
            case "bps-capacity" -> bandwidth(line, "total-bandwidth");
            case "allowed-peer-ip" -> ranges(line, allowed);
            case "denied-peer-ip" -> ranges(line, denied);
            case "allow-loopback-peers" -> {
                if (line.isOn()) {
                    allowed.add(IpPrefix.parse("127.0.0.0/8"));
                    allowed.add(IpPrefix.parse("::1/128"));
                    say(line, Kind.CHANGED, "this opens every program of this machine to clients");
                }
            }
            case "no-tcp-relay" -> tcpRelay = !line.isOn();
            case "verbose", "Verbose" -> {
                if (line.isOn()) {
                    settings.put("log-level", List.of("debug"));
                }
            }
            case "log-file" -> {
                if (line.value().equals("stdout") || line.value().equals("-")) {
                    say(line, Kind.NOT_NEEDED, "the log goes to stderr");
                } else if (line.value().startsWith("/dev/")) {
                    say(line, Kind.CHANGED, "the log goes to stderr alone");
                } else {
                    take(line, "log-file", line.value());
                }
            }
            case "prometheus", "prometheus-port", "prometheus-address" -> prometheus(line);
            case "relay-threads" -> {
                take(line, "relay-threads", line.value().equals("0") ? "1" : line.value());
            }
            case "alternate-server" -> alternate(line, "alternate-server", 3478);
            case "tls-alternate-server" -> alternate(line, "tls-alternate-server", 5349);
            default -> throw new IllegalStateException(line.key());
        }
    }

    private void prometheus(Line line) {
        prometheusLine = line;
        switch (line.key()) {
            case "prometheus-port" -> prometheusPort = line.value();
            case "prometheus-address" -> prometheusAddress = line.value();
            default -> prometheus = line.isOn();
        }
    }

    private void externalIp(Line line) {
        int slash = line.value().indexOf('/');
        if (slash < 0) {
            take(line, "external-address", line.value());
            return;
        }
        String inner = line.value().substring(slash + 1);
        if (settings.getOrDefault("relay-address", List.of()).stream()
                .anyMatch(address -> address.startsWith(inner + "/"))) {
            say(line, Kind.NOT_HONOURED, inner + " has a public address already, and has but one");
            return;
        }
        take(line, "relay-address", inner + "/" + line.value().substring(0, slash));
    }

    /** An address that is named alone and with a public one is one address. */
    private void relayAddresses(List<Line> lines) {
        List<String> given = settings.getOrDefault("relay-address", List.of());
        List<String> each =
                given.stream()
                        .filter(address ->
                                given.stream().noneMatch(other -> other.startsWith(address + "/")))
                        .distinct()
                        .toList();
        List<String> apart = differing(each, lines);
        List<String> kept = onePort() ? firstOfEachFamily(apart, lines) : apart;
        settings.computeIfPresent("relay-address", (_, _) -> new ArrayList<>(kept));
        List<String> left = settings.remove("external-address");
        if (left == null) {
            return;
        }
        for (Line line : lines) {
            if (line.key().equals("external-ip")
                    && left.contains(line.value())
                    && !isForOne(line.value(), kept)) {
                left.remove(line.value());
                say(
                        line,
                        Kind.NOT_HONOURED,
                        "it is for one relay-ip: write PUBLIC/PRIVATE for each");
            }
        }
        if (!left.isEmpty()) {
            settings.put("external-address", left);
        }
    }

    /** Those that share no address with one before. Says which lines are not honoured for that. */
    private List<String> differing(List<String> each, List<Line> lines) {
        List<String> kept = new ArrayList<>();
        Set<IpAddress> names = new HashSet<>();
        for (String address : each) {
            Set<IpAddress> own = new HashSet<>();
            for (String name : address.split("/", -1)) {
                own.add(IpAddress.parse(name));
            }
            if (kept.size() == MOST_RELAY_ADDRESSES) {
                sayOf(
                        address,
                        lines,
                        "there are " + MOST_RELAY_ADDRESSES + " relay addresses at most");
            } else if (Collections.disjoint(names, own)) {
                names.addAll(own);
                kept.add(address);
            } else {
                sayOf(address, lines, "another relay has that address, or that public one");
            }
        }
        return kept;
    }

    /** The lines that gave a relay address are not honoured. */
    private void sayOf(String relayAddress, List<Line> lines, String words) {
        String local = relayAddress.replaceFirst("/.*", "");
        for (Line line : lines) {
            boolean alone = line.key().equals("relay-ip") && line.value().equals(local);
            boolean pair = line.key().equals("external-ip") && line.value().endsWith("/" + local);
            if (alone || pair) {
                say(line, Kind.NOT_HONOURED, words);
            }
        }
    }

    /** With one port for all relays. Says which lines are not honoured for that. */
    private List<String> firstOfEachFamily(List<String> each, List<Line> lines) {
        List<String> kept = new ArrayList<>();
        for (String address : each) {
            boolean v6 = address.indexOf(':') >= 0;
            if (kept.stream().noneMatch(other -> other.indexOf(':') >= 0 == v6)) {
                kept.add(address);
                continue;
            }
            sayOf(
                    address,
                    lines,
                    "one port for all relays is for one relay-ip of each family: give min-port and"
                            + " max-port a range");
        }
        return kept;
    }

    private boolean onePort() {
        return settings.containsKey("relay-ports") && minPort.equals(maxPort);
    }

    /** Unless that is a single one that is STUN's. */
    private void relayPorts(Line line) {
        boolean taken =
                minPort.equals(maxPort)
                        && (settings.getOrDefault("stun-port", List.of("3478")).contains(minPort)
                                || settings.getOrDefault("stun-alternate-port", List.of())
                                        .contains(minPort));
        if (taken) {
            say(
                    line,
                    Kind.NOT_HONOURED,
                    "relays need a UDP port beside that of STUN and TURN; the default range counts");
        } else {
            take(line, "relay-ports", minPort + "-" + maxPort);
        }
    }

    /** Whether the family of that address has one relay address at most, and that no other name. */
    private static boolean isForOne(String external, List<String> relayAddresses) {
        boolean v6 = external.indexOf(':') >= 0;
        List<String> family =
                relayAddresses.stream().filter(address -> address.indexOf(':') >= 0 == v6).toList();
        return family.size() <= 1 && family.stream().noneMatch(pair -> pair.indexOf('/') >= 0);
    }

    private void user(Line line) {
        int colon = line.value().indexOf(':');
        if (colon < 0) {
            say(line, Kind.NOT_HONOURED, "a user has a name and a password: NAME:PASSWORD");
        } else if (line.value().startsWith("0x", colon + 1)) {
            say(
                    line,
                    Kind.NOT_HONOURED,
                    "the user has a key in place of a password: name the password");
        } else if (take(line, "user", line.value())) {
            List<String> users = settings.getOrDefault("user", List.of());
            List<String> before = users.subList(0, users.size() - 1);
            String name = line.value().substring(0, colon + 1);
            if (before.removeIf(user -> user.startsWith(name))) {
                say(line, Kind.CHANGED, "this user was given before; this one counts");
            }
        }
    }

    private void quota(Line line, String setting) {
        if (line.value().equals("0")) {
            say(line, Kind.CHANGED, "0 is no limit; here the default of " + setting + " counts");
        } else if (isBeyond(line.value(), Long.parseLong(MOST_ALLOCATIONS))) {
            take(line, setting, MOST_ALLOCATIONS);
            say(line, Kind.CHANGED, MOST_ALLOCATIONS + " is the most that there can be");
        } else {
            take(line, setting, line.value());
        }
    }

    private void bandwidth(Line line, String setting) {
        if (line.value().equals("0")) {
            say(line, Kind.NOT_NEEDED, "0 is no limit, as here");
        } else if (Settings.named(setting).isEmpty()) {
            say(line, Kind.NOT_HONOURED, "there is no limit of bandwidth");
        } else if (isBeyond(line.value(), MOST_BYTES)) {
            take(line, setting, MOST_BITS);
            String most = MOST_BITS + " bits a second is the most that there can be";
            say(line, Kind.CHANGED, isOfSession(line) ? most + ", of a user" : most);
        } else {
            bits(line, setting);
        }
    }

    /** Whether it is a number, of any length, that is larger. */
    private static boolean isBeyond(String number, long most) {
        return number.matches("[0-9]{1,100}")
                && new BigInteger(number).compareTo(BigInteger.valueOf(most)) > 0;
    }

    /** What coturn limits by the session; here it is by the user. */
    private static boolean isOfSession(Line line) {
        return line.key().equals("max-bps");
    }

    private void bits(Line line, String setting) {
        try {
            long bits = Math.multiplyExact(Long.parseLong(line.value()), 8);
            take(line, setting, Math.ceilDiv(bits, 1000) + "k");
            say(
                    line,
                    Kind.CHANGED,
                    isOfSession(line)
                            ? "bytes a second of a session become bits a second of a user"
                            : "bytes a second become bits a second");
        } catch (ArithmeticException | NumberFormatException e) {
            say(line, Kind.NOT_HONOURED, "this is no number of bytes a second");
        }
    }

    private void ranges(Line line, List<IpPrefix> into) {
        try {
            int dash = line.value().indexOf('-');
            String from = dash < 0 ? line.value() : line.value().substring(0, dash);
            String to = dash < 0 ? from : line.value().substring(dash + 1);
            if (from.indexOf('/') >= 0) {
                into.add(IpPrefix.parse(from));
                return;
            }
            IpAddress first = IpAddress.parse(from.strip());
            IpAddress last = IpAddress.parse(to.strip());
            if (isMapped(first) && isMapped(last)) { // judged as the IPv4 address inside
                first = IpAddress.v4((int) first.low());
                last = IpAddress.v4((int) last.low());
                if (first.low() == 0 && last.low() == 0xFFFF_FFFFL) {
                    say(line, Kind.NOT_NEEDED, "IPv4 in IPv6 is judged as the IPv4 address");
                    return;
                }
            }
            into.addAll(AddressRange.blocks(first, last));
        } catch (IllegalArgumentException e) {
            say(line, Kind.NOT_HONOURED, "this is no range of addresses");
        }
    }

    /** There, what is allowed may be a part of what is denied. */
    private void peers() {
        for (IpPrefix block : allowed) {
            add("allow-peer", block.toString());
        }
        for (IpPrefix block : denied) {
            AddressRange.without(block, allowed).forEach(rest -> add("deny-peer", rest.toString()));
        }
    }

    private String port(Line line, String before) {
        if (line.value().matches("[0-9]{1,5}") && Integer.parseInt(line.value()) <= 0xFFFF) {
            portsLine = line;
            return line.value();
        }
        say(line, Kind.NOT_HONOURED, "this is no port; " + before + " counts");
        return before;
    }

    private static boolean isMapped(IpAddress address) {
        return address.v6() && address.high() == 0 && address.low() >>> 32 == 0xFFFF;
    }

    private void alternate(Line line, String setting, int port) {
        String value = line.value();
        boolean bare = value.indexOf(':') < 0 || (value.startsWith("[") && value.endsWith("]"));
        take(line, setting, bare ? value + ":" + port : value);
    }

    private void finish(List<Line> lines) {
        peers();
        Line ports = portsLine;
        if (ports != null && (!minPort.equals("49152") || !maxPort.equals("65535"))) {
            relayPorts(ports);
        }
        relayAddresses(lines);
        boolean onePort = onePort();
        if (onePort && tcpRelay && ports != null) {
            say(ports, Kind.CHANGED, "with one port for all relays there are none over TCP");
        }
        add("tcp-relay", tcpRelay && !onePort ? "on" : "off");
        if (prometheus && prometheusLine != null) {
            metrics(prometheusLine);
        } else {
            add("metrics-listen", "off");
        }
        boolean secret = settings.containsKey("auth-secret");
        boolean cut =
                lines.stream().anyMatch(line -> line.key().equals("use-auth-secret")) && !secret;
        if (cut) {
            lines.stream()
                    .filter(line -> line.key().equals("use-auth-secret"))
                    .findFirst()
                    .ifPresent(line ->
                            say(
                                    line,
                                    Kind.CHANGED,
                                    "no static-auth-secret: one is made and kept in data-dir"));
        }
        findings.sort(java.util.Comparator.comparingInt(Finding::line));
    }

    /** Where coturn answers everybody, its file does not ask for that. */
    private void metrics(Line line) {
        String address = prometheusAddress == null ? "127.0.0.1" : prometheusAddress;
        take(line, "metrics-listen", bracketed(address) + ":" + prometheusPort);
        if (!settings.containsKey("metrics-listen")) {
            return; // and that was said
        }
        if (prometheusAddress == null) {
            say(
                    line,
                    Kind.CHANGED,
                    "served on 127.0.0.1 alone, where coturn answers everybody; for a Prometheus"
                            + " on another machine set metrics-listen, and close that port to all"
                            + " others");
        } else if (!address.startsWith("127.") && !address.equals("::1")) {
            say(
                    line,
                    Kind.CHANGED,
                    "other machines reach the metrics at "
                            + address
                            + ", without a password: close that port to all but Prometheus");
        }
    }

    private static String bracketed(String address) {
        return address.indexOf(':') >= 0 && !address.startsWith("[")
                ? "[" + address + "]"
                : address;
    }

    private void set(Line line, String setting, String value) {
        if (value.isEmpty()) {
            say(line, Kind.NOT_HONOURED, "it has no value");
        } else {
            take(line, setting, value);
        }
    }

    /** The value as it stands, when it is one of that setting; says so and is false otherwise. */
    private boolean take(Line line, String setting, String value) {
        ValueType<?> type = Settings.named(setting).orElseThrow().type();
        try {
            type.reader().read(value);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            say(line, Kind.NOT_HONOURED, setting + " wants " + type.wants());
            return false;
        }
        if (settings.containsKey(setting) && !isList(setting)) {
            settings.remove(setting);
            say(line, Kind.CHANGED, "given before; this one counts");
        }
        add(setting, value);
        return true;
    }

    private static boolean isList(String setting) {
        return Settings.named(setting).map(known -> known.traits().repeatable()).orElse(false);
    }

    private void add(String setting, String value) {
        settings.computeIfAbsent(setting, name -> new ArrayList<>()).add(value);
    }

    private void say(Line line, Kind kind, String words) {
        findings.add(new Finding(line.number(), UnknownName.shown(line.key()), kind, words));
    }
}
