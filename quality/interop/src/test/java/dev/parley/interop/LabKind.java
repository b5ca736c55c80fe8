package dev.parley.interop;

import dev.parley.internet.topology.Firewall;
import dev.parley.internet.topology.Nat;
import java.util.Map;

/**
 * A home of one kind in the lab.
 *
 * @param name of the machine in it; its site is called {@code NAME-home}
 * @param expected what natcheck must find, by the names of its JSON
 */
record LabKind(String name, Nat nat, Firewall firewall, Map<String, String> expected) {
    @Override
    public String toString() {
        return name + " " + expected;
    }
}
