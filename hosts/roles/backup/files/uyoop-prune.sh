#!/bin/bash
# Forgets and removes what no tier keeps any longer, and reads the whole structure. It runs on the admin's machine, with the keys
# of the bucket's owner made for the hour: no machine of the platform can delete what it saved.
#   uyoop-prune [--dry-run]
# It refuses, and removes nothing, when something is odd that an attacker or a broken backup would cause: a snapshot from the
# future (all others would be too old beside it), or a state whose newest snapshot is late (it may be the last good one).
# jq's variables are not the shell's, and some of the shell's are the library's.
# shellcheck disable=SC2016,SC2034,SC2154
set -euo pipefail
umask 077
# shellcheck source=lib.sh
. "${BACKUP_LIBRARY:-/usr/local/lib/uyoop/backup.sh}"

dry=()
case ${1-} in
  '') ;;
  --dry-run) dry=(--dry-run) ;;
  *) sed -n '2,6s/^# \{0,1\}//p' "$0" >&2 && exit 64 ;;
esac

# What would make forgetting wrong, a line each.
oddities() {
  jq --raw-output --null-input --slurpfile all <(printf '%s' "$1") --slurpfile contract "$config" "$reading_snapshots"'
    now as $now | $contract[0] as $contract
    | [$all[0][] | {id: .id[0:8], second: (.time | seconds), state: state}] as $known
    | ($known[] | select(.second > $now + 600) | "snapshot \(.id) is of \(.second | todate), which is not yet"),
      ($contract.states[] | select(.bucket | not) | . as $state | "\(.namespace)/\(.volume)" as $name
        | ([$known[] | select(.state == $name) | .second] | max) as $last
        | select($last == null or $last < $now - $contract.tiers[$state.tier].maximumAgeHours * 3600)
        | "\($name): its newest snapshot is \(if $last then "of " + ($last | todate) else "not there" end), which is late")'
}

open_repository backup
all=$(restic snapshots --json) || die 'the repository does not open'
odd=$(oddities "$all") || die 'its snapshots cannot be read'
[[ -z $odd ]] || die "nothing was removed: ${odd//$'\n'/; }"
restic unlock --quiet >&2
# By time and not by count: whoever may write could push good snapshots out with many new ones.
while read -r tier daily weekly monthly; do
  keep=(--keep-within 2d --keep-within-weekly "$((weekly * 7))d" --keep-within-monthly "${monthly}m")
  ((daily == 0)) || keep+=(--keep-within-daily "${daily}d")
  restic forget "${dry[@]}" --quiet --tag "tier=$tier" --group-by host,tags "${keep[@]}" >&2
done < <(ask '.tiers | to_entries[] | "\(.key) \(.value.keep | "\(.daily) \(.weekly) \(.monthly)")"')
restic prune "${dry[@]}" --quiet >&2
restic check --quiet >&2
say "$(ask .machine): $(restic snapshots --json | jq length) of $(jq length <<<"$all") snapshots are kept"
