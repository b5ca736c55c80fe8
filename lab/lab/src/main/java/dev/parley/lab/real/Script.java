package dev.parley.lab.real;

/** The script around the steps: what they call, how it begins and ends. */
final class Script {
    private static final String NAMESPACES = "--net --mount --uts --pid --fork --kill-child";

    private static final String AS_ROOT_OF_ITS_OWN = "--user --map-root-user ";

    private static final String HEAD =
            """
            #!/bin/sh
            # TOPOLOGY, made of Linux network namespaces. By hand:
            #   unshare NAMESPACES sh THIS-FILE
            # It says where each place is, and lasts until its standard input ends (Ctrl-D). Then the kernel
            # takes everything away: there is nothing to clean up.
            set -eu

            # Our process id outside; inside we are the first process.
            read -r world rest </proc/self/stat
            mount -t proc proc /proc
            echo "world $world"

            # at PLACE COMMAND...: runs it there.
            at() {
                eval "process=\\$at_$(echo "$1" | tr - _)"
                shift
                nsenter --target "$process" --net --mount --uts -- "$@"
            }

            # place NAME: a network stack of its own, kept by a sleeping process.
            place() {
                process=$(unshare --net --mount --uts -- sh -c 'echo $$; exec sleep infinity >&-' </dev/null &)
                eval "at_$(echo "$1" | tr - _)=$process"
                echo "place $1 $process"
                at "$1" hostname "$1"
                at "$1" sysctl -q -w $everywhere
                at "$1" ip link set dev lo up
            }

            # cable PLACE INTERFACE PLACE INTERFACE
            cable() {
                eval "one=\\$at_$(echo "$1" | tr - _) other=\\$at_$(echo "$3" | tr - _)"
                ip link add name "$2" netns "$one" type veth peer name "$4" netns "$other"
            }

            # hosts MACHINE: who is where, for programs there; they ask no name server.
            hosts() {
                at "$1" sh -c '
                    mount -t tmpfs files /tmp
                    cat >/tmp/hosts
                    mount --bind /tmp/hosts /etc/hosts
                    if [ -e /etc/resolv.conf ]; then
                        : >/tmp/resolv.conf
                        mount --bind /tmp/resolv.conf /etc/resolv.conf
                    fi
                    umount --lazy /tmp
                    mount -t proc proc /proc'
            }

            everywhere='SETTINGS'
            [ ! -e /proc/sys/net/bridge ] ||
                everywhere="$everywhere net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0"
            at_internet=1
            sysctl -q -w $everywhere
            ip link set dev lo up
            """;

    private static final String EVERYWHERE =
            "net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0"
                    + " net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.default.send_redirects=0"
                    + " net.ipv4.ip_unprivileged_port_start=0";
    private static final String EVERYWHERE_IPV6 =
            " net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.default.disable_ipv6=0"
                    + " net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.accept_ra=0";

    /** The shell waits in the background, so that it still takes in orphans. */
    private static final String END =
            """

            echo ready
            exec 3<&0
            cat <&3 >/dev/null &
            wait $!
            """;

    private Script() {}

    /** The options of unshare for the shell that runs it. */
    static String namespaces(boolean userNamespace) {
        return (userNamespace ? AS_ROOT_OF_ITS_OWN : "") + NAMESPACES;
    }

    static String around(String name, Ground ground, String steps) {
        String namespaces = namespaces(ground.userNamespace());
        String settings = EVERYWHERE + (ground.ipv6() ? EVERYWHERE_IPV6 : "");
        return HEAD.replace("TOPOLOGY", name)
                        .replace("NAMESPACES", namespaces)
                        .replace("SETTINGS", settings)
                + steps
                + END;
    }
}
