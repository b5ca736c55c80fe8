package dev.parley.lab.real;

import dev.parley.core.IpAddress;
import java.util.List;
import java.util.stream.Collectors;

/** Text for nftables, line by line, indented by its braces. */
final class Rules {
    private final StringBuilder text = new StringBuilder();
    private int depth;

    Rules open(String line) {
        return line(line + " {").indent(1);
    }

    Rules close() {
        return indent(-1).line("}");
    }

    Rules line(String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
        return this;
    }

    private Rules indent(int by) {
        depth += by;
        return this;
    }

    /** A chain that the kernel calls. */
    Rules chain(String name, String type, String hook, String priority) {
        return open("chain " + name)
                .line(
                        "type %s hook %s priority %s; policy accept;"
                                .formatted(type, hook, priority));
    }

    static String list(List<IpAddress> addresses) {
        return addresses.stream()
                .map(IpAddress::toString)
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
