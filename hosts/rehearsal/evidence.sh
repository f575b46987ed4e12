#!/usr/bin/env bash
# What a rehearsal leaves behind: each step with its second, how long it took and what was measured in it. Sourced by `run`.
# shellcheck disable=SC2154,SC2016

began=$SECONDS
steps=()
current='' since=0 facts='{}'

step() {
  close_step
  current=$1 since=$SECONDS facts='{}'
  printf '\n== %s (%d s)\n' "$1" $((SECONDS - began))
}

# fact NAME JSON: of the step that goes on.
fact() { facts=$(jq --compact-output --arg name "$1" --argjson value "$2" '.[$name] = $value' <<<"$facts"); }

close_step() {
  [[ -n $current ]] || return 0
  steps+=("$(jq --null-input --compact-output --arg step "$current" --argjson at $((since - began)) --argjson seconds $((SECONDS - since)) \
    --argjson facts "$facts" '{step: $step, at: $at, seconds: $seconds} + $facts')")
  current=''
}

# evidence FILE STATUS: a run that failed says so, and at which step.
evidence() {
  close_step
  printf '%s\n' "${steps[@]}" | jq --slurp --arg date "$(date -u +%FT%TZ)" --arg seed "$seed" --argjson status "$2" --argjson seconds $((SECONDS - began)) \
    --arg kernel "$(uname -r)" --argjson cores "$(nproc)" --arg machines "${all_machines[*]}" --arg programs "$(programs)" \
    '{date: $date, kind: "rehearsal", of: "hosts", complete: ($status == 0), seconds: $seconds, seed: $seed, kernel: $kernel, cores: $cores,
      machines: ($machines | split(" ")), programs: ($programs | split("\n") | map(select(. != ""))), steps: .}' >"$1.new"
  mv "$1.new" "$1"
  echo "  $1"
}

# What ran, by its own word; of the machines, what stands in the tree of the first.
programs() {
  "$cache/venv/bin/ansible" --version | sed -n 1p
  systemd-nspawn --version | sed -n 1p
  local tree=$work/${all_machines[0]}
  [[ ! -d $tree/var/lib/dpkg ]] || chroot "$tree" dpkg-query --show --showformat '${Package} ${Version}\n' \
    systemd openssh-server wireguard-go wireguard-tools ufw nftables docker.io crowdsec crowdsec-firewall-bouncer 2>/dev/null || true
}
