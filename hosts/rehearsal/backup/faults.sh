#!/bin/bash
# Each way to fail, for `run`. Sourced after steps.sh.
# shellcheck disable=SC1090,SC2016,SC2034,SC2154

# fails_clearly STATE WORDS WHAT: a run fails in those words and the metric of STATE stays; `heals` has the next one save it.
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
      [[ $(digest_of "$work/after$root" "$root/var/lib/rancher/k3s/storage/*_prod-web_ghost-content") == $(digest_of "$root" "$root/var/lib/rancher/k3s/storage/*_prod-web_ghost-content") ]] || fail "after $turn kills another folder came back"
      [[ ! -e $root/state/held && $(tail -n 1 "$work/pauses") == 'nextcloud --off' ]] || fail "after $turn kills Nextcloud is still paused"
    fi
  done
  as_repository restic check --quiet --read-data || fail 'the repository is not whole after the kills'
  mv "$work/host/kept" "$one"
  holds "$1 kills: metrics whole and true each time, every tenth run complete, the repository whole"
}
