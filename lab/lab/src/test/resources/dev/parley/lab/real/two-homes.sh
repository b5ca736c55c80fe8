#!/bin/sh
# two-homes, made of Linux network namespaces. By hand:
#   unshare --user --map-root-user --net --mount --uts --pid --fork --kill-child sh THIS-FILE
# It says where each place is, and lasts until its standard input ends (Ctrl-D). Then the kernel
# takes everything away: there is nothing to clean up.
set -eu

# Our process id outside; inside we are the first process.
read -r world rest </proc/self/stat
mount -t proc proc /proc
echo "world $world"

# at PLACE COMMAND...: runs it there.
at() {
    eval "process=\$at_$(echo "$1" | tr - _)"
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
    eval "one=\$at_$(echo "$1" | tr - _) other=\$at_$(echo "$3" | tr - _)"
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

everywhere='net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.default.send_redirects=0 net.ipv4.ip_unprivileged_port_start=0 net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.default.disable_ipv6=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.accept_ra=0'
[ ! -e /proc/sys/net/bridge ] ||
    everywhere="$everywhere net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0"
at_internet=1
sysctl -q -w $everywhere
ip link set dev lo up

# The internet's core forwards between public addresses, and no others.
at internet sysctl -q -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
at internet nft -f - <<'END'
table inet core {
  chain pass {
    type filter hook forward priority filter; policy accept;
    ip saddr { 0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16, 224.0.0.0/3 } drop
    ip daddr { 0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16, 224.0.0.0/3 } drop
    ip6 saddr { ::/8, fc00::/7, fe80::/10, ff00::/8 } drop
    ip6 daddr { ::/8, fc00::/7, fe80::/10, ff00::/8 } drop
  }
}
END

# server: 203.0.113.10, 203.0.113.11, 2001:db8:ffff::10
place server
cable server eth0 internet server
at internet ip -batch - <<'END'
link set dev server mtu 1500 up
addr add 192.0.0.8/32 dev server
addr add fe80::1/64 dev server nodad
END
at server ip -batch - <<'END'
link set dev eth0 mtu 1500 up
addr add 203.0.113.10/32 dev eth0
addr add 203.0.113.11/32 dev eth0
addr add 2001:db8:ffff::10/128 dev eth0 nodad
route add 192.0.0.8 dev eth0
route add default via 192.0.0.8 dev eth0
route add default via fe80::1 dev eth0
END
at internet ip -batch - <<'END'
route add 203.0.113.10/32 dev server
route add 203.0.113.11/32 dev server
route add 2001:db8:ffff::10/128 dev server
END

# home-a: behind 18.18.18.18
place home-a
at home-a sysctl -q -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
cable home-a wan internet home-a
at internet ip -batch - <<'END'
link set dev home-a mtu 1500 up
addr add 192.0.0.8/32 dev home-a
addr add fe80::1/64 dev home-a nodad
END
at home-a ip -batch - <<'END'
link set dev wan mtu 1500 up
addr add 18.18.18.18/32 dev wan
route add 192.0.0.8 dev wan
route add default via 192.0.0.8 dev wan
END
at internet ip -batch - <<'END'
route add 18.18.18.18/32 dev home-a
END
at home-a ip -batch - <<'END'
link add name lan type bridge forward_delay 0
addr add 192.168.1.1/24 dev lan
link set dev lan up
END
at home-a nft -f - <<'END'
table inet firewall {
  chain passing {
    type filter hook forward priority filter; policy accept;
    iifname "wan" meta nfproto ipv4 ct state established,related accept
    iifname "wan" meta nfproto ipv4 ct status dnat accept
    iifname "wan" meta nfproto ipv4 drop # nobody inside has such an address
  }
  chain own {
    type filter hook input priority filter; policy accept;
    iifname "lan" ip daddr { 18.18.18.18 } drop
    iifname { "lan", "lo" } accept
    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } accept
    ct state established,related accept
    drop
  }
}
END
at home-a sysctl -q -w net.netfilter.nf_conntrack_udp_timeout=300 net.netfilter.nf_conntrack_udp_timeout_stream=300 net.netfilter.nf_conntrack_icmp_timeout=60 net.netfilter.nf_conntrack_tcp_timeout_established=7440 net.netfilter.nf_conntrack_tcp_timeout_syn_sent=240 net.netfilter.nf_conntrack_tcp_timeout_syn_recv=240 net.netfilter.nf_conntrack_tcp_timeout_fin_wait=240 net.netfilter.nf_conntrack_tcp_timeout_close_wait=240 net.netfilter.nf_conntrack_tcp_timeout_last_ack=240
at home-a nft -f - <<'END'
table ip nat {
  map udp_rows {
    type ipv4_addr . inet_service : ipv4_addr . inet_service;
    size 65536; flags dynamic, timeout; timeout 300s;
  }
  set udp_sent {
    type ipv4_addr . inet_service . ipv4_addr . inet_service;
    size 65536; flags dynamic, timeout; timeout 300s;
  }
  map tcp_rows {
    type ipv4_addr . inet_service : ipv4_addr . inet_service;
    size 65536; flags dynamic, timeout; timeout 7440s;
  }
  set tcp_sent {
    type ipv4_addr . inet_service . ipv4_addr . inet_service;
    size 65536; flags dynamic, timeout; timeout 7440s;
  }
  set udp_ports {
    type inet_service;
    size 65536; flags dynamic, timeout; timeout 300s;
  }
  set udp_owners {
    type inet_service . ipv4_addr . inet_service;
    size 65536; flags dynamic, timeout; timeout 300s;
  }
  chain arriving {
    type filter hook prerouting priority mangle; policy accept;
    iifname "wan" meta l4proto udp ip daddr . udp dport != @udp_rows drop
  }
  chain finding {
    type nat hook prerouting priority dstnat; policy accept;
    iifname "lan" ip daddr { 18.18.18.18 } meta l4proto udp ct mark set 1 dnat to ip daddr . udp dport map @udp_rows
    iifname "lan" ip daddr { 18.18.18.18 } meta l4proto tcp ct mark set 1 dnat to ip daddr . tcp dport map @tcp_rows
  }
  chain lending {
    udp sport 1024-32767 udp sport @udp_ports udp sport . ip saddr . udp sport != @udp_owners snat to 18.18.18.18:32768-65535 # another one has it
    udp sport @udp_ports udp sport . ip saddr . udp sport != @udp_owners snat to 18.18.18.18:1024-32767
    meta l4proto { tcp, udp } snat to 18.18.18.18
    snat to 18.18.18.18
  }
  chain translating {
    type nat hook postrouting priority srcnat; policy accept;
    oifname "wan" jump lending
    oifname "lan" ct mark 1 jump lending
  }
  chain keeping {
    meta l4proto udp jump keeping_udp
    meta l4proto tcp jump keeping_tcp
  }
  chain keeping_udp {
    meta l4proto udp ct direction original update @udp_rows { ip saddr . udp sport : ct original ip saddr . ct original proto-src }
    meta l4proto udp ct direction reply update @udp_rows { ip saddr . udp sport : ct reply ip saddr . ct reply proto-src }
    meta l4proto udp ip saddr . udp sport != @udp_rows drop # none is left
    meta l4proto udp ct direction original update @udp_sent { ip saddr . udp sport . ct original ip daddr . ct original proto-dst }
    meta l4proto udp ct direction reply update @udp_sent { ip saddr . udp sport . ct reply ip daddr . ct reply proto-dst }
    meta l4proto udp update @udp_ports { udp sport }
    meta l4proto udp ct direction original update @udp_owners { udp sport . ct original ip saddr . ct original proto-src }
    meta l4proto udp ct direction reply update @udp_owners { udp sport . ct reply ip saddr . ct reply proto-src }
  }
  chain keeping_tcp {
    meta l4proto tcp ct direction original update @tcp_rows { ip saddr . tcp sport : ct original ip saddr . ct original proto-src }
    meta l4proto tcp ct direction reply update @tcp_rows { ip saddr . tcp sport : ct reply ip saddr . ct reply proto-src }
    meta l4proto tcp ct direction original update @tcp_sent { ip saddr . tcp sport . ct original ip daddr . ct original proto-dst }
    meta l4proto tcp ct direction reply update @tcp_sent { ip saddr . tcp sport . ct reply ip daddr . ct reply proto-dst }
  }
  chain leaving {
    type filter hook postrouting priority srcnat + 10; policy accept;
    oifname "wan" jump keeping
    oifname "lan" ct mark 1 jump keeping
    ct mark 1 ct direction original meta l4proto udp ct original ip daddr . ct original proto-dst . ip saddr . udp sport != @udp_sent drop
    ct mark 1 ct direction original meta l4proto tcp ct original ip daddr . ct original proto-dst . ip saddr . tcp sport != @tcp_sent drop
  }
}
END

# ana: 192.168.1.2
place ana
cable ana eth0 home-a ana
at home-a ip -batch - <<'END'
link set dev ana mtu 1500 up
link set dev ana master lan
END
at ana ip -batch - <<'END'
link set dev eth0 mtu 1500 up
addr add 192.168.1.2/24 dev eth0
route add default via 192.168.1.1 dev eth0
END

# home-b: behind 51.51.51.51
place home-b
at home-b sysctl -q -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
cable home-b wan internet home-b
at internet ip -batch - <<'END'
link set dev home-b mtu 1500 up
addr add 192.0.0.8/32 dev home-b
addr add fe80::1/64 dev home-b nodad
END
at home-b ip -batch - <<'END'
link set dev wan mtu 1500 up
addr add 51.51.51.51/32 dev wan
route add 192.0.0.8 dev wan
route add default via 192.0.0.8 dev wan
END
at internet ip -batch - <<'END'
route add 51.51.51.51/32 dev home-b
END
at home-b ip -batch - <<'END'
link add name lan type bridge forward_delay 0
addr add 192.168.1.1/24 dev lan
link set dev lan up
END
at home-b nft -f - <<'END'
table inet firewall {
  chain passing {
    type filter hook forward priority filter; policy accept;
    iifname "wan" meta nfproto ipv4 ct state established,related accept
    iifname "wan" meta nfproto ipv4 ct status dnat accept
    iifname "wan" meta nfproto ipv4 drop # nobody inside has such an address
  }
  chain own {
    type filter hook input priority filter; policy accept;
    iifname "lan" ip daddr { 51.51.51.51 } drop
    iifname { "lan", "lo" } accept
    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } accept
    ct state established,related accept
    drop
  }
}
END
at home-b sysctl -q -w net.netfilter.nf_conntrack_udp_timeout=300 net.netfilter.nf_conntrack_udp_timeout_stream=300 net.netfilter.nf_conntrack_icmp_timeout=60 net.netfilter.nf_conntrack_tcp_timeout_established=7440 net.netfilter.nf_conntrack_tcp_timeout_syn_sent=240 net.netfilter.nf_conntrack_tcp_timeout_syn_recv=240 net.netfilter.nf_conntrack_tcp_timeout_fin_wait=240 net.netfilter.nf_conntrack_tcp_timeout_close_wait=240 net.netfilter.nf_conntrack_tcp_timeout_last_ack=240
at home-b nft -f - <<'END'
table ip nat {
  map udp_rows {
    type ipv4_addr . inet_service : ipv4_addr . inet_service;
    size 65536; flags dynamic, timeout; timeout 300s;
  }
  set udp_sent {
    type ipv4_addr . inet_service . ipv4_addr . inet_service;
    size 65536; flags dynamic, timeout; timeout 300s;
  }
  map tcp_rows {
    type ipv4_addr . inet_service : ipv4_addr . inet_service;
    size 65536; flags dynamic, timeout; timeout 7440s;
  }
  set tcp_sent {
    type ipv4_addr . inet_service . ipv4_addr . inet_service;
    size 65536; flags dynamic, timeout; timeout 7440s;
  }
  set udp_ports {
    type inet_service;
    size 65536; flags dynamic, timeout; timeout 300s;
  }
  set udp_owners {
    type inet_service . ipv4_addr . inet_service;
    size 65536; flags dynamic, timeout; timeout 300s;
  }
  chain arriving {
    type filter hook prerouting priority mangle; policy accept;
    iifname "wan" meta l4proto udp ip daddr . udp dport != @udp_rows drop
  }
  chain finding {
    type nat hook prerouting priority dstnat; policy accept;
    iifname "lan" ip daddr { 51.51.51.51 } meta l4proto udp ct mark set 1 dnat to ip daddr . udp dport map @udp_rows
    iifname "lan" ip daddr { 51.51.51.51 } meta l4proto tcp ct mark set 1 dnat to ip daddr . tcp dport map @tcp_rows
  }
  chain lending {
    udp sport 1024-32767 udp sport @udp_ports udp sport . ip saddr . udp sport != @udp_owners snat to 51.51.51.51:32768-65535 # another one has it
    udp sport @udp_ports udp sport . ip saddr . udp sport != @udp_owners snat to 51.51.51.51:1024-32767
    meta l4proto { tcp, udp } snat to 51.51.51.51
    snat to 51.51.51.51
  }
  chain translating {
    type nat hook postrouting priority srcnat; policy accept;
    oifname "wan" jump lending
    oifname "lan" ct mark 1 jump lending
  }
  chain keeping {
    meta l4proto udp jump keeping_udp
    meta l4proto tcp jump keeping_tcp
  }
  chain keeping_udp {
    meta l4proto udp ct direction original update @udp_rows { ip saddr . udp sport : ct original ip saddr . ct original proto-src }
    meta l4proto udp ct direction reply update @udp_rows { ip saddr . udp sport : ct reply ip saddr . ct reply proto-src }
    meta l4proto udp ip saddr . udp sport != @udp_rows drop # none is left
    meta l4proto udp ct direction original update @udp_sent { ip saddr . udp sport . ct original ip daddr . ct original proto-dst }
    meta l4proto udp ct direction reply update @udp_sent { ip saddr . udp sport . ct reply ip daddr . ct reply proto-dst }
    meta l4proto udp update @udp_ports { udp sport }
    meta l4proto udp ct direction original update @udp_owners { udp sport . ct original ip saddr . ct original proto-src }
    meta l4proto udp ct direction reply update @udp_owners { udp sport . ct reply ip saddr . ct reply proto-src }
  }
  chain keeping_tcp {
    meta l4proto tcp ct direction original update @tcp_rows { ip saddr . tcp sport : ct original ip saddr . ct original proto-src }
    meta l4proto tcp ct direction reply update @tcp_rows { ip saddr . tcp sport : ct reply ip saddr . ct reply proto-src }
    meta l4proto tcp ct direction original update @tcp_sent { ip saddr . tcp sport . ct original ip daddr . ct original proto-dst }
    meta l4proto tcp ct direction reply update @tcp_sent { ip saddr . tcp sport . ct reply ip daddr . ct reply proto-dst }
  }
  chain leaving {
    type filter hook postrouting priority srcnat + 10; policy accept;
    oifname "wan" jump keeping
    oifname "lan" ct mark 1 jump keeping
    ct mark 1 ct direction original meta l4proto udp ct original ip daddr . ct original proto-dst . ip saddr . udp sport != @udp_sent drop
    ct mark 1 ct direction original meta l4proto tcp ct original ip daddr . ct original proto-dst . ip saddr . tcp sport != @tcp_sent drop
  }
}
END

# ben: 192.168.1.2
place ben
cable ben eth0 home-b ben
at home-b ip -batch - <<'END'
link set dev ben mtu 1500 up
link set dev ben master lan
END
at ben ip -batch - <<'END'
link set dev eth0 mtu 1500 up
addr add 192.168.1.2/24 dev eth0
route add default via 192.168.1.1 dev eth0
END
hosts server <<'END'
127.0.0.1 localhost
::1 localhost
203.0.113.10 server server.
203.0.113.11 server server.
2001:db8:ffff::10 server server.
18.18.18.18 home-a home-a.
18.18.18.18 ana ana.
51.51.51.51 home-b home-b.
51.51.51.51 ben ben.
END
hosts ana <<'END'
127.0.0.1 localhost
::1 localhost
203.0.113.10 server server.
203.0.113.11 server server.
2001:db8:ffff::10 server server.
192.168.1.1 home-a home-a.
192.168.1.2 ana ana.
51.51.51.51 home-b home-b.
51.51.51.51 ben ben.
END
hosts ben <<'END'
127.0.0.1 localhost
::1 localhost
203.0.113.10 server server.
203.0.113.11 server server.
2001:db8:ffff::10 server server.
18.18.18.18 home-a home-a.
18.18.18.18 ana ana.
192.168.1.1 home-b home-b.
192.168.1.2 ben ben.
END

echo ready
exec 3<&0
cat <&3 >/dev/null &
wait $!
