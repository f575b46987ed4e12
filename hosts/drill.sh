#!/bin/bash
# `npm run drill`: the way back from nothing, step by step as dist/hosts/drill.json says it, and what each step showed.
#   npm run drill -- steps                     prints them
#   npm run drill -- run [--at TIME] [--from DIR] [--again]
# It runs one step after the other, asks a person where only a person can do it, and keeps what was shown, and how long it took, in
# drills/<day>.json. A step that does not show what it must ends the run; `--again` goes on behind the steps that were shown today.
#   --at    restores what was saved until then: '2027-03-01 02:00 UTC', before whoever did it
#   --from  reads a copy that lies on the machines themselves: what `uyoop-restore past` laid down, or the cold copy
# KIT is the folder of the safe: the kit in `kit`, and below `backup` each machine's password and credentials. KIT_IDENTITY='--identity FILE'
# where the kit is encrypted. INVENTORY names other machines than the platform's; such a run is a rehearsal, and does not count as a drill.
set -euo pipefail
cd "$(dirname "$0")/.."
usage() {
  sed -n '2,4s/^# \{0,1\}//p' hosts/drill.sh >&2
  exit 64
}
die() {
  echo "$*" >&2
  exit 1
}

own=dist/hosts/inventory.yaml
export INVENTORY=${INVENTORY:-$own} ANSIBLE_CONFIG=$PWD/hosts/ansible.cfg
export KIT=${KIT-} KIT_IDENTITY=${KIT_IDENTITY-} POINT='' POINT_OF_STATES=''
plan=$(dirname "$INVENTORY")/drill.json
folder=${DRILLS:-drills}
evidence=$folder/$(date -u +%F).json
PATH=$PWD/.venv/bin:$PATH

# What the commands of a step are made of.
play() { ansible-playbook --inventory "$INVENTORY" "$@"; }
on() { ansible "$1" --inventory "$INVENTORY" --become --module-name ansible.builtin.command --args "${*:2}"; }
export -f play on

step() { jq --compact-output --arg id "$1" '.steps[] | select(.id == $id)' "$plan"; }

# Until a person says that it is done. Without one, it is not.
by_hand() {
  local said=''
  [[ -n $1 ]] || return 0
  printf '  by hand: %s\n' "$1"
  read -r -p '  done? [yes] ' said </dev/tty || true
  [[ $said == yes ]]
}

# run_step STEP: exit 0 when all of it was shown. What was said goes to $log.
run_step() {
  local line proof said
  while IFS= read -r line; do
    printf '  %s\n' "$line"
    bash -euo pipefail -c "$line" >>"$log" 2>&1 </dev/null || { tail -n 5 "$log" >&2 && return 1; }
  done < <(jq --raw-output '.run[]' <<<"$1")
  by_hand "$(jq --raw-output '.byHand // ""' <<<"$1")" || return 1
  while IFS= read -r proof; do
    said=$(bash -euo pipefail -c "$(jq --raw-output .run <<<"$proof")" 2>>"$log" </dev/null) || { tail -n 5 "$log" >&2 && return 1; }
    printf '%s\n' "$said" >>"$log"
    grep --quiet --extended-regexp -e "$(jq --raw-output .says <<<"$proof")" <<<"$said" \
      || { echo "  $(jq --raw-output .run <<<"$proof") said: $said" >&2 && return 1; }
    shown+=("$said")
  done < <(jq --compact-output '.shows[]' <<<"$1")
}

# keep STEP SECONDS HELD: into the evidence, which is whole at every instant.
keep() {
  local words
  words=$(printf '%s\n' "${shown[@]}" | jq --raw-input --slurp 'split("\n") | map(select(. != ""))')
  jq --argjson step "$1" --argjson seconds "$2" --argjson held "$3" --argjson shown "$words" --slurpfile plan "$plan" '
    .steps |= map(select(.id != $step.id)) + [{id: $step.id, seconds: $seconds, minutes: $step.minutes,
        inTime: ($seconds <= $step.minutes * 60), held: $held, shown: $shown, byHand: ($step | has("byHand"))}]
    | .complete = ([.steps[] | select(.held) | .id] | contains([$plan[0].steps[].id]))
    | .seconds = ([.steps[].seconds] | add)' "$evidence" >"$evidence.new"
  mv "$evidence.new" "$evidence"
}

begin() {
  local kind=machines
  [[ $INVENTORY == "$own" ]] || kind=rehearsal
  mkdir -p "$folder"
  [[ -z $again || ! -f $evidence ]] || return 0
  [[ ! -f $evidence ]] || die "$evidence is there: --again goes on with it, or move it away"
  jq --null-input --arg date "$(date -u +%F)" --arg kind "$kind" --arg at "$at" --arg commit "$(git rev-parse HEAD 2>/dev/null || true)" \
    '{date: $date, kind: $kind, of: $commit, restoredTo: (if $at == "" then "the latest" else $at end), complete: false, steps: []}' >"$evidence"
}

run() {
  local id one began shown log held
  log=$(mktemp)
  begin
  while IFS= read -r id; do
    ! jq --exit-status --arg id "$id" '.steps[] | select(.id == $id and .held)' "$evidence" >/dev/null || continue
    one=$(step "$id")
    printf '\n== %s (%s minutes): %s\n' "$id" "$(jq .minutes <<<"$one")" "$(jq --raw-output .what <<<"$one")"
    began=$SECONDS shown=() held=true
    run_step "$one" || held=false
    keep "$one" "$((SECONDS - began))" "$held"
    [[ $held == true ]] || die "$id was not shown: see $log and $evidence; then npm run drill -- run --again"
  done < <(jq --raw-output '.steps[].id' "$plan")
  rm -f "$log"
  echo "every step was shown, in $(jq '.seconds / 60 | ceil' "$evidence") minutes: commit $evidence"
}

(($# > 0)) || usage
command=$1 at='' again=''
shift
while (($# > 0)); do
  case $1 in
    --at)
      at=$(date --utc --date="${2-}" +%FT%TZ) || usage
      POINT+=" --extra-vars restore_at=$at" POINT_OF_STATES+=" --at $at"
      shift
      ;;
    --from)
      [[ ${2-} == /* && $2 != *[[:space:]]* ]] || die "--from takes the whole path of a folder on the machines"
      POINT+=" --extra-vars restore_from=$2" POINT_OF_STATES+=" --from $2"
      shift
      ;;
    --again) again=1 ;;
    *) usage ;;
  esac
  shift
done
case $command in
  steps) jq --raw-output '.steps[] | "\(.minutes)\t\(.id)\t\(.what)"' "$plan" ;;
  run) run ;;
  *) usage ;;
esac
