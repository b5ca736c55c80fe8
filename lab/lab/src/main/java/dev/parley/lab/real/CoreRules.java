package dev.parley.lab.real;

import java.util.List;

/** What the internet's core does not carry: addresses that are not public. */
final class CoreRules {
    private static final List<String> NOT_PUBLIC_IPV4 =
            List.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "224.0.0.0/3");
    private static final List<String> NOT_PUBLIC_IPV6 =
            List.of("::/8", "fc00::/7", "fe80::/10", "ff00::/8");

    private CoreRules() {}

    static String text(boolean ipv6) {
        Rules rules = new Rules().open("table inet core");
        rules.chain("pass", "filter", "forward", "filter");
        family(rules, "ip", NOT_PUBLIC_IPV4);
        if (ipv6) {
            family(rules, "ip6", NOT_PUBLIC_IPV6);
        }
        return rules.close().close().toString();
    }

    private static void family(Rules rules, String family, List<String> blocks) {
        String set = "{ " + String.join(", ", blocks) + " }";
        rules.line(family + " saddr " + set + " drop");
        rules.line(family + " daddr " + set + " drop");
    }
}
