#!/bin/bash
# Gets back what uyoop-backup saved, beside what is there: it never writes over a state by itself.
#   uyoop-restore list [--at TIME] [--from DIR]       the newest snapshot of each state
#   uyoop-restore sets [--from DIR]                   what each run saved, and what it could not
#   uyoop-restore state NAMESPACE/VOLUME --to DIR [--at TIME] [--only PATH] [--from DIR]
#   uyoop-restore bucket NAME --to DIR [--from DIR]
#   uyoop-restore load NAMESPACE/VOLUME DUMP          a dump into its running database, over what is there
#   uyoop-restore past --to DIR --as-of TIME          the whole repository as its objects were at TIME, for --from
# --at    the newest snapshot that is not younger
# --from  reads a copy on a disk: the cold one, or one that `past` laid down
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
  sed -n '2,13s/^# \{0,1\}//p' "$0" >&2
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
  restic restore "${reading[@]}" --verify --target "$to" ${only:+--include "$only"} "$id" >&2
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

(($# > 0)) || usage
command=$1
shift
to='' at='' as_of='' from='' only='' reading=() patience=86400
case $command in
  list | sets | past) options "$@" ;;
  state | bucket)
    (($# > 0)) || usage
    options "${@:2}"
    ;;
  load) (($# == 2)) || usage ;;
  *) usage ;;
esac
[[ $command == load || $command == past ]] || repository
"$command" "$@"
