package dev.parley.lab.real;

import dev.parley.core.IpAddress;
import dev.parley.internet.topology.Machine;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The environment variables of commands: {@code LAB_ANA=192.168.1.2} for the first address of each
 * machine, {@code LAB_SERVER_2} for a second one, {@code LAB_MACHINE} for where a command runs,
 * {@code LAB_TOPOLOGY}.
 */
public final class Variables {
    private static final String PREFIX = "LAB_";

    private Variables() {}

    static Map<String, String> of(Plan plan, String place) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(PREFIX + "TOPOLOGY", plan.topology().name());
        variables.put(PREFIX + "MACHINE", place);
        for (Machine machine : plan.machines()) {
            String name = PREFIX + machine.name().toUpperCase(Locale.ROOT).replace('-', '_');
            int number = 1;
            for (IpAddress address : machine.addresses()) {
                if (!address.v6() || plan.ground().ipv6()) {
                    variables.put(number == 1 ? name : name + "_" + number, address.toString());
                    number++;
                }
            }
        }
        return variables;
    }
}
