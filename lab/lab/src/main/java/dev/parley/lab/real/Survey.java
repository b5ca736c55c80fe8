package dev.parley.lab.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out what this machine allows, by trying it in namespaces that vanish at once. */
public final class Survey {
    private static final String SCRIPT =
            """
            mount -t proc proc /proc && echo proc
            ip link add one type veth peer name two && echo veth
            ip link add three type bridge forward_delay 0 && echo bridge
            nft -f - <<'END' && echo nft
            table ip try {
              map rows {
                type ipv4_addr . inet_service : ipv4_addr . inet_service;
                size 16; flags dynamic, timeout; timeout 9s;
              }
              chain lending {
                type nat hook postrouting priority srcnat; policy accept;
                oifname "one" masquerade
              }
              chain keeping {
                meta l4proto udp update @rows { ip saddr . udp sport : ct original ip saddr . ct original proto-src }
              }
            }
            END
            [ ! -e /proc/sys/net/ipv6 ] || echo ipv6
            tc qdisc add dev one root netem delay 1ms 2>/dev/null && echo netem
            tc qdisc add dev two root tbf rate 1mbit burst 5kb limit 50kb 2>/dev/null && echo tbf
            env --default-signal=INT,QUIT true 2>/dev/null && echo signals
            { [ SELF = 0 ] || unshare --user --map-user=SELF --map-group=SELF true; } && echo self
            exit 0
            """;

    private static final Map<String, String> NEEDED =
            Map.of(
                    "proc",
                    "/proc cannot be mounted in a process namespace (some containers forbid it)",
                    "veth",
                    "the kernel makes no pairs of virtual Ethernet devices (module veth)",
                    "bridge",
                    "the kernel makes no bridges (module bridge)",
                    "nft",
                    "nftables cannot translate addresses here (module nft_nat, and nft 1.0 or newer)",
                    "self",
                    "unshare knows no --map-user (util-linux 2.38 or newer)");

    private static final Path SYSCTLS = Path.of("/proc/sys");

    private Survey() {}

    /**
     * Looks around.
     *
     * @throws LabRefusedException that names everything that is missing
     */
    public static Ground ground() throws IOException, InterruptedException {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            throw new LabRefusedException(
                    "network namespaces are a part of Linux, which this is not");
        }
        String searchPath = Tool.searchPath(System.getenv());
        List<String> missing =
                Arrays.stream(Tool.values())
                        .map(tool -> tool.missing(searchPath))
                        .flatMap(Optional::stream)
                        .toList();
        if (!missing.isEmpty()) {
            throw refused(missing);
        }
        Set<String> said = new LinkedHashSet<>();
        int user = Account.current().uid();
        boolean root = user == 0;
        for (boolean userNamespace : root ? new boolean[] {false, true} : new boolean[] {true}) {
            Set<String> allowed = trial(userNamespace, user, said);
            if (allowed.containsAll(NEEDED.keySet())) {
                return new Ground(
                        userNamespace,
                        allowed.contains("ipv6"),
                        allowed.contains("netem"),
                        allowed.contains("tbf"),
                        allowed.contains("signals"));
            }
        }
        throw refused(reasons(root, said));
    }

    /** What works there; what does not, and why, is added to what was said. */
    private static Set<String> trial(boolean userNamespace, int user, Set<String> said)
            throws IOException, InterruptedException {
        Set<String> allowed = new HashSet<>();
        List<String> complaints;
        try (Shell shell =
                Shell.start(userNamespace, SCRIPT.replace("SELF", String.valueOf(user)))) {
            shell.read(allowed::add);
            complaints = shell.complaints();
        }
        if (!allowed.isEmpty()) {
            NEEDED.keySet().stream()
                    .filter(what -> !allowed.contains(what))
                    .map(what -> String.valueOf(NEEDED.get(what)))
                    .forEach(said::add);
        }
        if (!allowed.containsAll(NEEDED.keySet())) {
            said.addAll(complaints);
        }
        return allowed;
    }

    /** What the kernel's switches say, beside what was said. */
    private static List<String> reasons(boolean root, Set<String> said) {
        List<String> reasons = new ArrayList<>();
        if (switchedTo("kernel/unprivileged_userns_clone", "0")) {
            reasons.add(
                    "user namespaces are for root alone: sysctl -w kernel.unprivileged_userns_clone=1"
                            + " allows them, or run this as root");
        }
        if (switchedTo("user/max_user_namespaces", "0")) {
            reasons.add(
                    "no user namespaces are allowed: sysctl -w user.max_user_namespaces=10000 allows"
                            + " them, or run this as root");
        }
        if (switchedTo("kernel/apparmor_restrict_unprivileged_userns", "1")) {
            reasons.add(
                    "AppArmor takes the rights in user namespaces away: sysctl -w"
                            + " kernel.apparmor_restrict_unprivileged_userns=0 gives them back, or run"
                            + " this as root");
        }
        reasons.addAll(said);
        if (root) {
            reasons.add(
                    "root of a container lacks rights: start it with --cap-add SYS_ADMIN --cap-add"
                            + " NET_ADMIN and without the usual seccomp and AppArmor profiles");
        }
        return reasons;
    }

    private static boolean switchedTo(String setting, String value) {
        try {
            return Files.readString(SYSCTLS.resolve(setting)).strip().equals(value);
        } catch (IOException e) {
            return false; // this kernel has no such switch
        }
    }

    private static LabRefusedException refused(List<String> reasons) {
        return new LabRefusedException(
                "real networks cannot be made here:\n  " + String.join("\n  ", reasons));
    }
}
