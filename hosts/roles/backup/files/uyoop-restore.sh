#!/bin/bash
# Gets back what uyoop-backup saved, beside what is there; "place" alone puts it where it belongs.
#   uyoop-restore list [--at TIME] [--from DIR]       the newest snapshot of each state
#   uyoop-restore sets [--from DIR]                   what each run saved, and what it could not
#   uyoop-restore state NAMESPACE/VOLUME --to DIR [--at TIME] [--only PATH] [--from DIR]
#   uyoop-restore bucket NAME --to DIR [--from DIR]
#   uyoop-restore load NAMESPACE/VOLUME DUMP          a dump into its running database, over what is there
#   uyoop-restore ready [--at TIME] [--from DIR]      whether every state is there, none older than its tier allows beside the others
#   uyoop-restore place NAMESPACE/VOLUME [--at TIME] [--only PATH] [--from DIR]
#   uyoop-restore shows NAMESPACE/VOLUME              whether what `place` laid down is what was saved
#   uyoop-restore past --to DIR --as-of TIME          the whole repository as its objects were at TIME, for --from
# --at    the newest snapshot that is not younger
# --from  reads a copy on a disk: the cold one, or one that `past` laid down
# place   is for a service that stands still: what was there is put aside as <path>.before-<time>, and a dump is loaded over its
#         running database. PATH is a file as it was saved; it alone is replaced.
# past    is for when somebody has written over or deleted the objects themselves: their versions are under the lock. It needs
#         the keys of the bucket's owner, as [owner] in `credentials`, and a disk that takes all of it.
# TIME is what date(1) reads: '2027-03-01 02:00 UTC', '3 days ago'.
# jq's variables are not the shell's, and some of the shell's are the library's.
# shellcheck disable=SC2016,SC2034,SC2154
set -euo pipefail
umask 077
# shellcheck source=lib.sh
. "${BACKUP_LIBRARY:-/usr/local/lib/uyoop/backup.sh}"

usage() {
  sed -n '2,20s/^# \{0,1\}//p' "$0" >&2
  exit 64
}

# options WORD…: fills to, at, as_of, from, only.
options() {
  while (($# > 0)); do
    (($# > 1)) || usage
    case $1 in
      --to) to=$2 ;;
      --at) at=$(utc "$2") ;;
      --as-of) as_of=$(utc "$2") ;;
      --from) from=$(realpath -- "$2") ;;
      --only) only=$2 ;;
      *) usage ;;
    esac
    shift 2
  done
}

utc() { date --utc --date="$1" +%FT%TZ || die "'$1' is no time: write it as '2027-03-01 02:00 UTC'"; }

# The repository at OVH, or a copy on a disk. Nothing is written to it, and no cache is believed that is younger.
repository() {
  if [[ -n $from ]]; then
    open_contract
    RESTIC_REPOSITORY=$from/restic/$(ask .machine)
    export RESTIC_REPOSITORY
    reading=(--no-lock --no-cache)
    return
  fi
  open_repository backup
  reading=(--no-lock)
}

# snapshots [RESTIC_FLAG…]: those that are asked for, newest first, one line of JSON each.
snapshots() {
  local all
  all=$(restic snapshots "${reading[@]}" --json "$@") || die "the repository $RESTIC_REPOSITORY does not open"
  jq --compact-output --arg at "$at" "$reading_snapshots"'
    map({id, paths, second: (.time | seconds), state: state})
    | map(select($at == "" or .second <= ($at | fromdate))) | sort_by(.second) | reverse[] | . + {time: (.second | todate)}' <<<"$all"
}

list() {
  snapshots | jq --slurp --raw-output 'group_by(.state)[] | max_by(.second) | "\(.time)  \(.id[0:8])  \(.state)"'
}

sets() {
  snapshots --tag state=set | while read -r one; do
    restic dump "${reading[@]}" "$(jq --raw-output .id <<<"$one")" "$(jq --raw-output '.paths[0]' <<<"$one")" \
      | jq --raw-output '"\(.began | todate)  \(.tier)  " + ([.states[] | select(.stale)] as $old
          | if $old == [] then "all \(.states | length) states" else "NOT SAVED: " + ([$old[] | "\(.state) (last: \(.success // 0 | if . == 0 then "never" else todate end))"] | join(", ")) end)'
  done
}

# An empty folder, so that what comes back is what was saved and nothing else.
target() {
  [[ -n $to ]] || usage
  mkdir -p "$to"
  [[ -z $(ls -A "$to") ]] || die "$to is not empty: what comes back would be mixed with it"
}

state() {
  local one id
  target
  one=$(snapshots --tag "state=$1" | head -n 1)
  [[ -n $one ]] || die "no snapshot of $1${at:+ at $at}: uyoop-restore list"
  id=$(jq --raw-output .id <<<"$one")
  restic restore "${reading[@]}" --verify --target "$to" ${only:+--include "$only"} "${also[@]}" "$id" >&2
  say "$1 as it was saved at $(jq --raw-output .time <<<"$one") lies in $to:"
  jq --raw-output --arg to "$to" '.paths[] | $to + .' <<<"$one"
}

bucket() {
  local copies
  target
  copies=${from:+$from/copies/$1}
  copies=${copies:-REPOSITORY:$(ask '.repository | "\(.bucket)/\(.copies)"')/$1}
  rclone copy --checksum --stats 0 "$copies" "$to" >&2
  [[ -n $(ls -A "$to") ]] || die "nothing of the bucket $1 is in $copies"
  rclone check --one-way --stats 0 "$copies" "$to" >&2
  say "$(find "$to" -type f | wc -l) objects of the bucket $1 lie in $to"
}

# Object by object the version that was there at the time. What it brings is proven as far as it goes: every index, every snapshot.
past() {
  [[ -n $as_of ]] || usage
  target
  local machine
  machine=$(ask .machine)
  open_repository owner
  export RCLONE_CONFIG_REPOSITORY_VERSION_AT=$as_of
  rclone copy --stats 0 --exclude '/locks/**' "REPOSITORY:$(ask '.repository | "\(.bucket)/\(.prefix)"')" "$to/restic/$machine" >&2
  rclone copy --stats 0 "REPOSITORY:$(ask '.repository | "\(.bucket)/\(.copies)"')" "$to/copies" >&2
  restic --repo "$to/restic/$machine" check --no-lock --no-cache --quiet >&2
  say "all of $machine as it was at $as_of lies in $to: uyoop-restore list --from $to"
}

# The dump's own database takes it, in the pod that it runs in.
load() {
  local one
  one=$(ask --compact-output --arg name "$1" '.states[] | select("\(.namespace)/\(.volume)" == $name)') || die "the contract has no state $1"
  jq --exit-status .dump.load <<<"$one" >/dev/null || die "$1 has no command that loads a dump: docs/disaster-recovery.md"
  [[ -s $2 ]] || die "$2 is no dump"
  in_pod .dump .proof -i <"$2" >/dev/null || die "$2 is cut: nothing was changed"
  in_pod .dump .load -i <"$2" >&2 || die "$1: its dump did not load"
  say "$1: $2 is loaded"
}

# Beside the newest of all: a machine that burnt down a week ago saved all of it a week ago.
ready() {
  local all late
  all=$(snapshots) || exit 1
  late=$(jq --raw-output --null-input --slurpfile all <(printf '%s' "$all") --slurpfile contract "$config" '$contract[0] as $contract
    | ([$all[].second] | max) as $newest | $contract.states[] | select(.bucket | not) | . as $state | "\(.namespace)/\(.volume)" as $name
    | ([$all[] | select(.state == $name) | .second] | max) as $last
    | select($last == null or $last < $newest - $contract.tiers[$state.tier].maximumAgeHours * 3600)
    | "\($name) (\($last // 0 | if . == 0 then "never" else todate end))"')
  [[ -z $late ]] || die "older than their tier allows: ${late//$'\n'/, }"
  jq --slurp --raw-output '"all " + (map(.state) | unique - ["set", "?"] | length | tostring) + " states are there, the newest of " + (map(.second) | max | todate)' <<<"$all"
}

# swap FROM TO: what is at TO stays beside it.
swap() {
  mkdir -p "$(dirname "$2")"
  [[ ! -e $2 && ! -L $2 ]] || { mv --no-target-directory "$2" "$2.before-$stamp" && say "put aside: $2.before-$stamp"; }
  mv --no-target-directory "$1" "$2"
}

# Where a pattern of the contract leads today; where nothing is, to what it led to when it was saved.
live() {
  local found
  mapfile -t found < <(compgen -G "$1")
  ((${#found[@]} < 2)) || die "$1 leads to ${#found[@]} places: ${found[*]}; leave one"
  printf '%s' "${found[0]:-$2}"
}

place() {
  local one spool witness pattern saved target stamp
  one=$(ask --compact-output --arg name "$1" '.states[] | select("\(.namespace)/\(.volume)" == $name and (.bucket | not))') \
    || die "the contract has no state $1 that can be placed"
  stamp=$(date --utc +%Y%m%dT%H%M%SZ)
  spool=$(ask .state)/restored/${1/\//-}
  mkdir -p "$(ask .state)"
  exec 9>"$(ask .state)/lock"
  flock --nonblock 9 || die 'a backup is running: what it saves must not change under it'
  rm -rf "$spool"
  [[ -z $only ]] || also=(--include "witness/${1/\//-}.json")
  to=$spool
  state "$1" >/dev/null
  witness=$(find "$spool" -path "*/witness/${1/\//-}.json" -type f | head -n 1)
  if jq --exit-status .dump.load <<<"$one" >/dev/null; then
    load "$1" "$(find "$spool" -path "*/dumps/$1.dump" -type f | head -n 1)"
  else
    while IFS= read -r pattern; do lay "$pattern"; done < <(jq --raw-output '.paths[]' <<<"$one")
  fi
  placed "$1"
  rm -rf "$spool"
  [[ -n $only ]] || after "$1"
}

# lay PATTERN: what was saved of it.
lay() {
  saved=$(compgen -G "$spool$1" | head -n 1)
  if [[ -z $saved ]]; then
    [[ -n $only ]] && return
    die "nothing of $1 was saved"
  fi
  target=$(live "$1" "${saved#"$spool"}")
  [[ -z $witness ]] || sed -i "s|\"${saved#"$spool"}|\"$target|" "$witness"
  if [[ -z $only ]]; then swap "$saved" "$target"; elif [[ $only == "${saved#"$spool"}"* ]]; then
    swap "$spool$only" "$target${only#"${saved#"$spool"}"}"
  fi
}

placed() {
  [[ -n $witness ]] || { say "$1 was saved without a witness: nothing shows which run came back" && return; }
  mkdir -p "$(ask .state)/placed"
  jq --arg only "$only" 'if $only == "" then . else .files |= map(select(.path | endswith($only))) end' "$witness" \
    | whole "$(ask .state)/placed/${1/\//-}.json"
}

after() {
  local command
  command=$(jq --raw-output '.after // empty' <<<"$one")
  [[ -z $command ]] || bash -c "$command" >&2 || die "$1 lies in its place, but this failed: $command"
  say "$1 is in its place"
}

# A file that bears another time than when it was saved was written since, or while it was saved: it shows nothing either way.
shows() {
  local one witness line told path stat sum same=0 other=0
  one=$(ask --compact-output --arg name "$1" '.states[] | select("\(.namespace)/\(.volume)" == $name)') || die "the contract has no state $1"
  witness=$(ask .state)/placed/${1/\//-}.json
  [[ -f $witness ]] || die "$1 was not placed here"
  line=$(jq --raw-output .line "$witness")
  if [[ -n $line ]]; then
    told=$(in_pod .dump .planted) || die "$1: its database does not answer"
    [[ $told == "$line" ]] || die "$1: its database says '$told', and what was saved says '$line'"
    same=1
  fi
  while IFS=$'\t' read -r stat sum path; do
    if [[ $(stat --format='%s %Y' -- "$path" 2>/dev/null) != "$stat" ]]; then other=$((other + 1)) && continue; fi
    [[ $(sha256sum <"$path" | cut --characters=1-64) == "$sum" ]] || die "$1: $path is not what was saved"
    same=$((same + 1))
  done < <(jq --raw-output '.files[] | "\(.stat)\t\(.sum)\t\(.path)"' "$witness")
  ((same > 0 && same >= other)) || die "$1: only $same of $((same + other)) witnesses are as they were saved"
  echo "$1: $same of $((same + other)) witnesses say that it is as it was saved"
}

(($# > 0)) || usage
command=$1
shift
to='' at='' as_of='' from='' only='' also=() reading=() patience=86400
case $command in
  list | sets | past | ready) options "$@" ;;
  state | bucket | place)
    (($# > 0)) || usage
    options "${@:2}"
    ;;
  load) (($# == 2)) || usage ;;
  shows) (($# == 1)) || usage ;;
  *) usage ;;
esac
[[ $command == load || $command == past || $command == shows ]] || repository
"$command" "$@"
