package dev.parley.lab.text;

import dev.parley.internet.topology.Machine;
import dev.parley.internet.topology.Site;
import dev.parley.internet.topology.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The columns of a ladder: one for each node where something happens, in the order of the way. */
final class Rungs {
    static final String CORE = "internet";
    private static final int NARROWEST = 8;
    private static final int WIDEST = 13;

    private final Map<String, Integer> at = new LinkedHashMap<>();
    private final TextStyle style;
    private final int step;

    private Rungs(List<String> names, int step, TextStyle style) {
        this.step = step;
        this.style = style;
        for (String name : names) {
            at.put(name, at.size() * step + step / 2);
        }
    }

    /**
     * Finds room for the columns.
     *
     * @param room how many characters there are for all
     * @return without columns when they do not fit
     */
    static Rungs of(Topology topology, Set<String> busy, int room, TextStyle style) {
        List<String> names = new ArrayList<>();
        int half = (topology.sites().size() + 1) / 2;
        topology.sites().subList(0, half).forEach(site -> add(site, true, names));
        names.add(CORE);
        topology.machines().stream().map(Machine::name).forEach(names::add);
        topology.sites()
                .subList(half, topology.sites().size())
                .forEach(site -> add(site, false, names));
        names.removeIf(name -> !busy.contains(name));
        int step = names.isEmpty() ? 0 : Math.min(WIDEST, room / names.size());
        return new Rungs(step < NARROWEST ? List.of() : names, step, style);
    }

    private static void add(Site site, boolean outwards, List<String> names) {
        if (!outwards) {
            names.add(site.name());
        }
        site.machines().stream().map(Machine::name).forEach(names::add);
        site.sites().forEach(inner -> add(inner, outwards, names));
        if (outwards) {
            names.add(site.name());
        }
    }

    boolean fit() {
        return !at.isEmpty();
    }

    int width() {
        return at.size() * step;
    }

    /** The names over their columns. */
    String names() {
        StringBuilder line = new StringBuilder(" ".repeat(width()));
        at.forEach((name, middle) -> {
            String shown = name.length() < step ? name : name.substring(0, step - 2) + ".";
            put(line, middle - shown.length() / 2, shown);
        });
        return line.toString();
    }

    /** A line of all columns. */
    String rails() {
        return line().toString();
    }

    /** A hop from one column to another. */
    String hop(String from, String to, String label) {
        Integer begin = at.get(from);
        Integer end = at.get(to);
        StringBuilder line = line();
        if (begin == null || end == null || begin.equals(end)) {
            return line.toString();
        }
        int low = Math.min(begin, end);
        int high = Math.max(begin, end);
        boolean right = begin < end;
        put(line, low + 1, style.draw("─", "-").repeat(high - low - 1));
        if (label.length() + 4 <= high - low) {
            put(line, low + (high - low - label.length()) / 2 + 1, label);
        }
        put(line, right ? high - 1 : low + 1, right ? style.draw("▶", ">") : style.draw("◀", "<"));
        put(line, begin, right ? style.draw("├", "|") : style.draw("┤", "|"));
        return line.toString();
    }

    /** A sign at one column. */
    String sign(String node, String sign) {
        StringBuilder line = line();
        Integer middle = at.get(node);
        if (middle != null) {
            put(line, middle, sign);
        }
        return line.toString();
    }

    private StringBuilder line() {
        StringBuilder line = new StringBuilder(" ".repeat(width()));
        at.values().forEach(middle -> put(line, middle, style.draw("│", "|")));
        return line;
    }

    private static void put(StringBuilder line, int at, String text) {
        int from = Math.clamp(at, 0, Math.max(0, line.length() - text.length()));
        line.replace(from, from + text.length(), text);
    }
}
