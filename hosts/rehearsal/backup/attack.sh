#!/bin/bash
# The attack, the way back from it, and what the bucket's owner does, for `run`. Sourced after steps.sh.
# shellcheck disable=SC1090,SC2016,SC2034,SC2154

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
