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

listing() { s3 "$1" s3api list-objects-v2 --bucket "uyoop-$1" | jq --raw-output '.Contents[]?.Key'; }

# Everything that the writer's and the buckets' own keys give. What OVH's gateway refuses by its policy is refused here by the same.
attack() {
  local key version object
  sleep 2
  before_attack=$(date -u +%FT%TZ)
  sleep 2
  key=$(listing backup | grep /data/ | head -n 1)
  version=$(s3 owner s3api list-object-versions --bucket uyoop-backup --prefix "$key" | jq --raw-output '.Versions[0].VersionId')
  said='AccessDenied'
  refused 'deleting an object' s3 backup s3api delete-object --bucket uyoop-backup --key "$key"
  refused 'deleting a version' s3 backup s3api delete-object --bucket uyoop-backup --key "$key" --version-id "$version"
  refused 'shortening its lock' s3 backup s3api put-object-retention --bucket uyoop-backup --key "$key" --retention 'Mode=COMPLIANCE,RetainUntilDate=2030-01-01T00:00:00Z'
  refused 'ending versioning' s3 backup s3api put-bucket-versioning --bucket uyoop-backup --versioning-configuration Status=Suspended
  refused 'another policy' s3 backup s3api delete-bucket-policy --bucket uyoop-backup
  refused 'another lock' s3 backup s3api put-object-lock-configuration --bucket uyoop-backup --object-lock-configuration 'ObjectLockEnabled=Enabled'
  refused 'deleting a snapshot by restic' env BACKUP_FOLDER="$work/host" bash -c '. "$BACKUP_LIBRARY"; open_repository backup; timeout 20 restic forget latest || { echo AccessDenied; exit 1; }'
  said='AccessDenied|locked|WORM|Protected'
  refused 'deleting a locked version as the owner' s3 owner s3api delete-object --bucket uyoop-backup --key "$key" --version-id "$version"
  local count=0
  echo 'your files are mine' >"$work/ransom"
  while IFS= read -r object; do mkdir -p "$work/ransomed/${object%/*}" && cp "$work/ransom" "$work/ransomed/$object" && count=$((count + 1)); done < <(listing backup)
  s3 backup s3 cp --only-show-errors --recursive "$work/ransomed" s3://uyoop-backup || fail 'the attacker could not even write: this proves nothing'
  [[ $(s3 owner s3 cp "s3://uyoop-backup/$key" -) == $(<"$work/ransom") ]] || fail 'the attacker wrote over nothing: this proves nothing'
  for bucket in drive mail-archive; do s3 "$bucket" s3 rm --quiet --recursive "s3://uyoop-$bucket"; done
  wipe
  said='does not open'
  refused 'a backup into what was written over' script backup run hourly
  said='does not open|unable to open|Fatal'
  refused 'a list of what was written over' script restore list
  holds "the writer's keys delete nothing; they wrote over $count objects, emptied two buckets, and the machine is wiped"
}

wipe() {
  find "$root/var" "$root/opt" -mindepth 1 -delete
  local database
  for database in ghost mautic dolibarr nextcloud mailcow; do sql -e "drop database $database; create database $database"; done
  pg --username=postgres --command='drop database sonarqube' --command='create database sonarqube owner sonarqube'
}

restored_before_the_attack() {
  as=$work/rescue
  keys_of "$as" backup owner
  cp "$work/host/config.json" "$as/config.json"
  said='403|AccessDenied|Access Denied|Forbidden'
  sed -i 's/^\[owner\]/[kept]/; s/^\[backup\]/[owner]/' "$as/credentials"
  refused "reading old versions with the writer's keys" script restore past --to "$work/stolen" --as-of "$before_attack"
  keys_of "$as" owner
  python3 "$here/dates.py" "$work/s3/versions"
  script restore past --to "$work/past" --as-of "$before_attack" >"$work/past.log" 2>&1 || fail "past: $(tail -n 3 "$work/past.log")"
  all_back "$work/back" --from "$work/past"
  unset as
  holds "all states as they were at $before_attack, byte for byte and row for row, by the owner's keys"
}

# all_back FOLDER FLAG…: restores everything, and compares it with what was recorded.
all_back() {
  local name pattern folder dump began_at
  while read -r name; do
    began_at=$SECONDS
    folder=$1/${name//\//_}
    script restore state "$name" --to "$folder" "${@:2}" >"$work/restore.log" 2>&1 || fail "restore $name: $(tail -n 3 "$work/restore.log")"
    rows+=("$name"$'\t'"$((SECONDS - began_at))")
    while IFS= read -r dump; do
      script restore load "$name" "$dump" >"$work/load.log" 2>&1 || fail "load $name: $(tail -n 3 "$work/load.log")"
    done < <(find "$folder" -name '*.dump')
  done < <(jq --raw-output '.states[] | select(.bucket | not) | "\(.namespace)/\(.volume)"' "$work/host/config.json")
  sql <"$(find "$1/machine_core-prod-mailcow-databases" -name mailcow.sql)"
  while IFS=$'\t' read -r name pattern; do
    # The datastore's copy differs from its file by the journal: it is compared by its rows.
    [[ $pattern == */state.db ]] || same "$name $pattern" "$(digest_of "$1/${name//\//_}$root" "$pattern")"
  done < <(folders)
  same 'cluster state.db' "$(digest_sqlite "$(find "$1/machine_core-prod-k3s-datastore" -name state.db)")"
  for name in ghost mautic dolibarr nextcloud mailcow; do same "database $name" "$(digest_mariadb "$name")"; done
  same 'database sonarqube' "$(digest_postgresql)"
  for name in drive mail-archive; do
    script restore bucket "$name" --to "$1/bucket_$name" "${@:2}" >"$work/restore.log" 2>&1 || fail "bucket $name: $(tail -n 3 "$work/restore.log")"
    same "bucket $name" "$(objects_digest "$1/bucket_$name")"
  done
}

# A bucket keeps no modes.
objects_digest() {
  chmod -R u=rwX,go=rX "$1" && digest_files "$1"
}

same() { [[ ${was[$1]-missing} == "$2" ]] || fail "$1 came back as something else"; }

# Everything where it belongs, on a machine that is empty again: by the command that `hosts/restore.yaml` calls, state by state.
placed_again() {
  local name pattern database witnesses=0
  wipe
  rm -rf "$root/state"
  while read -r name; do
    script restore place "$name" --from "$work/past" >"$work/place.log" 2>&1 || fail "place $name: $(tail -n 3 "$work/place.log")"
    script restore shows "$name" >>"$work/shows.log" 2>&1 || fail "shows $name: $(tail -n 3 "$work/shows.log")"
    witnesses=$((witnesses + 1))
  done < <(jq --raw-output '.states[] | select(.bucket | not) | "\(.namespace)/\(.volume)"' "$work/host/config.json")
  while IFS=$'\t' read -r name pattern; do
    [[ $pattern == */state.db ]] || same "$name $pattern" "$(digest_of "$root" "$pattern")"
  done < <(folders)
  same 'cluster state.db' "$(digest_sqlite "$root/var/lib/rancher/k3s/server/db/state.db")"
  for database in ghost mautic dolibarr nextcloud; do same "database $database" "$(digest_mariadb "$database")"; done
  same 'database sonarqube' "$(digest_postgresql)"
  holds "$witnesses states in their place on an empty machine, each with the witness that its backup planted"
}

# Something else than what was saved, in each way that it can be: the witness must tell.
witness_tells() {
  local one=prod-web/ghost-content path
  sql -e "update witness.saved set line = 'of another run'"
  said="its database says 'of another run'"
  refused 'a database of another run' script restore shows prod-web/ghost-database
  path=$(jq --raw-output '.files[0].path' "$root/state/placed/prod-web-ghost-content.json")
  touch --reference="$path" "$work/when"
  printf 'x' | dd of="$path" conv=notrunc status=none
  touch --reference="$work/when" "$path"
  said='is not what was saved'
  refused 'a file with another content' script restore shows "$one"
  script restore place "$one" --only "$path" --from "$work/past" >"$work/place.log" 2>&1 || fail "one file: $(tail -n 3 "$work/place.log")"
  script restore shows "$one" >/dev/null 2>&1 || fail 'the one file that was placed is not what was saved'
  [[ $(compgen -G "$path.before-*") ]] || fail 'the file that was replaced was not put aside'
  rm "$path".before-*
  script restore place prod-web/ghost-database --from "$work/past" >"$work/place.log" 2>&1 || fail "again: $(tail -n 3 "$work/place.log")"
  holds 'a row of another run and a changed file are told; one file alone comes back beside what was there'
}

# A machine that was placed saves again, into a repository of its own, since the old one is an attacker's.
fresh_world() {
  local path
  mkdir -p "$root/textfile"
  # Mailcow's checkout is the role's to lay down.
  mkdir -p "$root/opt/mailcow-dockerized/helper-scripts"
  cp "$here/mailcow-backup.sh" "$root/opt/mailcow-dockerized/helper-scripts/backup_and_restore.sh"
  sql <"$(find "$root/var/backups/mailcow" -name mailcow.sql)"
  rm -rf "$root/state"
  for path in drive mail-archive; do s3 "$path" s3 cp --quiet --recursive "$work/objects/$path" "s3://uyoop-$path"; done
  jq '.repository.prefix += "-after" | .repository.copies += "-after"' "$work/host/config.json" >"$work/host/next" && mv "$work/host/next" "$work/host/config.json"
  backup init || fail "init anew: $(last_words)"
  backup run hourly || fail "hourly anew: $(last_words)"
  backup run daily || fail "daily anew: $(last_words)"
  holds 'a machine that was empty, its state in its place, saves again'
}

prune_and_cold() {
  local cold=$work/cold snapshots=0
  as=$work/keeper
  keys_of "$as" owner
  sed -i 's/^\[owner\]/[backup]/' "$as/credentials"
  cp "$work/host/config.json" "$as/config.json"
  script cold-copy pull "$cold" >"$work/cold.log" 2>&1 || fail "cold copy: $(tail -n 3 "$work/cold.log")"
  # One that no tier keeps any longer goes, and what it alone held; all others stay, and the repository is whole.
  snapshots=$(as_keeper restic snapshots --json --no-lock | jq length)
  as_repository restic backup --quiet --time '2025-01-01 00:00:00' --host core-prod --tag state=prod-web/ghost-content --tag tier=daily "$work/keys" >/dev/null
  script prune --dry-run >"$work/prune.log" 2>&1 || fail "prune --dry-run: $(tail -n 3 "$work/prune.log")"
  (($(as_keeper restic snapshots --json --no-lock | jq length) == snapshots + 1)) || fail 'a dry run of the prune removed something'
  script prune >"$work/prune.log" 2>&1 || fail "prune: $(tail -n 3 "$work/prune.log")"
  [[ $(as_keeper restic snapshots --json --no-lock | jq --raw-output "length, (map(select(.time < \"2026\")) | length)" | tr '\n' ' ') == "$snapshots 0 " ]] || fail 'the prune left what no tier keeps, or took more'
  as_keeper restic check --quiet --read-data || fail 'the repository is not whole after the prune'
  # A backup that broke, and one from the future: both must stop it.
  said='late'
  jq '.states += [{namespace: "prod-web", volume: "never-saved", tier: "daily", paths: ["/nowhere"]}]' "$work/host/config.json" >"$as/config.json"
  refused 'a prune while a state is late' script prune
  cp "$work/host/config.json" "$as/config.json"
  (BACKUP_FOLDER=$work/host && export BACKUP_FOLDER && . "$BACKUP_LIBRARY" && open_repository backup \
    && restic backup --quiet --time '2033-01-01 00:00:00' --tag state=prod-web/ghost-content --tag tier=daily "$work/keys" >/dev/null)
  said='not yet'
  refused 'a prune beside a snapshot from the future' script prune
  as_keeper restic forget --quiet "$(as_keeper restic snapshots --json --no-lock | jq --raw-output '.[] | select(.time > "2033") | .id')"
  snapshots=$(RESTIC_REPOSITORY=$cold/restic/core-prod RESTIC_PASSWORD_FILE=$as/password restic snapshots --json | jq length)
  RESTIC_REPOSITORY=$cold/restic/core-prod RESTIC_PASSWORD_FILE=$as/password restic restore --quiet --tag state=prod-web/ghost-content --target "$work/from-cold" latest
  same "prod-web/ghost-content $root/var/lib/rancher/k3s/storage/*_prod-web_ghost-content" "$(digest_of "$work/from-cold$root" "$root/var/lib/rancher/k3s/storage/*_prod-web_ghost-content")"
  as=$work/keeper script restore list --from "$cold" >/dev/null 2>&1 || fail 'the cold copy cannot be listed'
  jq '.pulled -= 40 * 86400' "$cold/core-prod.json" >"$cold/next" && mv "$cold/next" "$cold/core-prod.json"
  said='older than 31 days'
  refused 'a cold copy that is too old' script cold-copy age "$cold"
  unset as
  holds "prune removes what no tier keeps and nothing else, by the keys of the bucket's owner, and refuses what is odd; the cold copy of $snapshots snapshots gives back what it holds, and tells its age"
}

# fails_then_heals STATE WORDS: the run fails in those words, STATE's metric stays, and `heal` brings it back.
fails_clearly() {
  local before after status=0
  before=$(metric "$1")
  sleep 1
  : >"$work/backup.log"
  backup run daily || status=$?
  ((status != 0)) || fail "$3: the run called it a success"
  after=$(metric "$1")
  [[ $before == "$after" ]] || fail "$3: the metric of $1 moved"
  grep --quiet --extended-regexp --ignore-case "$2" "$work/backup.log" || fail "$3: no word of '$2': $(last_words)"
}

heals() {
  local before
  before=$(metric "$1")
  backup run daily || fail "$2: the next run fails: $(last_words)"
  (($(metric "$1") > before)) || fail "$2: the metric of $1 stands still"
  holds "$2: a clear error, the metric stands; the next run saves it"
}

fault_dump() {
  touch "$work/cut-mautic-database"
  fails_clearly prod-marketing/mautic-database 'its dump is cut' 'a dump that breaks off'
  local one=prod-web/ghost-content before
  before=$(metric "$one")
  [[ $(jq --raw-output '.states[] | select(.stale) | .state' "$root/state/set-daily.json") == prod-marketing/mautic-database ]] || fail 'the set does not name the stale part alone'
  script restore sets >"$work/sets.log" 2>&1 || fail "sets: $(tail -n 3 "$work/sets.log")"
  grep --quiet 'NOT SAVED: prod-marketing/mautic-database' "$work/sets.log" || fail 'restore does not tell what a set lacks'
  rm "$work/cut-mautic-database"
  (($(date +%s) - before < 120)) || fail 'one dump kept the others from being saved'
  touch "$work/cut-sonarqube-database"
  fails_clearly devops-factory/sonarqube-database 'its dump is cut' 'a PostgreSQL dump that breaks off'
  rm "$work/cut-sonarqube-database"
  heals prod-marketing/mautic-database 'a dump that breaks off'
}

fault_password() {
  echo wrong >"$work/host/password"
  fails_clearly prod-web/ghost-content 'wrong password' 'a wrong password'
  install -m 0600 "$work/password" "$work/host/password"
  heals prod-web/ghost-content 'a wrong password'
}

fault_secret_mode() {
  chmod 0644 "$work/host/password"
  said='others read it'
  refused 'a password that others read' script backup run daily
  chmod 0600 "$work/host/password"
  holds 'a password that others read is refused'
}

fault_full_disk() {
  mkdir -p "$work/small"
  mount -t tmpfs -o size=200k tmpfs "$work/small"
  cp -a "$root/state/states" "$work/small/"
  jq --arg small "$work/small" '.state = $small' "$work/host/config.json" >"$work/host/next" && cp "$work/host/config.json" "$work/host/kept" && mv "$work/host/next" "$work/host/config.json"
  fails_clearly prod-gestion/dolibarr-database 'No space left|its dump failed' 'a full disk'
  umount "$work/small"
  mv "$work/host/kept" "$work/host/config.json"
  heals prod-gestion/dolibarr-database 'a full disk'
}

fault_two_at_once() {
  jq '.lockWaitSeconds = 1' "$work/host/config.json" >"$work/host/next" && cp "$work/host/config.json" "$work/host/kept" && mv "$work/host/next" "$work/host/config.json"
  local first status=0
  script backup run daily >"$work/first.log" 2>&1 &
  first=$!
  sleep 1
  script backup run hourly >"$work/second.log" 2>&1 || status=$?
  [[ $(script backup release 2>&1) == *'a run is going on'* ]] || fail 'two at once: the pause of the first was ended from outside'
  [[ $status == 75 ]] || fail "two at once: the second ended with $status: $(tail -n 2 "$work/second.log")"
  wait "$first" || fail "two at once: the first fails: $(tail -n 2 "$work/first.log")"
  mv "$work/host/kept" "$work/host/config.json"
  script backup run daily >"$work/first.log" 2>&1 &
  first=$!
  script backup run hourly >"$work/second.log" 2>&1 || fail "two at once: the second does not wait: $(tail -n 2 "$work/second.log")"
  wait "$first" || fail "two at once: the first fails: $(tail -n 2 "$work/first.log")"
  holds 'two at once: the second waits, and gives up by name after its time'
}

# An exclusive lock of another machine's dead prune stands for half an hour; the machine's own is swept at once.
fault_stale_lock() {
  local locks dies_locked
  # The gateway keeps a file for each that was deleted: a new one is the lock.
  locks=$work/s3/data/$(ask_host '.repository | "\(.bucket)/\(.prefix)"')/locks
  dies_locked="touch '$work/mark'; sleep 0.1; restic check --read-data >/dev/null 2>&1 & until find '$locks' -type f -newer '$work/mark' | grep --quiet .; do sleep 0.02; done; kill -9 \$!"
  as_repository unshare --uts bash -c "hostname elsewhere; $dies_locked" || true
  (($(as_repository restic list locks --no-lock --quiet | wc -l) > 0)) || fail 'there is no stale lock'
  fails_clearly prod-web/ghost-content 'already locked' 'a stale lock of another machine'
  as_repository restic unlock --remove-all --quiet
  heals prod-web/ghost-content 'a stale lock of another machine'
  as_repository bash -c "$dies_locked" || true
  (($(as_repository restic list locks --no-lock --quiet | wc -l) > 0)) || fail 'there is no stale lock of its own'
  backup run daily || fail "a stale lock of its own: $(last_words)"
  holds 'a stale lock of its own is swept'
}

ask_host() { jq --raw-output "$1" "$work/host/config.json"; }

as_repository() { (BACKUP_FOLDER=$work/host && export BACKUP_FOLDER && . "$BACKUP_LIBRARY" && open_repository backup && "$@"); }

as_keeper() { (BACKUP_FOLDER=$work/keeper && export BACKUP_FOLDER && . "$BACKUP_LIBRARY" && open_repository backup && "$@"); }

# The faults need one state of each kind, and not all of a machine.
fewer_states() {
  jq '.states |= map(select(.volume | IN("ghost-content", "mautic-database", "dolibarr-database", "sonarqube-database", "nextcloud-database",
      "vault-snapshot-data", "drive", "core-prod-mailcow-configuration")))' "$work/host/config.json" >"$work/host/next" && mv "$work/host/next" "$work/host/config.json"
}

fault_pause() {
  touch "$work/no-pods"
  fails_clearly prod-cloud/nextcloud-database 'no pod is ready' 'pods that are not there'
  rm "$work/no-pods"
  heals prod-cloud/nextcloud-database 'pods that are not there'
}

fault_storage() {
  jq '.patienceSeconds = 10' "$work/host/config.json" >"$work/host/next" && cp "$work/host/config.json" "$work/host/kept" && mv "$work/host/next" "$work/host/config.json"
  echo "$1" >"$work/mode"
  fails_clearly prod-web/ghost-content 'did not end within|does not open' "an S3 server that answers with $1"
  echo pass >"$work/mode"
  mv "$work/host/kept" "$work/host/config.json"
  # In the midst of a run as well.
  local one=$work/host/config.json
  jq '.patienceSeconds = 10 | .states |= map(select(.volume == "ghost-content" or .volume == "dolibarr-database"))' "$one" >"$work/host/next" && cp "$one" "$work/host/kept" && mv "$work/host/next" "$one"
  (sleep 3 && echo "$1" >"$work/mode") &
  local switch=$! status=0
  backup run daily || status=$?
  wait "$switch"
  echo pass >"$work/mode"
  mv "$work/host/kept" "$one"
  heals prod-web/ghost-content "an S3 server that answers with $1 (in the midst: exit $status)"
}

# Connections that break at any byte: restic asks again, and what it calls saved is whole.
fault_cut() {
  echo cut >"$work/mode"
  local status=0
  noise 3000000 >"$root/var/lib/rancher/k3s/storage/pvc-0_prod-web_ghost-content/large"
  backup run daily || status=$?
  echo pass >"$work/mode"
  record
  heals prod-web/ghost-content "connections that are cut (exit $status)"
  as_repository restic check --quiet --read-data || fail 'what was saved over cut connections is not whole'
}

# Whatever instant it dies at: the metrics are whole and promise nothing that is not there, and the next run ends well.
killed() {
  local turn pid name promised newest all points one=$work/host/config.json
  cp "$one" "$work/host/kept"
  jq '.states |= map(select(.volume | IN("ghost-content", "mautic-database", "nextcloud-database", "drive")))' "$work/host/kept" >"$one"
  : >"$work/pauses"
  # Tenths of a second. The seed decides them, whatever else draws numbers.
  mapfile -t points < <(RANDOM=$SEED && for ((turn = 0; turn < $1; turn++)); do echo $((RANDOM % 90)); done)
  for ((turn = 1; turn <= $1; turn++)); do
    noise 20000 >"$root/var/lib/rancher/k3s/storage/pvc-0_prod-web_ghost-content/turn"
    BACKUP_FOLDER=$work/host setsid bash "$files/uyoop-backup.sh" run daily >>"$work/killed.log" 2>&1 &
    pid=$!
    sleep "$((points[turn - 1] / 10)).$((points[turn - 1] % 10))"
    kill -"$( ((turn % 3 == 0)) && echo TERM || echo KILL)" -- "-$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    ! grep --quiet --invert-match --extended-regexp '^(#.*|uyoop_backup_[a-z_]+\{namespace="[a-z-]+",volume="[a-z0-9-]+"\} [0-9]+)$' "$root/textfile/uyoop-backup.prom" || fail "turn $turn: half a line of metrics"
    all=$(as_repository restic snapshots --no-lock --json) || fail "turn $turn: the repository does not open"
    while read -r name; do
      promised=$(metric "$name")
      newest=$(jq --arg name "$name" '[.[] | select(.tags // [] | index("state=" + $name)) | .time[0:19] + "Z" | fromdate] | map(select(. < 1900000000)) | max // 0' <<<"$all")
      ((promised <= newest)) || fail "turn $turn: the metric of $name promises $promised, the newest snapshot is of $newest"
    done < <(jq --raw-output '.states[] | select(.bucket | not) | "\(.namespace)/\(.volume)"' "$one")
    if ((turn % 10 == 0)); then
      backup run daily || fail "after $turn kills: $(last_words)"
      rm -rf "$work/after"
      script restore state prod-web/ghost-content --to "$work/after" >"$work/restore.log" 2>&1 || fail "after $turn kills: $(tail -n 2 "$work/restore.log")"
      [[ $(digest_of "$work/after$root" "$root/var/lib/rancher/k3s/storage/*_prod-web_ghost-content") == $(digest_of "" "$root/var/lib/rancher/k3s/storage/*_prod-web_ghost-content" 2>/dev/null || digest_files "$root/var/lib/rancher/k3s/storage/pvc-0_prod-web_ghost-content") ]] || fail "after $turn kills another folder came back"
      [[ ! -e $root/state/held && $(tail -n 1 "$work/pauses") == 'nextcloud --off' ]] || fail "after $turn kills Nextcloud is still paused"
    fi
  done
  as_repository restic check --quiet --read-data || fail 'the repository is not whole after the kills'
  mv "$work/host/kept" "$one"
  holds "$1 kills: metrics whole and true each time, every tenth run complete, the repository whole"
}

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
