package dev.parley.lab.scenario;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.Internet;
import dev.parley.internet.topology.LinkBehaviour;
import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Nat;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topologies;
import dev.parley.internet.topology.Topology;
import java.util.ArrayList;
import java.util.List;

/** A scenario that is about to be played. */
public final class Stage {
    private static final long MILLI = 1_000_000L;

    private final Scenario scenario;
    private final Internet internet;
    private final Signaling signaling;

    Stage(Scenario scenario, long seed) {
        this.scenario = scenario;
        internet = Internet.of(scenario.topology(), seed);
        signaling = new Signaling(this);
    }

    public Internet internet() {
        return internet;
    }

    /** Plays it to the end. */
    public void play() {
        begin();
        internet.runUntil(scenario.endsAt() * MILLI);
    }

    /** Starts the programs; what they do happens while {@link #internet} runs. */
    public void begin() {
        Services.start(this);
        scenario.traffic()
                .forEach(traffic -> internet.at(traffic.at() * MILLI, () -> begin(traffic)));
        scenario.changes().forEach(change -> internet.at(change.at() * MILLI, () -> make(change)));
    }

    private void begin(Traffic traffic) {
        switch (traffic) {
            case Traffic.Ping ping -> new Pinging(this, ping).begin();
            case Traffic.AskStun ask -> new AskingStun(this, ask).begin();
            case Traffic.Fetch fetch -> new Fetching(this, fetch).begin();
            case Traffic.PunchHoles punch -> new PunchingHoles(this, punch).begin();
            case Traffic.UseRelay relay -> new UsingRelay(this, relay).begin();
        }
    }

    private void make(Change change) {
        switch (change) {
            case Change.Reboot(int _, String site) -> {
                internet.note(site, "The router is switched off and on: its table is empty", null);
                internet.gateway(site).reboot();
            }
            case Change.NewAddress(int _, String site, IpAddress from, IpAddress to) -> {
                internet.note(site, "The provider gives the router " + to + " for " + from, null);
                internet.gateway(site).changeAddress(from, to);
            }
            case Change.OtherNat(int _, String site, Nat nat) -> {
                internet.note(site, "From now on another router stands here", null);
                internet.gateway(site).changeNat(nat);
            }
            case Change.OtherLink(int _, String name, LinkBehaviour link) -> {
                internet.note(name, "From now on this link behaves differently", null);
                if (isMachine(name)) {
                    internet.host(name).changeLink(link);
                } else {
                    internet.gateway(name).changeUplink(link);
                }
            }
        }
    }

    private boolean isMachine(String name) {
        return machines().stream().anyMatch(machine -> machine.name().equals(name));
    }

    Topology topology() {
        return scenario.topology();
    }

    Signaling signaling() {
        return signaling;
    }

    Host host(String machine) {
        return internet.host(machine);
    }

    /** Says something in the trace, at a machine. */
    void say(String machine, String words) {
        internet.note(machine, words, null);
    }

    /** The machine that everybody uses: {@link Topologies#SERVER}, else the first public one. */
    Host server() {
        List<Machine> all = topology().machines();
        if (all.isEmpty()) {
            throw new IllegalArgumentException(
                    "this needs a public machine called " + Topologies.SERVER);
        }
        String name =
                all.stream()
                        .map(Machine::name)
                        .filter(Topologies.SERVER::equals)
                        .findFirst()
                        .orElse(all.getFirst().name());
        return host(name);
    }

    /** The address of the server that this machine can reach. */
    TransportAddress serverFor(Host host, int port) {
        return new TransportAddress(server().address(host.address().v6()), port);
    }

    /** Reads a machine's name, or {@code address:port}. */
    TransportAddress endpoint(Host from, String text, int port) {
        if (text.indexOf(':') >= 0) {
            return TransportAddress.parse(text);
        }
        return new TransportAddress(host(text).address(from.address().v6()), port);
    }

    /** Whether a machine is in that site, or further in. */
    static boolean isInside(Site site, String machine) {
        return site.machines().stream().anyMatch(one -> one.name().equals(machine))
                || site.sites().stream().anyMatch(inner -> isInside(inner, machine));
    }

    /** All machines, public ones first. */
    List<Machine> machines() {
        List<Machine> all = new ArrayList<>(topology().machines());
        topology().sites().forEach(site -> collect(site, all));
        return all;
    }

    private static void collect(Site site, List<Machine> into) {
        into.addAll(site.machines());
        site.sites().forEach(inner -> collect(inner, into));
    }
}
