package dev.parley.server.check;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the names of further servers can be found: a browser takes ten seconds and more to say
 * so. Only names of the configuration are looked up, never one that a page chose.
 */
public final class FurtherNames {
    private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();
    private static final Pattern HOST = Pattern.compile("(?i)(?:stun|turn)s?:([^:?\\[\\]]+).*");

    private final List<String> names;
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();
    private final AtomicLong asked = new AtomicLong(System.nanoTime() - FRESH_NANOS);

    public FurtherNames(List<String> urls) {
        names =
                urls.stream()
                        .map(HOST::matcher)
                        .filter(Matcher::matches)
                        .map(matcher -> matcher.group(1))
                        .distinct()
                        .toList();
    }

    /** Looks them up again in a thread of its own, at most once a minute. */
    void refresh() {
        long before = asked.get();
        long now = System.nanoTime();
        if (!names.isEmpty() && now - before >= FRESH_NANOS && asked.compareAndSet(before, now)) {
            Thread.ofVirtual().name("parley-names").start(() -> names.forEach(this::lookUp));
        }
    }

    /** The names that were not found. */
    List<String> unknown() {
        return names.stream().filter(name -> Boolean.FALSE.equals(known.get(name))).toList();
    }

    private void lookUp(String name) {
        boolean found;
        try {
            found = InetAddress.getAllByName(name).length > 0;
        } catch (UnknownHostException e) {
            found = false; // which is what we wanted to know
        }
        known.put(name, found);
    }
}
