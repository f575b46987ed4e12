#!/bin/bash
# `npm run drill:age [FOLDER]`: fails when the newest complete drill of drills/ is older than six months, or there is none. A drill is what
# `npm run drill` did on machines; a rehearsal stands in for machines and pods, is named beside it, and never counts as one.
#   --metric   prints the drill's day for Prometheus instead, and never fails
set -euo pipefail
metric=''
[[ ${1-} != --metric ]] || { metric=1 && shift; }
folder=${1:-$(dirname "$0")/../drills}

# newest KIND: the day of its newest whole evidence.
newest() {
  { find "$folder" -name '????-??-??*.json' -exec jq --raw-output --arg kind "$1" 'select(.complete == true and .kind == $kind) | .date' {} + 2>/dev/null || true; } \
    | sort | tail -n 1
}

drill=$(newest machines) rehearsal=$(newest rehearsal)
if [[ -n $metric ]]; then
  echo '# HELP uyoop_drill_last_success_timestamp_seconds The day of the last drill that restored everything on machines.'
  echo '# TYPE uyoop_drill_last_success_timestamp_seconds gauge'
  [[ -z $drill ]] || echo "uyoop_drill_last_success_timestamp_seconds $(date --utc --date="$drill" +%s)"
  exit 0
fi
beside="a rehearsal, which does not count: ${rehearsal:-never}"
[[ -n $drill ]] || { echo "no complete drill is in drills/ ($beside): npm run drill" >&2 && exit 1; }
if [[ $drill < $(date --utc --date='6 months ago' +%F) ]]; then
  echo "the last complete drill is of $drill, older than six months ($beside): npm run drill" >&2
  exit 1
fi
echo "the last complete drill is of $drill ($beside)"
