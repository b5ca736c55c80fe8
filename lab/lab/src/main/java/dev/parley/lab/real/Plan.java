package dev.parley.lab.real;

import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Topology;
import java.util.List;

/**
 * How a topology is made real: a script, and what of it will be different.
 *
 * @param script for sh, as the first process of namespaces of its own
 * @param differences in words for people
 * @param machines where commands can run, public ones first
 */
public record Plan(
        Topology topology,
        Ground ground,
        String script,
        List<Difference> differences,
        List<Machine> machines) {

    public Plan {
        differences = List.copyOf(differences);
        machines = List.copyOf(machines);
    }

    /** Makes the plan; nothing runs yet. */
    public static Plan of(Topology topology, Ground ground) {
        Blueprint blueprint = new Blueprint(topology, ground);
        String script = Script.around(topology.name(), ground, blueprint.steps());
        return new Plan(topology, ground, script, blueprint.differences(), blueprint.machines());
    }

    /**
     * The machine of that name.
     *
     * @throws IllegalArgumentException that names those that there are
     */
    public Machine machine(String name) {
        return machines.stream()
                .filter(machine -> machine.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "there is no machine called %s in %s, but %s"
                                        .formatted(
                                                name,
                                                topology.name(),
                                                String.join(
                                                        ", ",
                                                        machines.stream()
                                                                .map(Machine::name)
                                                                .toList()))));
    }
}
