#!/bin/bash
# What uyoop-backup, uyoop-restore, uyoop-prune and uyoop-cold-copy have in common. Each works on one folder, BACKUP_FOLDER
# (default /etc/uyoop/backup):
#   config.json   dist/hosts/backup/<machine>.json
#   password      of the repository
#   credentials   S3 keys as AWS's programs read them: [backup] for the repository, and one for each bucket that is copied
# A secret stands in no argument and in no environment: only the paths of these files do.

folder=${BACKUP_FOLDER:-/etc/uyoop/backup}
config=$folder/config.json

# For jq: restic writes times in the zone of whoever saved; `seconds` counts them from 1970, and `state` reads a snapshot's tag.
# shellcheck disable=SC2034
reading_snapshots='def seconds: (.[0:19] + "Z" | fromdate) - (if endswith("Z") then 0
  else (if .[-6:-5] == "-" then -1 else 1 end) * ((.[-5:-3] | tonumber) * 3600 + (.[-2:] | tonumber) * 60) end);
  def state: .tags // [] | map(select(startswith("state=")) | .[6:]) | first // "?";'

say() { printf '%s %s\n' "$(date -u +%FT%TZ)" "$*" >&2; }
die() {
  say "$*"
  exit 1
}

# What the contract says: `ask .machine`.
ask() { jq --exit-status --raw-output "$@" "$config"; }

# A secret that others can read is none.
secret() {
  [[ -f $1 ]] || die "$1 is not there: lay it down with mode 0600"
  local mode
  mode=$(stat --format=%a "$1")
  [[ $mode == [46]00 ]] || die "$1 has the mode $mode, so that others read it: chmod 600 $1"
}

# The contract and the password, which everything needs.
open_contract() {
  [[ -f $config ]] || die "$config is not there: copy dist/hosts/backup/<machine>.json to it"
  ask .machine >/dev/null 2>&1 || die "$config is not what synth writes to dist/hosts/backup/"
  secret "$folder/password"
  unset RESTIC_PASSWORD RESTIC_PASSWORD_COMMAND
  export RESTIC_PASSWORD_FILE=$folder/password RCLONE_CONFIG=/dev/null
}

# open_repository [PROFILE]: where restic and rclone find the repository. The credential is PROFILE's, default `backup`.
open_repository() {
  open_contract
  secret "$folder/credentials"
  unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
  AWS_PROFILE=${1:-backup}
  AWS_DEFAULT_REGION=$(ask .repository.region)
  RESTIC_REPOSITORY=s3:$(ask '.repository | "\(.endpoint)/\(.bucket)/\(.prefix)"')
  export AWS_PROFILE AWS_DEFAULT_REGION RESTIC_REPOSITORY
  export AWS_SHARED_CREDENTIALS_FILE=$folder/credentials
  remote REPOSITORY "$AWS_PROFILE" .repository
}

# remote NAME PROFILE FILTER: rclone knows as NAME: the place that FILTER picks from the contract.
remote() {
  local name=RCLONE_CONFIG_$1 place endpoint region
  place=$(ask --compact-output "$3")
  endpoint=$(jq --raw-output .endpoint <<<"$place")
  region=$(jq --raw-output .region <<<"$place")
  export "${name}_TYPE=s3" "${name}_PROVIDER=Other" "${name}_ENV_AUTH=true" "${name}_PROFILE=$2" "${name}_NO_CHECK_BUCKET=true"
  # A look at what was just written would ask for its version, which the writer may not see; its checksum goes with it anyway.
  export "${name}_NO_HEAD=true"
  export "${name}_SHARED_CREDENTIALS_FILE=$folder/credentials" "${name}_ENDPOINT=$endpoint" "${name}_REGION=$region"
}

# within SECONDS COMMAND…: a server that answers so slowly is one that does not.
within() {
  local status=0
  timeout --kill-after=30 "$1" "${@:2}" || status=$?
  [[ $status != 124 ]] || say "${2##*/} ${3-} did not end within $1 s"
  return "$status"
}

# Opens the repository, or says why not. Nobody makes one by the way: where one was and is no more, that is the news.
opens() {
  local said
  said=$(within "${1:-900}" restic cat config --no-lock 2>&1 >/dev/null) && return
  say "the repository $RESTIC_REPOSITORY does not open: ${said//$'\n'/; }"
  return 1
}

# Writes standard input to a file that is whole at every instant.
whole() {
  local draft=$1.new
  cat >"$draft" && chmod "${2:-0600}" "$draft" && sync "$draft" && mv "$draft" "$1" && return
  rm -f "$draft"
  return 1
}

# witness LINE PATH…: what must come back, in a few words: LINE, and what some of the files hold that lie there now, the same ones
# from run to run. A file that is written while it is saved is known by its time.
witness() {
  local path line=$1 found=()
  shift
  (($# == 0)) || mapfile -t -d '' found < <({ find "$@" -type f -size -16M -print0 2>/dev/null || true; } \
    | LC_ALL=C sort --zero-terminated | shuf --zero-terminated --head-count=16 --random-source=<(yes))
  for path in "${found[@]}"; do
    jq --null-input --compact-output --arg path "$path" --arg stat "$(stat --format='%s %Y' -- "$path" 2>/dev/null)" \
      --arg sum "$(sha256sum -- "$path" 2>/dev/null | cut --characters=1-64)" '{path: $path, stat: $stat, sum: ($sum | ltrimstr("\\"))}'
  done | jq --slurp --arg line "$line" '{line: $line, files: map(select(.sum != ""))}'
}

# in_pod FILTER COMMAND [-i]: a command of the state $one in the container that it names, for $patience seconds at most. crictl works on agents as well.
in_pod() {
  local place pod container word input=() labels=() words=()
  place=$(jq --compact-output "$1.pod" <<<"${one:?}")
  while IFS= read -r label; do labels+=(--label "$label"); done \
    < <(jq --raw-output '.labels | to_entries[] | "\(.key)=\(.value)"' <<<"$place")
  pod=$(k3s crictl pods --quiet --state ready --namespace "$(jq --raw-output .namespace <<<"$place")" "${labels[@]}" | head -n 1)
  [[ -n $pod ]] || { say "no pod is ready with ${labels[*]}" && return 1; }
  container=$(k3s crictl ps --quiet --state running --pod "$pod" --name "^$(jq --raw-output .container <<<"$place")\$" | head -n 1)
  [[ -n $container ]] || { say "no container runs in the pod with ${labels[*]}" && return 1; }
  # A word may hold lines of its own.
  while IFS= read -r -d '' word; do words+=("$word"); done < <(jq --join-output "$1$2[] + \"\\u0000\"" <<<"$one")
  [[ ${3-} != -i ]] || input=(-i)
  within "${patience:?}" k3s crictl exec "${input[@]}" "$container" "${words[@]}"
}
