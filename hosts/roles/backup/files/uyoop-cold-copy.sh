#!/bin/bash
# The copy that no network reaches for long: pulls every snapshot to a disk of the admin's, proves it there, and tells its age.
#   uyoop-cold-copy pull DIR   the repository into DIR/restic/<machine>, the copied buckets into DIR/copies
#   uyoop-cold-copy age DIR    exit 1 when a pull is older than 31 days, or what it holds of a state was late when it was pulled
# Each blob is read with the password and sealed again: what was written over at OVH ends the pull, and changes nothing here.
# Nothing is ever deleted from DIR: when the disk is full, begin another.
# jq's variables are not the shell's, and some of the shell's are the library's.
# shellcheck disable=SC2016,SC2034,SC2154
set -euo pipefail
umask 077
# shellcheck source=lib.sh
. "${BACKUP_LIBRARY:-/usr/local/lib/uyoop/backup.sh}"

usage() {
  sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
  exit 64
}

pull() {
  open_repository backup
  local cold=$1/restic/$machine from=$RESTIC_REPOSITORY
  mkdir -p "$cold" "$1/copies"
  exec 9>"$1/lock"
  flock --nonblock 9 || die "another pull holds $1/lock"
  export RESTIC_FROM_REPOSITORY=$from RESTIC_FROM_PASSWORD_FILE=$RESTIC_PASSWORD_FILE RESTIC_REPOSITORY=$cold
  [[ -f $cold/config ]] || restic init --quiet --from-repo "$from" --copy-chunker-params >&2
  restic unlock --quiet >&2
  restic copy --quiet --from-repo "$from" >&2 || die "not everything of $from could be read: what lies in $cold is as it was"
  rclone copy --checksum --fast-list --stats 0 --backup-dir "$1/replaced/$(date -u +%Y%m%dT%H%M%SZ)" \
    "REPOSITORY:$(ask '.repository | "\(.bucket)/\(.copies)"')" "$1/copies" >&2
  # Another third each time, by the week.
  restic check --quiet --read-data-subset="$(($(date +%s) / 604800 % 3 + 1))/3" >&2
  local last
  last=$(restic snapshots --json | jq --compact-output "$reading_snapshots"'
    map({state: state, second: (.time | seconds)}) | group_by(.state) | map(max_by(.second))')
  jq --null-input --argjson now "$(date +%s)" --argjson last "$last" '{pulled: $now, last: $last}' | whole "$1/$machine.json"
}

age() {
  local record=$1/$machine.json
  [[ -f $record ]] || die "$1 holds no whole pull of $machine"
  jq --raw-output '"pulled " + (.pulled | todate), (.last[] | "  \(.second | todate)  \(.state)")' "$record"
  # A day of grace: what is saved by the hour may have been saved just after.
  local late
  late=$(jq --raw-output --slurpfile contract "$config" '.pulled as $pulled | .last as $last | $contract[0] as $contract
    | $contract.states[] | select(.bucket | not) | . as $state | "\(.namespace)/\(.volume)" as $name
    | ([$last[] | select(.state == $name) | .second] | max) as $time
    | select($time == null or $time < $pulled - ($contract.tiers[$state.tier].maximumAgeHours + 24) * 3600) | $name' "$record")
  [[ -z $late ]] || die "late when they were pulled: ${late//$'\n'/, }"
  (($(date +%s) - $(jq .pulled "$record") < 31 * 86400)) || die 'older than 31 days: pull again'
}

(($# == 2)) || usage
machine=$(ask .machine)
mkdir -p "$2"
case $1 in
  pull)
    pull "$2"
    age "$2"
    ;;
  age) age "$2" ;;
  *) usage ;;
esac
