#!/bin/sh
# carrier, made of Linux network namespaces. By hand:
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

# server: 203.0.113.10
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
route add 192.0.0.8 dev eth0
route add default via 192.0.0.8 dev eth0
END
at internet ip -batch - <<'END'
route add 203.0.113.10/32 dev server
END

# carrier: behind 203.0.113.100, 2001:db8:ffff::c
place carrier
at carrier sysctl -q -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
cable carrier wan internet carrier
at internet ip -batch - <<'END'
link set dev carrier mtu 1400 up
addr add 192.0.0.8/32 dev carrier
addr add fe80::1/64 dev carrier nodad
END
at carrier ip -batch - <<'END'
link set dev wan mtu 1400 up
addr add 203.0.113.100/32 dev wan
addr add 2001:db8:ffff::c/128 dev wan nodad
route add 192.0.0.8 dev wan
route add default via 192.0.0.8 dev wan
route add default via fe80::1 dev wan
END
at carrier tc -batch - <<'END'
qdisc add dev wan root handle 1: netem limit 100000 delay 20000us
END
at internet tc -batch - <<'END'
qdisc add dev carrier root handle 1: netem limit 100000 delay 20000us
qdisc add dev carrier parent 1:1 handle 2: tbf rate 2000000bit burst 2500b limit 131072b
END
at internet ip -batch - <<'END'
route add 203.0.113.100/32 dev carrier
route add 2001:db8:ffff::c/128 dev carrier
END
at carrier ip -batch - <<'END'
link add name lan type bridge forward_delay 0
addr add 100.64.0.1/10 dev lan
addr add 2001:db8:c::1/48 dev lan nodad
link set dev lan up
END
at internet ip -batch - <<'END'
route add 2001:db8:c::/48 via 2001:db8:ffff::c dev carrier
END
at carrier nft -f - <<'END'
table inet firewall {
  set ip6_sent {
    type inet_proto . ipv6_addr . inet_service . ipv6_addr . inet_service;
    size 65536; flags dynamic, timeout; timeout 120s;
  }
  chain passing {
    type filter hook forward priority filter; policy accept;
    iifname "wan" meta nfproto ipv4 ct state established,related accept
    iifname "wan" meta nfproto ipv4 ct status dnat accept
    iifname "wan" meta nfproto ipv4 drop # nobody inside has such an address
    oifname "wan" meta nfproto ipv6 meta l4proto { tcp, udp } update @ip6_sent { meta l4proto . ip6 saddr . th sport . ip6 daddr . th dport }
    iifname "wan" meta nfproto ipv6 meta l4proto { tcp, udp } meta l4proto . ip6 daddr . th dport . ip6 saddr . th sport @ip6_sent accept
    iifname "wan" meta l4proto != udp ct state established,related accept
    iifname "wan" icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } ct state related accept
    iifname "wan" meta l4proto icmp ct state related accept
    iifname "wan" drop # nobody asked for it
  }
  chain own {
    type filter hook input priority filter; policy accept;
    iifname "lan" ip daddr { 203.0.113.100 } drop
    iifname { "lan", "lo" } accept
    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } accept
    ct state established,related accept
    drop
  }
}
END
at carrier sysctl -q -w net.netfilter.nf_conntrack_udp_timeout=300 net.netfilter.nf_conntrack_udp_timeout_stream=300 net.netfilter.nf_conntrack_icmp_timeout=60 net.netfilter.nf_conntrack_tcp_timeout_established=7440 net.netfilter.nf_conntrack_tcp_timeout_syn_sent=240 net.netfilter.nf_conntrack_tcp_timeout_syn_recv=240 net.netfilter.nf_conntrack_tcp_timeout_fin_wait=240 net.netfilter.nf_conntrack_tcp_timeout_close_wait=240 net.netfilter.nf_conntrack_tcp_timeout_last_ack=240
at carrier nft -f - <<'END'
table ip nat {
  map udp_rows {
    type ipv4_addr . inet_service : ipv4_addr . inet_service;
    size 65536; flags dynamic, timeout; timeout 300s;
  }
  chain arriving {
    type filter hook prerouting priority mangle; policy accept;
    iifname "wan" meta l4proto udp ip daddr . udp dport != @udp_rows drop
  }
  chain lending {
    meta l4proto { tcp, udp } snat to 203.0.113.100 fully-random
    snat to 203.0.113.100
  }
  chain translating {
    type nat hook postrouting priority srcnat; policy accept;
    oifname "wan" jump lending
  }
  chain keeping {
    meta l4proto udp jump keeping_udp
  }
  chain keeping_udp {
    meta l4proto udp ct direction original update @udp_rows { ip saddr . udp sport : ct original ip saddr . ct original proto-src }
    meta l4proto udp ct direction reply update @udp_rows { ip saddr . udp sport : ct reply ip saddr . ct reply proto-src }
    meta l4proto udp ip saddr . udp sport != @udp_rows drop # none is left
  }
  chain leaving {
    type filter hook postrouting priority srcnat + 10; policy accept;
    oifname "wan" jump keeping
  }
}
END

# phone: 100.64.0.21, 2001:db8:c::21
place phone
cable phone eth0 carrier phone
at carrier ip -batch - <<'END'
link set dev phone mtu 1500 up
link set dev phone master lan
END
at phone ip -batch - <<'END'
link set dev eth0 mtu 1500 up
addr add 100.64.0.21/10 dev eth0
addr add 2001:db8:c::21/48 dev eth0 nodad
route add default via 100.64.0.1 dev eth0
route add default via 2001:db8:c::1 dev eth0
END

# home: behind 100.64.0.2
place home
at home sysctl -q -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
cable home wan carrier home
at carrier ip -batch - <<'END'
link set dev home mtu 1500 up
link set dev home master lan
END
at home ip -batch - <<'END'
link set dev wan mtu 1500 up
addr add 100.64.0.2/10 dev wan
route add default via 100.64.0.1 dev wan
END
at home ip -batch - <<'END'
link add name lan type bridge forward_delay 0
addr add 192.168.1.1/24 dev lan
link set dev lan up
END
at home nft -f - <<'END'
table inet firewall {
  chain passing {
    type filter hook forward priority filter; policy accept;
    iifname "wan" meta nfproto ipv4 ct state established,related accept
    iifname "wan" meta nfproto ipv4 ct status dnat accept
    iifname "wan" meta nfproto ipv4 drop # nobody inside has such an address
  }
  chain own {
    type filter hook input priority filter; policy accept;
    iifname "lan" ip daddr { 100.64.0.2 } drop
    iifname { "lan", "lo" } accept
    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } accept
    ct state established,related accept
    drop
  }
}
END
at home nft -f - <<'END'
table ip nat {
  chain translating {
    type nat hook postrouting priority srcnat; policy accept;
    oifname "wan" masquerade
  }
}
END

# ana: 192.168.1.2
place ana
cable ana eth0 home ana
at home ip -batch - <<'END'
link set dev ana mtu 1500 up
link set dev ana master lan
END
at ana ip -batch - <<'END'
link set dev eth0 mtu 1500 up
addr add 192.168.1.2/24 dev eth0
route add default via 192.168.1.1 dev eth0
END
hosts server <<'END'
127.0.0.1 localhost
::1 localhost
203.0.113.10 server server.
203.0.113.100 carrier carrier.
2001:db8:ffff::c carrier carrier.
203.0.113.100 phone phone.
2001:db8:c::21 phone phone.
203.0.113.100 home home.
2001:db8:ffff::c home home.
203.0.113.100 ana ana.
2001:db8:ffff::c ana ana.
END
hosts phone <<'END'
127.0.0.1 localhost
::1 localhost
203.0.113.10 server server.
100.64.0.1 carrier carrier.
2001:db8:c::1 carrier carrier.
100.64.0.21 phone phone.
2001:db8:c::21 phone phone.
100.64.0.2 home home.
100.64.0.2 ana ana.
END
hosts ana <<'END'
127.0.0.1 localhost
::1 localhost
203.0.113.10 server server.
100.64.0.1 carrier carrier.
2001:db8:c::1 carrier carrier.
100.64.0.21 phone phone.
2001:db8:c::21 phone phone.
192.168.1.1 home home.
192.168.1.2 ana ana.
END

echo ready
exec 3<&0
cat <&3 >/dev/null &
wait $!
