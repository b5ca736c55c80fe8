package dev.parley.core;

/** The canonical text of an IPv6 address, RFC 5952. */
final class Ipv6Text {
    private Ipv6Text() {}

    static String format(long high, long low) {
        if (high == 0 && low >>> 32 == 0xFFFF) {
            return "::ffff:" + IpAddress.ipv4Text((int) low);
        }
        int zerosAt = -1;
        int zeros = 1; // a single zero group is not shortened (section 4.2.2)
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && group(high, low, i + run) == 0) {
                run++;
            }
            if (run > zeros) {
                zerosAt = i;
                zeros = run;
            }
            i += run;
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == zerosAt) {
                text.append("::");
                i += zeros - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(high, low, i)));
        }
        return text.toString();
    }

    private static int group(long high, long low, int index) {
        long half = index < 4 ? high : low;
        return (int) ((half >>> ((3 - (index & 3)) * 16)) & 0xFFFF);
    }
}
