package dev.parley.server.settings;

import java.io.IOException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Messages name settings as on the command line. Here they get the name that stands where the value
 * was given, so that it is found there: {@code stun-port in /etc/parley.toml}.
 */
final class Whereabouts {
    private static final Pattern FLAG = Pattern.compile("(?<![\\w./-])--([a-z][a-z-]*[a-z])");

    private final Function<Setting<?>, Origin> origins;

    Whereabouts(Function<Setting<?>, Origin> origins) {
        this.origins = origins;
    }

    /** The file is named once. */
    String named(String message) {
        Matcher flag = FLAG.matcher(message);
        StringBuilder named = new StringBuilder();
        while (flag.find()) {
            String before = message.substring(0, flag.start());
            String name =
                    Settings.named(flag.group(1))
                            .map(setting -> name(setting, named + before))
                            .orElse(flag.group());
            flag.appendReplacement(named, Matcher.quoteReplacement(name));
        }
        return flag.appendTail(named).toString();
    }

    private String name(Setting<?> setting, String before) {
        Origin origin = origins.apply(setting);
        boolean again =
                origin.kind() == Origin.Kind.FILE && before.contains(" in " + origin.place());
        return again ? setting.name() : origin.name(setting);
    }

    /** The same failure when its message says nothing else then. */
    IOException named(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        String named = named(message);
        return named.equals(message) ? failure : new IOException(named, failure);
    }
}
