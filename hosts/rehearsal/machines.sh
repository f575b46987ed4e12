#!/usr/bin/env bash
# shellcheck source=hosts/rehearsal/pod.sh
. hosts/rehearsal/pod.sh

# The machines of the rehearsal: Debian trees that systemd-nspawn boots, each in a network namespace of its own, and a third
# namespace that is the internet between them. Sourced by `run`.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/uyoop-rehearsal
work=$cache/run
# What the machines are told: a dist/ of one's own.
dist=$work/dist
# The two of the model, and the one that docs/editing.md adds; `machines` are those that run.
# shellcheck disable=SC2034 # `run` and the trials read both.
all_machines=(core-prod ai-lab attic) machines=()
internet=uyr-internet
declare -A public4=([core-prod]=192.0.2 [ai-lab]=198.51.100 [attic]=203.0.113) number=([core-prod]=10 [ai-lab]=20 [attic]=30)
address() { echo "${public4[$1]}.${number[$1]}"; }
address6() { echo "2001:db8:0:${number[$1]}::${number[$1]}"; }

# What the roles install, so that the machines need no internet: laid beside as a repository of packages.
packages=(wireguard-tools wireguard-go ufw nftables iptables unattended-upgrades chrony docker.io git crowdsec
  crowdsec-firewall-bouncer jq curl openssl sqlite3 ca-certificates python3-docker e2fsprogs)

# What the role `backup` installs.
packages+=(restic rclone)

tools() {
  declare -A from=([mmdebstrap]=mmdebstrap [systemd-nspawn]=systemd-container [dpkg-scanpackages]=dpkg-dev [busybox]=busybox-static
    [iptables-nft]=iptables [ssh]=openssh-client [shellcheck]=shellcheck [jq]=jq [mkfs.ext4]=e2fsprogs [ping]=iputils-ping)
  local missing=()
  for tool in "${!from[@]}"; do command -v "$tool" >/dev/null || missing+=("${from[$tool]}"); done
  if ((${#missing[@]} > 0)); then
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 ||
      skip "${missing[*]} cannot be installed"
  fi
  ansible_tools
  compose_tool
}

# Docker's own Compose, which no package of Debian 12 has: built once, from its module.
compose_version=v2.40.3
compose=$cache/docker-compose-$compose_version
compose_tool() {
  [[ -x $compose ]] || {
    local module
    module=$(cd / && go mod download -json "github.com/docker/compose/v2@$compose_version" | sed -n 's/.*"Dir": "\(.*\)",/\1/p') &&
      go build -C "$module" -o "$compose" ./cmd
  } >"$work/compose.log" 2>&1 || { tail -3 "$work/compose.log"; skip 'Docker Compose cannot be built: it takes Go'; }
}

# hosts/requirements.txt, installed once for each of its versions.
ansible_tools() {
  mkdir -p "$work"
  if ! cmp --silent hosts/requirements.txt "$cache/venv/requirements.txt"; then
    { python3 -m venv --clear "$cache/venv" && "$cache/venv/bin/pip" install --quiet --requirement hosts/requirements.txt; } >"$work/pip.log" 2>&1 ||
      { tail -5 "$work/pip.log"; echo 'hosts/requirements.txt cannot be installed: it takes Python with venv (python3-venv), and its index'; exit 1; }
    cp hosts/requirements.txt "$cache/venv/"
  fi
}

# One tree for both, made again when what goes into it changes.
base_tree() {
  local made
  made=$(declare -f base_tree && declare -p packages)
  if [[ ! -f $cache/base.made || $(<"$cache/base.made") != "$made" ]]; then
    rm -rf "$cache/base.made" "$cache/base" "$cache/debs"
    mmdebstrap --quiet --variant=minbase bookworm "$cache/base" \
      --include=systemd,systemd-sysv,dbus,libpam-systemd,openssh-server,python3,python3-apt,sudo,iproute2,iputils-ping,procps,kmod,tzdata \
      --customize-hook="chroot \$1 apt-get install -y --no-install-recommends --download-only ${packages[*]}" \
      --customize-hook="mkdir -p $cache/debs && mv \$1/var/cache/apt/archives/*.deb $cache/debs/" \
      >"$work/tree.log" 2>&1 || skip "no tree of Debian can be made here ($work/tree.log)"
    (cd "$cache/debs" && dpkg-scanpackages . >Packages 2>/dev/null)
    echo "$made" >"$cache/base.made"
  fi
}

plant() {
  local tree=$work/$1
  rm -rf "$tree"
  cp -a "$cache/base" "$tree"
  echo 'deb [trusted=yes] file:/srv/debs ./' >"$tree/etc/apt/sources.list"
  rm -rf "$tree"/etc/apt/sources.list.d/* "$tree"/var/lib/apt/lists/*
  touch --date='2000-01-01' "$tree/var/lib/apt/lists"
  mkdir -p "$tree/srv/debs"
  # A machine of the rehearsal need not survive the loss of power of the one around it.
  echo force-unsafe-io >"$tree/etc/dpkg/dpkg.cfg.d/rehearsal"
  # A fresh VPS has another name.
  echo "vps-$1" >"$tree/etc/hostname"
  printf '127.0.0.1 localhost\n127.0.1.1 vps-%s\n' "$1" >"$tree/etc/hosts"
  : >"$tree/etc/machine-id"
  : >"$tree/etc/resolv.conf"
  chroot "$tree" useradd --create-home --shell /bin/bash --groups sudo debian
  echo 'debian ALL=(ALL) NOPASSWD:ALL' >"$tree/etc/sudoers.d/90-cloud-init-users"
  install -d -m 700 "$tree/home/debian/.ssh"
  cp "$work/key.pub" "$tree/home/debian/.ssh/authorized_keys"
  chroot "$tree" chown -R debian:debian /home/debian/.ssh
  # What stands for Mailcow's repository, with the pinned tag and one to come.
  mailcow "$tree/srv/mailcow.git"
  # busybox, as an image for Docker.
  mkdir -p "$work/image/bin"
  cp "$(command -v busybox)" "$work/image/bin/"
  ln -sf busybox "$work/image/bin/sh"
  tar -C "$work/image" -cf "$tree/root/image.tar" .
}

mailcow() {
  local tag
  tag=$(sed -n "s/^export const mailcowVersion = '\(.*\)';/\1/p" platform/read-versions.ts)
  rm -rf "$work/mailcow"
  git init --quiet --initial-branch=master "$work/mailcow"
  cp -r hosts/rehearsal/mailcow/. "$work/mailcow/"
  git -C "$work/mailcow" add .
  git -C "$work/mailcow" -c user.name=rehearsal -c user.email=rehearsal@example.org commit --quiet --message='stands for Mailcow'
  git -C "$work/mailcow" tag "$tag"
  git clone --quiet --bare "$work/mailcow" "$1"
  chown -R root:root "$1"
}

wire() {
  local machine=$1 name=uyr-$1 net=${public4[$1]}
  local net6=2001:db8:0:${number[$1]}:
  ip netns add "$name"
  ip -n "$name" link set lo up
  # The other end of the namespace before this one may not have gone yet.
  ip -n $internet link delete "out-${number[$machine]}" 2>/dev/null || true
  ip link add "out-${number[$machine]}" netns $internet type veth peer name eth0 netns "$name"
  ip -n $internet link set "out-${number[$machine]}" up
  ip -n $internet address add "$net.1/24" dev "out-${number[$machine]}"
  ip -n $internet address add "$net6:1/64" dev "out-${number[$machine]}" nodad
  ip -n "$name" link set eth0 up
  ip -n "$name" address add "$(address "$machine")/24" dev eth0
  ip -n "$name" address add "$(address6 "$machine")/64" dev eth0 nodad
  ip -n "$name" route add default via "$net.1"
  ip -n "$name" route add default via "$net6:1"
}

boot() {
  local machine=$1
  SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 SYSTEMD_NSPAWN_API_VFS_WRITABLE=network setsid systemd-nspawn --quiet --boot --register=no --keep-unit \
    --directory="$work/$machine" --machine="uyr-$machine" --network-namespace-path="/run/netns/uyr-$machine" --resolv-conf=off \
    --bind=/dev/net/tun --bind-ro="$cache/debs:/srv/debs" --capability=all --system-call-filter='add_key keyctl request_key bpf' \
    --console=pipe >>"$work/$machine.log" 2>&1 </dev/null &
  echo $! >"$work/$machine.pid"
  reachable "$machine" 60 || { tail -20 "$work/$machine.log"; skip "systemd-nspawn boots no machine here"; }
}

# The internet between the machines, and a stranger in it.
internet_up() {
  rm -f "$work"/*.log "$work/known"
  [[ -f $work/key ]] || ssh-keygen -q -t ed25519 -N '' -f "$work/key"
  ip netns add $internet
  ip -n $internet link set lo up
  ip -n $internet address add 203.0.113.7/32 dev lo
  ip netns exec $internet sysctl --quiet --write net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
}

# A fresh VPS, as OVH delivers it.
deliver() {
  local machine
  for machine in "$@"; do
    plant "$machine"
    wire "$machine"
    boot "$machine"
    machines+=("$machine")
  done
}

# Ends what began here, nothing else.
down() {
  local machine name
  for machine in "${all_machines[@]}"; do
    if [[ -f $work/$machine.pid ]]; then halt "$machine"; fi
    # What the machine was writing may be on its way for a moment.
    rm -rf "${work:?}/$machine" 2>/dev/null || { sleep 3; rm -rf "${work:?}/$machine"; }
  done
  for name in $internet uyr-container "${all_machines[@]/#/uyr-}" "${all_machines[@]/#/uyr-pod-}"; do
    ! ip netns list | grep --quiet "^$name\b" || clear_namespace "$name"
  done
  machines=()
}

halt() {
  local pid
  [[ -f $work/$1.pid ]] || return 0
  pid=$(<"$work/$1.pid")
  # nspawn hands SIGTERM on to the machine's systemd, which goes down in order; one that does not within two minutes loses its power.
  kill -TERM "$pid" 2>/dev/null || true
  for _ in {1..240}; do kill -0 "$pid" 2>/dev/null || break; sleep 0.5; done
  kill -KILL "$pid" 2>/dev/null || true
  rm -f "$work/$1.pid"
}

# Into a namespace without an interface or a rule of the one before.
reboot() {
  halt "$1"
  clear_namespace "uyr-$1"
  wire "$1"
  boot "$1"
}

# No program of the machine has a word in it.
power_loss() {
  kill -KILL "$(<"$work/$1.pid")" 2>/dev/null || true
  sleep 1
  rm -f "$work/$1.pid"
  reboot "$1"
}

clear_namespace() {
  local pids
  pids=$(ip netns pids "$1")
  # shellcheck disable=SC2086
  [[ -z $pids ]] || kill $pids 2>/dev/null || true
  ip netns delete "$1"
}

ssh_options=(-i "$work/key" -o ConnectTimeout=5 -o StrictHostKeyChecking=accept-new -o "UserKnownHostsFile=$work/known" -o LogLevel=ERROR)
inside() { ip netns exec $internet ssh "${ssh_options[@]}" "debian@$(address "$1")" "${@:2}"; }
# A script of ours as root. By its text: what it starts must not read the rest of it.
script() { inside "$1" "sudo bash -c $(printf '%q' "$(<"$2")")" </dev/null; }

reachable() {
  for ((try = 0; try < $2; try++)); do
    if inside "$1" true 2>/dev/null; then return 0; fi
    sleep 1
  done
  return 1
}

settled() {
  local state
  for _ in {1..60}; do
    state=$(inside "$1" systemctl is-system-running || true)
    [[ $state != running ]] || break
    sleep 1
  done
  [[ $state == running ]] || { inside "$1" systemctl --failed --no-pager; echo "$1 is $state"; exit 1; }
}

# play BOOK WORD…: as the alias of docs/install.md, on the inventory of $dist.
play() {
  local book=$1
  ANSIBLE_CONFIG=$PWD/hosts/ansible.cfg ANSIBLE_NOCOLOR=1 ANSIBLE_HOME=$work/ansible ANSIBLE_HOST_KEY_CHECKING=False \
    ip netns exec $internet "$cache/venv/bin/ansible-playbook" --inventory "$dist/hosts/inventory.yaml" --private-key "$work/key" \
    --ssh-extra-args "-o UserKnownHostsFile=$work/known -o StrictHostKeyChecking=accept-new" \
    --extra-vars "@hosts/rehearsal/vars.yaml" --extra-vars "k3s_file=$PWD/hosts/rehearsal/k3s" "$book" "${@:2}"
}

recap() { sed -n '/^PLAY RECAP/,$p' "$1" | grep ' : ok='; }

# The model's own addresses are the machines' here; only the keys are made on the machines, and copied as docs/install.md says.
know_keys() {
  local machine made modelled
  for machine in "${machines[@]}"; do
    made=$(inside "$machine" sudo sh -c '"wg pubkey < /etc/wireguard/private.key"')
    modelled=$(sed -n 's/^  key: //p' "$dist/hosts/$machine.yaml")
    sed -i "s|$modelled|$made|" "$dist"/hosts/*.yaml
  done
}

# A pod on each machine, as flannel and kube-proxy wire it, and a container that Docker publishes.
stand_ins() {
  local machine
  script core-prod hosts/rehearsal/container.sh
  neighbour
  for machine in "${machines[@]}"; do pod "$machine"; done
  sleep 1
}
