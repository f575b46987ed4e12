#!/usr/bin/env bash
# A pod as flannel wires one, a node port as kube-proxy translates it, and listeners on the ports that nobody else has here.
# Sourced by `machines.sh`. What is there already stays.

declare -A pods=([core-prod]=10.42.0 [ai-lab]=10.42.1 [attic]=10.42.2)

pod() {
  local net=${pods[$1]} pod=uyr-pod-$1 name=uyr-$1
  if ! ip -n "$name" link show cni0 >/dev/null 2>&1; then
    ip -n "$name" link add cni0 type bridge
    ip -n "$name" address add "$net.1/24" dev cni0
    ip -n "$name" link set cni0 up
  fi
  ip netns list | grep --quiet "^$pod\b" || ip netns add "$pod"
  # One whose other end went with a machine's namespace goes a moment later.
  if ! ip -n "$name" link show pod >/dev/null 2>&1; then
    ip -n "$pod" link delete eth0 2>/dev/null || true
    ip -n "$name" link add pod type veth peer name eth0 netns "$pod"
    ip -n "$name" link set pod master cni0 up
    ip -n "$pod" link set lo up
    ip -n "$pod" link set eth0 up
    ip -n "$pod" address add "$net.5/24" dev eth0
    ip -n "$pod" route add default via "$net.1"
  fi
  ip netns exec "$name" sysctl --quiet --write net.ipv4.ip_forward=1
  rule "$name" nat POSTROUTING -s 10.42.0.0/16 ! -d 10.42.0.0/16 -j MASQUERADE
  rule "$name" filter FORWARD -s 10.42.0.0/16 -j ACCEPT
  rule "$name" filter FORWARD -d 10.42.0.0/16 -j ACCEPT
  rule "$name" nat PREROUTING -p tcp --dport 31080 -m addrtype --dst-type LOCAL -j DNAT --to-destination "$net.5:8000"
  listen "$name" 9100 9180 12345 143 465
  listen "$pod" 8000
}

rule() {
  local in=(ip netns exec "$1" iptables-nft -w -t "$2")
  "${in[@]}" -C "${@:3}" 2>/dev/null || "${in[@]}" -A "${@:3}"
}

listen() { setsid ip netns exec "$1" python3 hosts/rehearsal/packets.py listen "${@:2}" >/dev/null 2>&1 </dev/null & }

# A neighbour of Mailcow's containers, on Docker's own bridge.
neighbour() {
  local name=uyr-container
  ip netns list | grep --quiet "^$name\b" || ip netns add $name
  if ! ip -n uyr-core-prod link show stranger >/dev/null 2>&1; then
    ip -n $name link delete eth0 2>/dev/null || true
    ip -n uyr-core-prod link add stranger type veth peer name eth0 netns $name
  fi
  # A restart of Docker makes its bridge anew.
  ip -n uyr-core-prod link set stranger master br-mailcow up
  ip -n $name link set eth0 up
  ip -n $name address replace 172.22.1.77/24 dev eth0
  ip -n $name route replace default via 172.22.1.1
}
