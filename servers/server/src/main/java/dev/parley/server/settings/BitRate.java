package dev.parley.server.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rate of data, as people write it: {@code 500k}, {@code 2M}, {@code 1.5G}, in steps of a
 * thousand.
 *
 * @param bitsPerSecond 0 for no limit
 */
public record BitRate(long bitsPerSecond) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(\\.\\d{1,3})?([kKmMgG]?)");
    private static final long LEAST = 8_000;
    private static final long MOST = 1_000_000_000_000L;

    /** Reads a rate, or {@code off}. */
    static BitRate parse(String text) {
        if (text.equalsIgnoreCase("off")) {
            return new BitRate(0);
        }
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        String fraction = matcher.group(2) == null ? "" : matcher.group(2);
        double unit =
                switch (matcher.group(3)) {
                    case "k", "K" -> 1e3;
                    case "m", "M" -> 1e6;
                    case "g", "G" -> 1e9;
                    default -> 1;
                };
        long bits = Math.round(Double.parseDouble(matcher.group(1) + fraction) * unit);
        if (bits < LEAST || bits > MOST) {
            throw new IllegalArgumentException(text);
        }
        return new BitRate(bits);
    }

    public long bytesPerSecond() {
        return bitsPerSecond / 8;
    }
}
