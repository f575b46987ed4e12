#!/bin/bash
# `npm run drill:age`: fails when the newest complete drill of drills/ is older than six months, or there is none.
set -euo pipefail
folder=${1:-$(dirname "$0")/../drills}
newest=$({ find "$folder" -name '????-??-??.json' -exec jq --raw-output 'select(.complete == true) | "\(.date) \(.kind)"' {} + 2>/dev/null || true; } | sort | tail -n 1)
[[ -n $newest ]] || { echo 'no complete drill is in drills/: npm run rehearse:backup -- --evidence drills/YYYY-MM-DD.json' >&2 && exit 1; }
read -r date kind <<<"$newest"
if [[ $date < $(date --utc --date='6 months ago' +%F) ]]; then
  echo "the last complete drill ($kind) is of $date, older than six months: docs/disaster-recovery.md" >&2
  exit 1
fi
echo "the last complete drill ($kind) is of $date"
