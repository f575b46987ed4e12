#!/usr/bin/env bash
# What is tried on the machines, for `run`. Sourced; each trial says what it saw, and ends the rehearsal where it is not as it must be.
# shellcheck disable=SC2154,SC2016

fail() { echo "rehearsal: $*" >&2; exit 1; }

# In bash's own arithmetic: the instants of a seed are those of any machine.
pick() { echo $(($1 + RANDOM % ($2 - $1))); }

runs() {
  local log=$work/$1.log
  play "${@:2}" >"$log" || { tail -60 "$log"; fail "${*:2} did not end well"; }
  recap "$log"
  fact recap "$(recap "$log" | jq --raw-input --slurp 'split("\n") | map(select(. != "") | gsub(" +"; " "))')"
}

unchanged() {
  runs "$@"
  if recap "$work/$1.log" | grep --quiet --invert-match ' changed=0 '; then
    grep --before-context=3 '^changed:' "$work/$1.log"
    fail 'a second run changes something'
  fi
}

packets() {
  local status=0
  stand_ins
  python3 hosts/rehearsal/packets.py --counts "$work/packets.json" "$dist/hosts" "${machines[@]}" || status=$?
  fact packets "$(<"$work/packets.json")"
  return $status
}

# The same packets without the perimeter: a trial that cannot fail proves nothing.
packets_control() {
  inside core-prod sudo nft delete table inet uyoop
  ! packets >"$work/control.log" || fail 'nothing differs without the perimeter: the packets prove nothing'
  tail -1 "$work/control.log"
  fact control "$(<"$work/packets.json")"
  inside core-prod sudo systemctl restart uyoop-perimeter
}

mesh_address() { sed -n 's|^  address: \(.*\)/.*|\1|p' "$dist/hosts/$1.yaml"; }

# Packets that a machine cut in pieces or put together again, so far.
fragments() {
  local machine
  for machine in "${machines[@]}" internet; do
    ip netns exec "uyr-$machine" awk '/^Ip:/ && !names { names = split($0, name); next }
      /^Ip:/ { for (i = 2; i <= names; i++) if (name[i] ~ /FragCreates|ReasmReqds/) sum += $i } END { print sum + 0 }' /proc/net/snmp
  done | awk '{ sum += $1 } END { print sum }'
}

# From each machine to each other: 1420 bytes whole, not one more, and none in pieces on the way.
mesh() {
  local from to before pairs=0
  before=$(fragments)
  for from in "${machines[@]}"; do
    for to in "${machines[@]}"; do
      [[ $from != "$to" ]] || continue
      inside "$from" sudo ping -c 1 -w 60 -q "$(mesh_address "$to")" >/dev/null || fail "$from does not reach $to by the mesh"
      inside "$from" sudo ping -c 50 -i 0.02 -W 2 -M 'do' -s 1392 -q "$(mesh_address "$to")" >"$work/ping.log" || fail "full-size packets do not pass from $from to $to"
      grep --quiet ' 0% packet loss' "$work/ping.log" || fail "full-size packets are lost from $from to $to: $(grep loss "$work/ping.log")"
      ! inside "$from" sudo ping -c 1 -W 2 -M 'do' -s 1393 -q "$(mesh_address "$to")" >/dev/null 2>&1 || fail "the mesh takes more than its MTU from $from to $to"
      pairs=$((pairs + 1))
    done
  done
  [[ $(fragments) == "$before" ]] || fail 'something was fragmented on its way through the mesh'
  # A count that never moves proves nothing.
  inside core-prod sudo ping -c 1 -W 2 -M dont -s 3000 -q "$(mesh_address ai-lab)" >/dev/null
  [[ $(fragments) != "$before" ]] || fail 'nobody counts fragments'
  echo "mesh: $pairs ways, 50 packets of 1420 bytes each pass whole, one byte more does not, and nothing was fragmented"
  fact mesh "{\"ways\": $pairs, \"fullSizePackets\": $((pairs * 50)), \"fragments\": 0}"
}

# Either side may start again, and neither has to be told.
mesh_restarts() {
  local machine
  for machine in "${machines[@]}"; do
    inside "$machine" sudo systemctl restart wg-quick@wg0
    mesh
  done
}

# Pods of two machines as flannel joins them: VXLAN between mesh addresses, through both firewalls. What stands for K3s lets go of
# its port meanwhile.
pods_across() {
  local machine other net
  for machine in core-prod ai-lab; do
    other=$([[ $machine == core-prod ]] && echo ai-lab || echo core-prod)
    net=${pods[$other]}
    inside "$machine" sudo systemctl stop k3s k3s-agent 2>/dev/null || true
    ip -n "uyr-$machine" link add flannel.1 mtu 1370 type vxlan id 1 dstport 8472 local "$(mesh_address "$machine")" dev wg0 nolearning
    ip -n "uyr-$machine" link set flannel.1 address "02:00:00:00:00:${number[$machine]}" up
    ip -n "uyr-$machine" neigh replace "$net.0" lladdr "02:00:00:00:00:${number[$other]}" dev flannel.1
    ip netns exec "uyr-$machine" bridge fdb replace "02:00:00:00:00:${number[$other]}" dev flannel.1 dst "$(mesh_address "$other")"
    ip -n "uyr-$machine" route replace "$net.0/24" via "$net.0" dev flannel.1 onlink
  done
  ip netns exec uyr-pod-core-prod ping -c 50 -i 0.02 -W 2 -M 'do' -s 1342 -q "${pods[ai-lab]}.5" >"$work/ping.log" || fail 'a pod does not reach a pod of the other machine'
  grep --quiet ' 0% packet loss' "$work/ping.log" || fail "packets between pods are lost: $(grep loss "$work/ping.log")"
  for machine in core-prod ai-lab; do
    ip -n "uyr-$machine" link delete flannel.1
    inside "$machine" sudo systemctl start "$([[ $machine == core-prod ]] && echo k3s || echo k3s-agent)"
  done
  echo 'pods: 50 packets of 1370 bytes pass whole between pods of two machines, in VXLAN by the mesh'
  fact podsAcross 50
}

# A machine gets another key, while a third and the first go on talking.
changed_key() {
  inside core-prod sudo ping -i 0.1 -W 1 -w 600 -q "$(mesh_address attic)" >"$work/talk.log" 2>&1 &
  local talk=$!
  inside ai-lab sudo rm /etc/wireguard/private.key
  runs new-key hosts/keys.yaml
  know_keys
  runs new-key-site hosts/site.yaml --tags wireguard
  inside core-prod sudo pkill -INT -x ping
  wait $talk || true
  grep 'packet loss' "$work/talk.log"
  grep --quiet ' 0% packet loss' "$work/talk.log" || fail 'a key of one machine took the mesh from the others'
  fact othersMeanwhile "$(grep -o '^[0-9]* packets.*received' "$work/talk.log" | jq --raw-input)"
  mesh
}

# Both layers, in words: sets have no order.
firewall_of() { inside "$1" 'sudo nft list table inet uyoop && sudo cat /etc/ufw/user.rules /etc/ufw/user6.rules /etc/default/ufw' | tr -s ' ,{}\t' '\n' | sort | sha256sum; }

# A list of ports without SSH, which synth would refuse: somebody's own edit. Nobody confirms it: the run dies the moment that the
# door is shut (`dies`), or goes on and waits outside (`waits`): the clock alone opens it again. Or the machine loses its power with
# the run, and its clock with it (`reboots`).
lockout() {
  local trial=60 shut='' open='' run start before
  before=$(firewall_of core-prod)
  rm -rf "$work/shut"
  cp -r "$dist" "$work/shut"
  sed -i '/^    - port: 22$/,+2d' "$work/shut/hosts/core-prod.yaml"
  setsid bash -c '. hosts/rehearsal/machines.sh; dist=$work/shut; play hosts/site.yaml --tags firewall --limit core-prod --extra-vars "$1"' - "firewall_trial=$trial" >"$work/lockout.log" 2>&1 &
  run=$!
  start=$SECONDS
  while ((SECONDS - start < 300)); do
    if inside core-prod -o ControlPath=none -o ConnectTimeout=2 true 2>/dev/null; then
      [[ -z $shut ]] || { open=$SECONDS; break; }
    elif [[ -z $shut ]]; then
      shut=$SECONDS
      [[ $1 == waits ]] || kill -KILL -- "-$run" 2>/dev/null || true
      [[ $1 != reboots ]] || power_loss core-prod
    fi
    sleep 0.3
  done
  ! wait $run 2>/dev/null || fail 'a run that shut itself out ended well'
  [[ -n $shut ]] || { tail -20 "$work/lockout.log"; fail 'a firewall without SSH never shut it'; }
  [[ $1 != reboots ]] || settled core-prod
  [[ -n $open ]] || fail "$trial seconds passed, and SSH is still shut"
  [[ $(firewall_of core-prod) == "$before" ]] || fail 'the firewall that came back is not the one before'
  echo "lockout ($1): shut, and open again after $((open - shut)) s by the clock of $trial s"
  fact "lockout-$1" "{\"trialSeconds\": $trial, \"shutSeconds\": $((open - shut))}"
}

# dies SPAN: kills a run, and everything that it started, at an instant within SPAN seconds.
dies() {
  local run after machine task seen='{}' start
  setsid bash -c '. hosts/rehearsal/machines.sh; dist=$1; play hosts/site.yaml' - "$dist" >"$work/dies.log" 2>&1 &
  run=$!
  after=$(pick 3 "$1")
  sleep "$after"
  kill -KILL -- "-$run" 2>/dev/null || true
  wait $run 2>/dev/null || true
  start=$SECONDS
  for machine in "${machines[@]}"; do
    reachable "$machine" 150 || fail "killed after $after s: $machine does not answer"
    seen=$(jq --compact-output --arg machine "$machine" --argjson seconds $((SECONDS - start)) '.[$machine] = $seconds' <<<"$seen")
  done
  task=$(grep '^TASK' "$work/dies.log" | tail -1 | sed 's/^TASK \[\(.*\)\].*/\1/')
  echo "killed after $after s, in \"$task\": all answer, after $seen s"
  fact killed "$(jq --null-input --compact-output --argjson after "$after" --arg task "$task" --argjson seen "$seen" '{afterSeconds: $after, in: $task, answeredAfterSeconds: $seen}')"
}

# Whoever reads a file is asked whether it takes it: on each machine, and here what the machines have no reader for.
accepted() {
  local machine
  for machine in "${machines[@]}"; do
    script "$machine" hosts/rehearsal/accepted.sh
    scripts_of "$work/$machine/usr/local/sbin"
  done
  composed
  bash .ci/hosts
}

# Each by the language that its first line names.
scripts_of() {
  local script
  for script in "$1"/uyoop-*; do
    case $(head -n 1 "$script") in
      *python3*) python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read())' "$script" ;;
      # SC1091: what it reads on the machine is not here.
      *) shellcheck --exclude=SC1091 "$script" ;;
    esac
  done
}

# Mailcow's own Compose file takes its ports from mailcow.conf in this form; what Docker's own Compose makes of them is compared
# with the list of ports: public ones for everybody, the web on the mesh address, the rest for the machine alone.
composed() {
  local folder=$work/core-prod/opt/mailcow-dockerized got wanted
  got=$("$compose" --project-directory "$folder" --env-file "$folder/mailcow.conf" config --format json \
    | jq --raw-output '.services[].ports[] | "\(.host_ip // "*"):\(.published)"' | sort)
  wanted=$({
    awk '/^  public:/ { here = 1; next } /^  [a-z]/ { here = 0 } here && /port:/ { port = $3 } here && /owner: Mailcow/ { print "*:" port }' "$dist/hosts/core-prod.yaml"
    awk '/^mailcow:/ { here = 1 } here && /address:/ { address = $2 } here && /port:/ { print address ":" $2; exit }' "$dist/hosts/core-prod.yaml"
    printf '127.0.0.1:%s\n' 110 143 4190 465 8082 995
  } | sort)
  [[ $got == "$wanted" ]] || { diff <(echo "$wanted") <(echo "$got"); fail 'Mailcow would publish other ports than the machine lists'; }
  echo "compose: $(wc -l <<<"$got") ports as listed, $(grep --count '^127' <<<"$got") of them for the machine alone"
}

# A machine that came later: K3s of it has the name, the taint and the token that the scheduler and the server look for.
joined() {
  inside "$1" sudo systemctl is-active --quiet k3s-agent || fail "K3s does not run on $1"
  local wanted
  for wanted in "node-name: $1" 'server: https://10.8.0.1:6443' 'uyoop.fr/tier=dev:NoSchedule'; do
    inside "$1" sudo grep --quiet --fixed-strings "'$wanted'" /etc/rancher/k3s/config.yaml || fail "K3s on $1 is not told $wanted"
  done
  inside "$1" sudo cmp --silent /etc/rancher/k3s/agent-token - < <(inside core-prod sudo cat /var/lib/rancher/k3s/server/agent-token) || fail "$1 has another token"
}

# A disk of its own for volumes, as small as can be: who may read them, and what happens when a pod fills it.
volumes() {
  local disk loop
  dd if=/dev/zero of="$work/volumes.img" bs=1M count=64 status=none
  mkfs.ext4 -q -m 0 "$work/volumes.img"
  loop=$(losetup --find --show "$work/volumes.img")
  disk=$(stat --format 'b 0x%t 0x%T' "$loop")
  inside core-prod "sudo rm -f $loop && sudo mknod $loop $disk && sudo mount $loop /var/lib/rancher/k3s/storage"
  runs volumes hosts/site.yaml --tags k3s --limit core-prod
  unchanged again-volumes hosts/site.yaml --tags k3s --limit core-prod
  script core-prod hosts/rehearsal/volumes.sh
  inside core-prod "sudo umount /var/lib/rancher/k3s/storage && sudo rm $loop"
  losetup --detach "$loop"
  rm "$work/volumes.img"
}
