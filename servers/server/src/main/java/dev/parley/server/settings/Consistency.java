package dev.parley.server.settings;

import dev.parley.core.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    static void check(Configuration configuration) throws ConfigurationException {
        checkPorts(configuration);
        checkFamilies(configuration, Settings.RELAY_ADDRESS);
        checkFamilies(configuration, Settings.EXTERNAL_ADDRESS);
        if (configuration.find(Settings.TLS_CERT).isPresent()
                != configuration.find(Settings.TLS_KEY).isPresent()) {
            throw new ConfigurationException(
                    "--tls-cert and --tls-key belong together: give both or neither");
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

    private static void checkFamilies(Configuration configuration, Setting<IpAddress> setting)
            throws ConfigurationException {
        for (boolean v6 : new boolean[] {false, true}) {
            Stream<IpAddress> family =
                    configuration.all(setting).stream().filter(address -> address.v6() == v6);
            if (family.count() > 1) {
                throw new ConfigurationException(
                        setting.flag() + " takes one address of each family at most");
            }
        }
    }
}
