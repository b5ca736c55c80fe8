package dev.parley.server.settings;

import dev.parley.core.IpAddress;
import dev.parley.turn.PortRange;
import dev.parley.turn.RelayAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What several settings have to be together. */
final class Consistency {
    private static final List<Setting<ListenPort>> PORTS =
            List.of(
                    Settings.HTTP_PORT,
                    Settings.HTTPS_PORT,
                    Settings.STUN_PORT,
                    Settings.TURNS_PORT);

    private Consistency() {}

    static void check(Program program, Configuration configuration) throws ConfigurationException {
        checkPorts(configuration);
        boolean noTls = configuration.find(Settings.TLS_CERT).isEmpty();
        if (program == Program.TURN && noTls && configuration.get(Settings.STUN_PORT).isOff()) {
            throw new ConfigurationException(
                    "--stun-port is off and --turns-port needs --tls-cert: there is nothing to"
                            + " serve");
        }
        checkFamilies(configuration, Settings.EXTERNAL_ADDRESS, IpAddress::v6);
        checkFamilies(
                configuration, Settings.STUN_ALTERNATE_ADDRESS, address -> address.local().v6());
        checkAlternates(configuration);
        checkRelayAddresses(configuration);
        checkSharedRelayPort(configuration);
        if (configuration.get(Settings.ALTERNATE_ABOVE) > 0
                && configuration.all(Settings.ALTERNATE_SERVER).isEmpty()
                && configuration.all(Settings.TLS_ALTERNATE_SERVER).isEmpty()) {
            throw new ConfigurationException(
                    "--alternate-above needs a server to send clients to: set --alternate-server or"
                            + " --tls-alternate-server");
        }
        AdminListener admin = configuration.get(Settings.ADMIN_LISTEN);
        if (admin.isRemote() && configuration.get(Settings.ADMIN_REMOTE) == Switch.OFF) {
            throw new ConfigurationException(
                    "--admin-listen: "
                            + admin
                            + " can be reached by others: take 127.0.0.1 or ::1, or set"
                            + " --admin-remote on");
        }
        checkFiles(configuration);
        checkUsers(configuration);
        if (configuration.find(Settings.TLS_CERT).isPresent()
                != configuration.find(Settings.TLS_KEY).isPresent()) {
            throw new ConfigurationException(
                    "--tls-cert and --tls-key belong together: give both or neither");
        }
    }

    private static void checkFiles(Configuration configuration) throws ConfigurationException {
        Optional<Path> usage = place(configuration, Settings.USAGE_FILE);
        if (usage.isPresent() && usage.equals(place(configuration, Settings.LOG_FILE))) {
            throw new ConfigurationException(
                    "--usage-file and --log-file are both " + usage.get() + ": give each its own");
        }
    }

    private static Optional<Path> place(Configuration configuration, Setting<OutputFile> setting) {
        return configuration.get(setting).file().map(Path::toAbsolutePath).map(Path::normalize);
    }

    private static void checkUsers(Configuration configuration) throws ConfigurationException {
        Set<String> names = new HashSet<>();
        for (Account account : configuration.all(Settings.USER)) {
            if (!names.add(account.name())) {
                throw new ConfigurationException(
                        "--user: " + account.name() + " occurs twice; a user has one password");
            }
        }
    }

    private static void checkPorts(Configuration configuration) throws ConfigurationException {
        Map<Integer, Setting<ListenPort>> taken = new HashMap<>();
        for (Setting<ListenPort> setting : PORTS) {
            int port = configuration.get(setting).number();
            Setting<ListenPort> other = port > 0 ? taken.put(port, setting) : null;
            if (other != null) {
                String hint =
                        setting.equals(Settings.TURNS_PORT) && other.equals(Settings.HTTPS_PORT)
                                ? "; HTTPS shares its port with TURN over TLS by itself, so"
                                        + " --turns-port can be off"
                                : "";
                throw new ConfigurationException(
                        other.flag() + " and " + setting.flag() + " are both " + port + hint);
            }
        }
        if (PORTS.stream().allMatch(setting -> configuration.get(setting).isOff())) {
            throw new ConfigurationException("every port is off: there is nothing to serve");
        }
    }

    private static void checkAlternates(Configuration configuration) throws ConfigurationException {
        boolean address = !configuration.all(Settings.STUN_ALTERNATE_ADDRESS).isEmpty();
        Optional<ListenPort> port = configuration.find(Settings.STUN_ALTERNATE_PORT);
        boolean wanted = address || (port.isPresent() && !port.get().isOff());
        ListenPort stun = configuration.get(Settings.STUN_PORT);
        Setting<?> named = address ? Settings.STUN_ALTERNATE_ADDRESS : Settings.STUN_ALTERNATE_PORT;
        if (wanted && stun.isOff()) {
            throw new ConfigurationException(
                    named.flag() + " is of no use while --stun-port is off");
        }
        if (address && port.isPresent() && port.get().isOff()) {
            throw new ConfigurationException(
                    "--stun-alternate-address needs a second port as well: --stun-alternate-port"
                            + " cannot be off");
        }
        if (port.isPresent() && port.get().number() > 0 && port.get().equals(stun)) {
            throw new ConfigurationException(
                    "--stun-port and --stun-alternate-port are both " + stun);
        }
        if (address && port.isEmpty() && stun.number() == 0xFFFF) {
            throw new ConfigurationException(
                    "there is no port above --stun-port 65535: set --stun-alternate-port");
        }
    }

    /** Each address once, and clients are told of each by a name of its own. */
    private static void checkRelayAddresses(Configuration configuration)
            throws ConfigurationException {
        List<OwnAddress> given = configuration.all(Settings.RELAY_ADDRESS);
        for (boolean v6 : new boolean[] {false, true}) {
            List<OwnAddress> family =
                    given.stream().filter(address -> address.local().v6() == v6).toList();
            Set<IpAddress> names = new HashSet<>();
            for (OwnAddress address : family) {
                for (IpAddress name : Set.copyOf(List.of(address.local(), address.external()))) {
                    if (!names.add(name)) {
                        throw new ConfigurationException(
                                "--relay-address: " + name + " occurs twice");
                    }
                }
            }
            boolean external =
                    configuration.all(Settings.EXTERNAL_ADDRESS).stream()
                            .anyMatch(address -> address.v6() == v6);
            if (external && (family.size() > 1 || names.size() > family.size())) {
                throw new ConfigurationException(
                        "--external-address is for a single --relay-address of its family: write"
                                + " --relay-address LOCAL/EXTERNAL for each");
            }
            if (family.size() > 1 && configuration.get(Settings.RELAY_PORTS).isSingle()) {
                throw new ConfigurationException(
                        "--relay-ports: one port for all relays takes one --relay-address of each"
                                + " family; give a range");
            }
        }
        if (given.size() > RelayAddress.MOST) {
            throw new ConfigurationException(
                    "--relay-address takes " + RelayAddress.MOST + " addresses at most");
        }
    }

    /** A single relay port is a socket of its own, and one that carries UDP only. */
    private static void checkSharedRelayPort(Configuration configuration)
            throws ConfigurationException {
        PortRange ports = configuration.get(Settings.RELAY_PORTS);
        if (!ports.isSingle()) {
            return;
        }
        for (Setting<ListenPort> other :
                List.of(Settings.STUN_PORT, Settings.STUN_ALTERNATE_PORT)) {
            if (configuration.find(other).filter(at -> at.number() == ports.min()).isPresent()) {
                throw new ConfigurationException(
                        other.flag()
                                + " and --relay-ports are both "
                                + ports.min()
                                + ": relays need a UDP port beside that of STUN and TURN");
            }
        }
        if (configuration.get(Settings.TCP_RELAY) == Switch.ON) {
            throw new ConfigurationException(
                    "--tcp-relay needs ports of its own: give --relay-ports a range such as"
                            + " 49152-65535");
        }
    }

    private static <T> void checkFamilies(
            Configuration configuration, Setting<T> setting, Predicate<T> isV6)
            throws ConfigurationException {
        for (boolean v6 : new boolean[] {false, true}) {
            Stream<T> family =
                    configuration.all(setting).stream().filter(value -> isV6.test(value) == v6);
            if (family.count() > 1) {
                throw new ConfigurationException(
                        setting.flag() + " takes one address of each family at most");
            }
        }
    }
}
