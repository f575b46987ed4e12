#!/bin/bash
# What every state of this machine takes of its disk, saved or not, for the textfile collector. A state that is not there yet has no line.
set -euo pipefail
# shellcheck source=lib.sh
. "${BACKUP_LIBRARY:-/usr/local/lib/uyoop/backup.sh}"

# Sum of all that the patterns of one line lead to. Files come and go while they are counted.
used() {
  local pattern found paths=()
  for pattern in "$@"; do
    mapfile -t found < <(compgen -G "$pattern")
    paths+=("${found[@]}")
  done
  ((${#paths[@]} > 0)) || return 0
  { du --summarize --one-file-system --block-size=1 --total -- "${paths[@]}" 2>/dev/null || true; } | tail -n 1 | cut -f 1
}

{
  echo '# HELP uyoop_volume_used_bytes What a state takes of the disk.'
  echo '# TYPE uyoop_volume_used_bytes gauge'
  while IFS=$'\t' read -r namespace volume paths; do
    IFS='|' read -r -a patterns <<<"$paths"
    bytes=$(used "${patterns[@]}")
    [[ -z $bytes ]] || echo "uyoop_volume_used_bytes{namespace=\"$namespace\",volume=\"$volume\"} $bytes"
  done < <(ask '(.states + .unsaved)[] | select(.bucket | not) | [.namespace, .volume, ((.measured // .paths) | join("|"))] | @tsv')
} | whole "$(ask .textfile)/uyoop-volumes.prom" 0644
