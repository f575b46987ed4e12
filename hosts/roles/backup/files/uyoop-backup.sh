#!/bin/bash
# Saves this machine's state of one tier: dumps first, then files, then buckets, then a look at a part of what is saved.
#   uyoop-backup run TIER   saves it; exit 0 only when all of it is saved
#   uyoop-backup init       makes the repository, once in a machine's life
#   uyoop-backup release    lets go what a killed run still holds still
# Each state is a snapshot of its own. One that fails has none, its line for Prometheus keeps the last good time, so that
# BackupLate speaks; the others are saved all the same. What a run saved and what it could not is itself saved, as its set.
# jq's variables are not the shell's, and some of the shell's are the library's.
# shellcheck disable=SC2016,SC2034,SC2154
set -euo pipefail
umask 077
# shellcheck source=lib.sh
. "${BACKUP_LIBRARY:-/usr/local/lib/uyoop/backup.sh}"

usage() {
  sed -n '2,5s/^# \{0,1\}//p' "$0" >&2
  exit 64
}

# hold PAUSE, and release: a killed run leaves its mark, and the next one lets go first.
hold() {
  local one
  one=$(ask --compact-output --arg pause "$1" '.pauses[$pause]')
  printf '%s\n' "$1" >"$state/held"
  in_pod '' .begin >&2 || { say "$1 does not pause: what it keeps in several places is saved as it goes" && return 1; }
}

release() {
  local one pause patience=300
  [[ -f $state/held ]] || return 0
  pause=$(<"$state/held")
  one=$(ask --compact-output --arg pause "$pause" '.pauses[$pause]') || { rm -f "$state/held" && return 0; }
  in_pod '' .end >&2 || { say "$pause is still paused: uyoop-backup release" && return 1; }
  rm -f "$state/held"
}

# dump FILE: written, then proven whole.
dump() {
  mkdir -p "${1%/*}"
  in_pod .dump .command >"$1" || { say "$name: its dump failed" && return 1; }
  [[ -s $1 ]] || { say "$name: its dump is empty" && return 1; }
  jq --exit-status .dump.proof <<<"$one" >/dev/null || return 0
  in_pod .dump .proof -i <"$1" >/dev/null || { say "$name: its dump is cut" && return 1; }
}

# Folders and files that the patterns of the contract lead to: each pattern to one at least.
places() {
  local pattern found
  while IFS= read -r pattern; do
    mapfile -t found < <(compgen -G "$pattern")
    ((${#found[@]} > 0)) || { say "$name: nothing is at $pattern" && return 1; }
    printf '%s\0' "${found[@]}"
  done < <(jq --raw-output '.paths[]' <<<"$one")
}

# What vanished between restic's list of a folder and its look at the file was deleted, and is no gap.
only_vanished() {
  jq --raw-input --slurp --exit-status '[split("\n")[] | fromjson? | select(type == "object" and .message_type == "error")]
    | length > 0 and all(.error | .Err == 2 or ((.message // .error // "") | tostring | test("no such file or directory")))' "$1" >/dev/null
}

# snapshot PATH…: prints the snapshot's id.
snapshot() {
  local log=$work/restic.log status=0
  within "$patience" restic backup --json --quiet --host "$machine" --tag "state=$name" --tag "tier=$tier" -- "$@" >"$log" 2>&1 || status=$?
  if [[ $status == 3 ]] && only_vanished "$log"; then status=0; fi
  local id
  id=$(jq --raw-input --raw-output 'fromjson? | objects | select(.message_type == "summary") | .snapshot_id' "$log" | tail -n 1)
  if [[ $status == 0 && -n $id ]]; then
    printf '%s\n' "$id"
    return
  fi
  say "$name: restic backup ended with $status: $(tail -c 600 "$log" | tr '\n' ' ')"
  return 1
}

copy_bucket() {
  remote BUCKET "$(jq --raw-output .bucket.profile <<<"$one")" ".states[] | select(\"\(.namespace)/\(.volume)\" == \"$name\") | .bucket"
  local from to
  from=$(jq --raw-output .bucket.bucket <<<"$one")
  to=$(ask '.repository | "\(.bucket)/\(.copies)"')/$volume
  # Never `sync`: what is deleted in the first stays in the second. By checksum: a time can be set by whoever writes.
  within "$patience" rclone copy --checksum --fast-list --retries 2 --stats-log-level NOTICE --stats 0 "BUCKET:$from" "REPOSITORY:$to" >&2 \
    || { say "$name: its copy failed" && return 1; }
}

# The time of the file whose age is the state's, before it is read: never younger than what is saved.
fresh() {
  local file first
  file=$(jq --raw-output '.freshFile // empty' <<<"$one")
  [[ -n $file ]] || return 0
  first=$(places | head --zero-terminated --lines=1 | tr -d '\0')
  stat --format=%Y "$first/$file" || { say "$name: $file is not there" && return 1; }
}

# plant: a line beside the data, so that who restores knows which run came back. Without it the data are saved all the same.
plant() {
  jq --exit-status .dump.plant <<<"$one" >/dev/null || return 0
  local line="$name $run"
  if in_pod .dump .plant -i <<<"$line" >/dev/null; then printf '%s' "$line"; else say "$name: no line was planted: a drill cannot tell this run"; fi
}

# save STATE: in a shell of its own, so that whatever ends it ends nothing else.
save() {
  local one=$1 before began content line id='' spool=$work/dumps/$namespace paths=() kept=()
  began=$(date +%s)
  before=$(jq --raw-output '.before // empty' <<<"$one")
  if [[ -n $before ]]; then within "$patience" bash -c "$before" >&2 || { say "$name: what comes first failed: $before" && return 1; }; fi
  if jq --exit-status .bucket <<<"$one" >/dev/null; then
    copy_bucket || return 1
    recorded "$began" '' ''
    return
  fi
  content=$(fresh) || return 1
  line=$(plant)
  if jq --exit-status .dump <<<"$one" >/dev/null; then
    dump "$spool/$volume.dump" || return 1
    paths+=("$spool/$volume.dump")
  fi
  places >"$work/places" || return 1
  while IFS= read -r -d '' path; do kept+=("$path"); done <"$work/places"
  paths+=("${kept[@]}")
  mkdir -p "$work/witness"
  # A dump is loaded and gone: its line is its witness.
  witness "$line" "${kept[@]}" >"$work/witness/$namespace-$volume.json" || { say "$name: its witness cannot be written" && return 1; }
  id=$(snapshot "${paths[@]}" "$work/witness/$namespace-$volume.json") || return 1
  recorded "$began" "$content" "$id" || return 1
}

# What is known of the last good time, in a file of its own for each state. Its time is the run's begin: nothing younger is saved.
recorded() {
  mkdir -p "$state/states/$namespace"
  jq --null-input --arg began "$1" --arg content "$2" --arg snapshot "$3" \
    '{success: ($began | tonumber), content: ($content | tonumber? // null), snapshot: $snapshot}' | whole "$state/states/$namespace/$volume.json"
}

# Everything that is known of every state, as the textfile collector reads it. On a full disk the old lines stay.
metrics() {
  local text
  text=$(rendered) && whole "$(ask .textfile)/uyoop-backup.prom" 0644 <<<"$text"
}

rendered() {
  echo '# HELP uyoop_backup_last_success_timestamp_seconds When the last good backup of a state began.'
  echo '# TYPE uyoop_backup_last_success_timestamp_seconds gauge'
  lines success uyoop_backup_last_success_timestamp_seconds || return 1
  echo '# HELP uyoop_backup_content_timestamp_seconds When the file that tells the age of a state was last written, as it is saved.'
  echo '# TYPE uyoop_backup_content_timestamp_seconds gauge'
  lines content uyoop_backup_content_timestamp_seconds
}

lines() {
  local namespace volume file
  while read -r namespace volume; do
    file=$state/states/$namespace/$volume.json
    [[ -f $file ]] || continue
    jq --raw-output --arg namespace "$namespace" --arg volume "$volume" --arg name "$2" \
      ".$1 | values | \"\(\$name){namespace=\\\"\(\$namespace)\\\",volume=\\\"\(\$volume)\\\"} \(.)\"" "$file" || return 1
  done < <(ask '.states[] | "\(.namespace) \(.volume)"')
}

# The set: of each state of the tier, what was saved now or which older snapshot stands for it. It is saved beside them.
set_of_run() {
  local namespace volume file=$work/set.json
  while read -r namespace volume; do
    jq --compact-output --arg state "$namespace/$volume" --argjson began "$run" \
      '{state: $state, stale: (.success < $began)} + .' "$state/states/$namespace/$volume.json" 2>/dev/null \
      || jq --null-input --compact-output --arg state "$namespace/$volume" '{state: $state, stale: true, success: null}'
  done < <(ask --arg tier "$tier" '.states[] | select(.tier == $tier) | "\(.namespace) \(.volume)"') \
    | jq --slurp --arg machine "$machine" --arg tier "$tier" --argjson began "$run" '{machine: $machine, tier: $tier, began: $began, states: .}' >"$file"
  whole "$state/set-$tier.json" <"$file"
  local name=set
  snapshot "$state/set-$tier.json" >/dev/null
}

# One part of all that is saved is read back, another each day; over the weeks all of it.
check_part() {
  local parts part
  [[ $(ask .check.tier) == "$tier" ]] || return 0
  parts=$(ask .check.parts)
  part=$((run / 86400 % parts + 1))
  within "$patience" restic check --read-data-subset="$part/$parts" >"$work/check.log" 2>&1 \
    || { say "the look at a part of it failed: $(tail -c 600 "$work/check.log" | tr '\n' ' ')" && return 1; }
}

run() {
  local namespace volume pause current='' failed=() states one name
  ask --arg tier "$tier" '.tiers[$tier]' >/dev/null || die "the contract has no tier '$tier': one of $(ask '.tiers | keys | join(", ")')"
  patience=$(ask --arg tier "$tier" '.patienceSeconds // (.tiers[$tier].maximumAgeHours * 3600)')
  release || true
  opens "$patience" || { metrics && exit 1; }
  # Only what a dead run of this machine left, or what is half an hour old: restic renews a living lock every five minutes.
  within "$patience" restic unlock --quiet >&2 || say 'the locks of dead runs stay'
  mapfile -t states < <(ask --compact-output --arg tier "$tier" '.states[] | select(.tier == $tier)')
  for one in "${states[@]}"; do
    IFS=$'\t' read -r namespace volume pause < <(jq --raw-output '[.namespace, .volume, .pause // ""] | @tsv' <<<"$one")
    name=$namespace/$volume
    if [[ $pause != "$current" ]]; then
      release || failed+=("the end of the pause of $current")
      current=$pause
      [[ -z $pause ]] || hold "$pause" || failed+=("the pause of $pause")
    fi
    if (save "$one"); then say "$name: saved"; else failed+=("$name"); fi
    # What a broken dump left takes no room from the next one.
    rm -rf "$work/dumps"
    metrics || failed+=('the metrics')
  done
  release || failed+=("the end of the pause of $current")
  set_of_run || failed+=('the set')
  check_part || failed+=('the check')
  ((${#failed[@]} == 0)) || die "$tier: NOT saved or not whole: $(printf '%s, ' "${failed[@]}" | sed 's/, $//')"
  say "$tier: all ${#states[@]} states are saved"
}

(($# > 0)) || usage
open_repository backup
machine=$(ask .machine)
state=$(ask .state)
patience=900
mkdir -p "$state"
case $1 in
  run)
    (($# == 2)) || usage
    tier=$2
    # Two tiers may fall on one minute: the second waits. What is read while it is written is no backup.
    exec 9>"$state/lock"
    flock --wait "$(ask '.lockWaitSeconds // 3600')" 9 || { say "another run holds $state/lock: nothing was saved" && exit 75; }
    work=$state/work
    rm -rf "$work"
    mkdir -p "$work"
    trap 'rm -rf "$work"' EXIT
    trap 'say "stopped"; release || true; exit 143' INT TERM
    run=$(date +%s)
    run
    ;;
  init) opens >/dev/null 2>&1 || restic init ;;
  release)
    exec 9>"$state/lock"
    # A run that goes on lets go by itself; to end its pause now would tear what it saves.
    flock --nonblock 9 || { say 'a run is going on: it lets go by itself' && exit 0; }
    release
    ;;
  *) usage ;;
esac
