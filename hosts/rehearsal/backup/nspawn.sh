#!/bin/bash
# One Debian machine that systemd boots, for `machine`. Sourced. It is thrown away with everything on it, and comes up empty again.
# shellcheck disable=SC2029,SC2034,SC2154

namespace=uyb-machine
packages=systemd,systemd-sysv,dbus,libpam-systemd,openssh-server,python3,python3-apt,sudo,iproute2,procps,tzdata,jq,rclone,restic,sqlite3,mariadb-server

tree() {
  [[ -d $cache/uyoop-restore/$packages ]] && return
  mkdir -p "$cache/uyoop-restore"
  rm -rf "$cache/uyoop-restore/tree.part"
  mmdebstrap --quiet --variant=minbase --include="$packages" bookworm "$cache/uyoop-restore/tree.part" >"$work/tree.log" 2>&1 \
    || skip "no tree of Debian can be made here ($(tail -n 1 "$work/tree.log"))"
  mv "$cache/uyoop-restore/tree.part" "$cache/uyoop-restore/$packages"
}

wire() {
  ip netns add $namespace
  ip link add uyb-out type veth peer name eth0 netns $namespace
  ip address add "$net.1/24" dev uyb-out
  ip link set uyb-out up
  ip -n $namespace link set lo up
  ip -n $namespace link set eth0 up
  ip -n $namespace address add "$net.2/24" dev eth0
  ssh-keygen -q -t ed25519 -N '' -f "$work/key"
}

unwire() {
  ip link delete uyb-out 2>/dev/null || true
  ip netns delete $namespace 2>/dev/null || true
}

# An empty machine: Debian, an account with sudo, and what stands for K3s.
plant() {
  local at=$work/machine
  rm -rf "$at"
  cp -a "$cache/uyoop-restore/$packages" "$at"
  echo core-prod >"$at/etc/hostname"
  printf '127.0.0.1 localhost core-prod\n' >"$at/etc/hosts"
  : >"$at/etc/machine-id"
  chroot "$at" useradd --create-home --shell /bin/bash --groups sudo debian
  echo 'debian ALL=(ALL) NOPASSWD:ALL' >"$at/etc/sudoers.d/90-debian"
  install -d -m 700 "$at/home/debian/.ssh"
  cp "$work/key.pub" "$at/home/debian/.ssh/authorized_keys"
  chroot "$at" chown -R debian:debian /home/debian/.ssh
  mkdir -p "$at/srv/rehearsal/clients" "$at/var/lib/node-exporter/textfile" "$at/var/backups/k3s" "$at/var/lib/rancher/k3s/storage"
  install -m 755 "$here/k3s" "$at/usr/local/bin/k3s"
  echo none >"$at/srv/rehearsal/root-password"
  local client
  for client in mysql mysqldump; do
    printf '#!/bin/bash\nexec /usr/bin/%s --no-defaults --socket=/run/mysqld/mysqld.sock "$@"\n' "${client/mysql/mariadb}" >"$at/srv/rehearsal/clients/$client"
  done
  sed -i 's/mariadbdump/mariadb-dump/' "$at/srv/rehearsal/clients/mysqldump"
  chmod 755 "$at"/srv/rehearsal/clients/*
}

boot() {
  plant
  rm -f "$work/known"
  SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 setsid systemd-nspawn --quiet --boot --register=no --keep-unit --directory="$work/machine" --machine=uyb-machine \
    --network-namespace-path="/run/netns/$namespace" --resolv-conf=off --console=pipe >>"$work/machine.log" 2>&1 </dev/null &
  echo $! >"$work/machine.pid"
  until_it inside true || skip "systemd-nspawn boots no machine here ($(tail -n 1 "$work/machine.log"))"
  until_it inside sudo mariadb -e "'select 1'" || fail 'no MariaDB runs on the machine'
}

halt() {
  local pid
  [[ -f $work/machine.pid ]] || return 0
  pid=$(<"$work/machine.pid")
  kill -TERM "$pid" 2>/dev/null || true
  for _ in {1..60}; do kill -0 "$pid" 2>/dev/null || break; sleep 0.5; done
  kill -KILL "$pid" 2>/dev/null || true
  rm -f "$work/machine.pid"
}

ssh_words=(-i "$work/key" -o ConnectTimeout=5 -o StrictHostKeyChecking=accept-new -o "UserKnownHostsFile=$work/known" -o LogLevel=ERROR)
inside() { ssh "${ssh_words[@]}" "debian@$net.2" "$@" </dev/null; }

# dist/ with this machine alone: three of its states, of each kind one, and of the drill the steps that they are in.
scratch_dist() {
  mkdir -p "$work/dist/hosts/backup"
  cp dist/hosts/core-prod.yaml "$work/dist/hosts/"
  jq --arg endpoint "http://$s3_address:$s3_port" '.repository.endpoint = $endpoint
    | .states |= map(select(.volume | IN("ghost-content", "ghost-database", "core-prod-k3s-datastore"))) | .unsaved = []' \
    dist/hosts/backup/core-prod.json >"$work/dist/hosts/backup/core-prod.json"
  jq '.steps |= map(select(.id | IN("ground/core-prod", "volumes/core-prod", "service/prod-web/ghost", "end"))
      | .run |= map(gsub("--tags base[^ ]*"; "--tags backup") | gsub("restore_states=[^ ]*"; "restore_states=machine/core-prod-k3s-datastore,prod-web/ghost-content"))
      | .shows |= map(select(.run | test("curl") | not) | select(.run | test("uyoop-restore shows") | not) // select(.run | test("ghost-|k3s-datastore"))))' \
    dist/hosts/drill.json >"$work/dist/hosts/drill.json"
  cat >"$work/dist/hosts/inventory.yaml" <<END
all:
  vars:
    ansible_user: debian
    ansible_ssh_private_key_file: $work/key
    ansible_ssh_common_args: -o UserKnownHostsFile=$work/known -o StrictHostKeyChecking=accept-new
  hosts: { core-prod: { ansible_host: $net.2 } }
  children: { server: { hosts: { core-prod: {} } }, agent: {}, mail: {} }
END
}

playbook() {
  ANSIBLE_CONFIG=$PWD/hosts/ansible.cfg ANSIBLE_NOCOLOR=1 ANSIBLE_HOME=$work/ansible ansible-playbook --inventory "$work/dist/hosts/inventory.yaml" \
    "hosts/$1" "${@:2}" >"$work/play.log" 2>&1 || fail "$1: $(grep --after-context=8 '^fatal' "$work/play.log" | head -n 12)"
}

units() {
  inside sudo systemd-analyze verify '/etc/systemd/system/uyoop-*' || fail 'systemd does not take the units'
  inside systemctl is-active --quiet uyoop-backup@hourly.timer uyoop-backup@daily.timer uyoop-volumes.timer || fail 'a timer does not run'
  inside sudo systemctl start uyoop-volumes || fail 'what measures the volumes fails'
  holds 'units, timers and scripts are on the machine'
}

content=/var/lib/rancher/k3s/storage/pvc-1_prod-web_ghost-content
datastore=/var/lib/rancher/k3s/server

seeds() {
  inside "sudo bash -c 'mkdir -p $content/images/2026 $datastore/db $datastore/tls && head -c 400000 /dev/urandom >$content/images/2026/a.png && head -c 90000 /dev/urandom >$content/settings
    head -c 40 /dev/urandom | base64 >$datastore/token && head -c 400 /dev/urandom >$datastore/tls/ca.key && chown -R 1000:1000 $content
    sqlite3 $datastore/db/state.db \"create table kine(id integer primary key, value blob); insert into kine values (1, randomblob(4000))\"
    mariadb -e \"create database ghost; use ghost; create table ghost.posts select seq as id, sha2(rand(), 256) as word from seq_1_to_500\"'"
}

# All that was seeded, in a few lines: owners and modes too.
digests() {
  inside "sudo bash -c 'cd $content && find . -type f -printf \"%m %U %p \" -exec sha256sum {} \\; | sort
    sha256sum $datastore/token $datastore/tls/ca.key
    sqlite3 $datastore/db/state.db \"select id, hex(value) from kine\" | sha256sum
    mariadb --batch --skip-column-names -e \"select * from ghost.posts order by id\" | sha256sum'"
}

one_service() {
  sleep 2
  point=$(date -u +%FT%TZ)
  sleep 2
  inside "sudo bash -c 'rm $content/settings && mariadb -e \"delete from ghost.posts\"'"
  inside sudo systemctl start uyoop-backup@daily
  inside sudo rm -f /srv/rehearsal/kubectl
  playbook restore.yaml --extra-vars restore_service=prod-web/ghost --extra-vars "restore_at=$point"
  digests >"$work/after"
  diff "$work/before" "$work/after" || fail 'one service came back as something else'
  [[ $(inside head -n 1 /srv/rehearsal/kubectl) == *'"suspend":true'* && $(inside tail -n 1 /srv/rehearsal/kubectl) == *'"suspend":false'* ]] || fail 'the engine was not held'
  holds 'one service as it was before somebody emptied it and it was saved empty, its engine held meanwhile'
}

one_file() {
  inside sudo truncate --size=0 "$content/settings"
  playbook restore.yaml --extra-vars restore_states=prod-web/ghost-content --extra-vars "restore_file=$content/settings" --extra-vars "restore_at=$point"
  inside "sudo bash -c 'test -e $content/settings.before-* && rm $content/settings.before-*'" || fail 'what the file replaced was not put aside'
  digests >"$work/after"
  diff "$work/before" "$work/after" || fail 'one file came back as something else'
  holds 'one file alone, what it replaced put aside'
}
