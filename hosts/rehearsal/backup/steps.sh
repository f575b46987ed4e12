#!/bin/bash
# What the rehearsal does and holds, for `run`. Sourced. Each assertion ends it with its own words.
# shellcheck disable=SC1090,SC2016,SC2034,SC2154

files=$work/files
steps=()
step() {
  printf '\n== %s (%d s)\n' "$1" $((SECONDS - began))
  steps+=("$((SECONDS - began))"$'\t'"$1")
}

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

held=()
holds() {
  held+=("$1")
  echo "  $1"
}

# keys_of FOLDER PROFILE…: password and credentials as the role lays them down.
keys_of() {
  local profile
  mkdir -p "$1"
  [[ -f $work/password ]] || noise 30 | base64 >"$work/password"
  install -m 0600 "$work/password" "$1/password"
  for profile in "${@:2}"; do sed -n "/^\[$profile\]/,/^aws_secret/p" "$work/keys"; done >"$1/credentials"
  chmod 0600 "$1/credentials"
}

script() { BACKUP_FOLDER=${as:-$work/host} bash "$files/uyoop-$1.sh" "${@:2}"; }
backup() { script backup "$@" >>"$work/backup.log" 2>&1; }
last_words() { tail -n 3 "$work/backup.log"; }

# Seconds of a state's last good backup, as Prometheus reads them.
metric() { sed -n "s|^uyoop_backup_last_success_timestamp_seconds{namespace=\"${1%%/*}\",volume=\"${1#*/}\"} ||p" "$root/textfile/uyoop-backup.prom"; }

# refused WHAT COMMAND…: fails, and says so in the words of `said`.
refused() {
  local status=0
  "${@:2}" >"$work/refused.log" 2>&1 || status=$?
  ((status != 0)) || fail "$1 was allowed"
  grep --quiet --extended-regexp --ignore-case "$said" "$work/refused.log" "$work/backup.log" || fail "$1 failed, but without '$said': $(tail -n 3 "$work/refused.log")"
}

declare -A was
# What everything is, so that what comes back can be compared.
record() {
  local name pattern database
  while IFS=$'\t' read -r name pattern; do was["$name $pattern"]=$(digest_of "$root" "$pattern"); done < <(folders)
  for database in ghost mautic dolibarr nextcloud mailcow; do was["database $database"]=$(digest_mariadb "$database"); done
  was['database sonarqube']=$(digest_postgresql)
  was['cluster state.db']=$(digest_sqlite "$root/var/lib/rancher/k3s/server/db/state.db")
  for name in drive mail-archive; do was["bucket $name"]=$(digest_files "$work/objects/$name"); done
}

# Paths of states that lie still: what a dump writes anew each time is compared by its rows.
folders() { jq --raw-output '.states[] | "\(.namespace)/\(.volume)" as $n | .paths[] | select(test("/var/backups/") | not) | "\($n)\t\(.)"' "$work/host/config.json"; }

# digest_of ABOVE PATTERN: of a folder or file of the machine, found below another root.
digest_of() {
  local path
  path=$(compgen -G "$1${2#"$root"}") || fail "nothing is at $1${2#"$root"}"
  if [[ -d $path ]]; then digest_files "$path"; else sha256sum <"$path" | cut -c1-64; fi
}

first_backup() {
  said='no repository|does not open|specified key|Is there a repository' refused 'a backup without a repository' script backup run hourly
  backup init || fail "init: $(last_words)"
  backup run hourly || fail "hourly: $(last_words)"
  backup run daily || fail "daily: $(last_words)"
  local name
  while read -r name; do [[ -n $(metric "$name") ]] || fail "$name has no metric"; done < <(jq --raw-output '.states[] | "\(.namespace)/\(.volume)"' "$work/host/config.json")
  [[ $(stat --format=%a "$root/textfile/uyoop-backup.prom") == 644 ]] || fail 'the metrics are not world-readable'
  grep --quiet 'content_timestamp_seconds{namespace="security",volume="vault-snapshot-data"}' "$root/textfile/uyoop-backup.prom" || fail 'the age of the content is missing'
  [[ $(<"$work/pauses") == $'nextcloud --on\nnextcloud --off' ]] || fail "Nextcloud was paused as $(tr '\n' ' ' <"$work/pauses")"
  script restore ready >"$work/ready.log" 2>&1 || fail "ready: $(tail -n 2 "$work/ready.log")"
  grep --quiet "all $(jq '[.states[] | select(.bucket | not)] | length' "$work/host/config.json") states are there" "$work/ready.log" || fail "ready says $(tail -n 1 "$work/ready.log")"
  said='older than their tier allows: .*never'
  jq '.states += [{namespace: "prod-web", volume: "never-saved", tier: "daily", paths: ["/nowhere"]}]' "$work/host/config.json" >"$work/host/next" && cp "$work/host/config.json" "$work/host/kept" && mv "$work/host/next" "$work/host/config.json"
  refused 'a drill while a state was never saved' script restore ready
  mv "$work/host/kept" "$work/host/config.json"
  holds "$(jq '.states | length' "$work/host/config.json") states saved, each with its metric; Nextcloud paused once and let go"
}

ask_host() { jq --raw-output "$1" "$work/host/config.json"; }

as_repository() { (BACKUP_FOLDER=$work/host && export BACKUP_FOLDER && . "$BACKUP_LIBRARY" && open_repository backup && "$@"); }

as_keeper() { (BACKUP_FOLDER=$work/keeper && export BACKUP_FOLDER && . "$BACKUP_LIBRARY" && open_repository backup && "$@"); }

rows=()
evidence() {
  local file=${1:-$work/evidence.json} name
  for name in "${!was[@]}"; do printf '%s\t%s\n' "${name/"$root"/}" "${was[$name]}"; done | sort >"$work/digests"
  jq --null-input --arg date "$(date -u +%F)" --arg before "${before_attack-}" --rawfile digests "$work/digests" --arg restic "$(restic version)" \
    --arg mariadb "$(mariadbd --version | sed 's/.*Ver \([^ ]*\).*/\1/')" --arg postgresql "$("$postgresql/postgres" --version)" --arg gateway "versitygw $gateway_version" --arg rclone "$(rclone version | head -n 1)" \
    --argjson steps "$(printf '%s\n' "${steps[@]}" | jq --raw-input --slurp 'split("\n") | map(select(. != "") | split("\t") | {at: (.[0] | tonumber), step: .[1]})')" \
    --argjson held "$(printf '%s\n' "${held[@]}" | jq --raw-input --slurp 'split("\n") | map(select(. != ""))')" \
    --argjson restored "$(printf '%s\n' "${rows[@]}" | jq --raw-input --slurp 'split("\n") | map(select(. != "") | split("\t") | {state: .[0], seconds: (.[1] | tonumber)})')" \
    '{date: $date, kind: "rehearsal", complete: ($before != ""), programs: [$restic, $rclone, "mariadb " + $mariadb, $postgresql, $gateway],
      attackAfter: $before, steps: $steps, held: $held, restored: $restored,
      digests: ($digests | split("\n") | map(select(. != "") | split("\t") | {key: .[0], value: .[1]}) | from_entries)}' >"$file.new"
  mv "$file.new" "$file"
  echo "  $file"
}
