#!/usr/bin/env bash
# docs/install.md, followed: its commands are run as they stand, with the addresses of the rehearsal. Sourced by `run`.
# shellcheck disable=SC2154

# What the machines are told in each phase, of a copy of this repository.
models() {
  local copy=$work/copy
  rm -rf "$copy" "$work/models"
  mkdir -p "$copy" "$work/models"
  git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from=- --ignore-failed-read | tar --extract --directory "$copy"
  ln -sfn "$PWD/node_modules" "$copy/node_modules"
  node hosts/rehearsal/models.mjs "$copy" "$work/models" || fail 'no dist/ can be synthesized'
  rm -rf "$work/safe"
  node hosts/rehearsal/safe.mjs "$copy" "$work/safe" "$work/models/1/report/existing-secrets.json" || fail 'no secrets can be made'
}

# tell NAME: what the machines are told from now on, with the keys that they have.
tell() {
  rm -rf "$dist"
  cp -r "$work/models/$1" "$dist"
}

# commands N: what the page tells its reader to type in step N.
commands() {
  local typed
  typed=$(awk -v heading="## $1." 'index($0, "## ") == 1 { here = index($0, heading) == 1 } /^```/ { block = here && /^```console$/; next } block' docs/install.md)
  [[ -n $typed ]] || fail "docs/install.md has no commands in step $1"
  echo "$typed"
}

# follow NAME N: each of them, and how it ended.
follow() {
  local line turn=0
  while IFS= read -r line; do
    turn=$((turn + 1))
    line=${line//\/media\/safe/$work\/safe}
    echo "  \$ $line"
    case $line in
      play\ hosts/dkim.yaml) echo '  (not here: it asks Mailcow itself)' ;;
      play\ *)
        # shellcheck disable=SC2086 # Its words.
        runs "$1-$turn" ${line#play }
        ;;
      *ssh\ debian@CORE-PROD*)
        # What lays Secrets down: the pipe's first half in the copy, its second in the machine.
        (cd "$work/copy" && bash -c "${line%%| ssh*}") >"$work/laid.yaml" || fail "'$line' did not end well"
        inside core-prod "${line##*debian@CORE-PROD }" <"$work/laid.yaml" || fail "'$line' did not end well"
        fact secretsLaidDown "$(grep --count '^kind: Secret$' "$work/laid.yaml")"
        ;;
      *) fail "nobody knows how to follow '$line'" ;;
    esac
  done < <(commands "$2")
}

# look MACHINE: what the page says to look at after step 5, where it can be seen here.
look() {
  local row command
  while IFS= read -r row; do
    command=${row#*\`} command=${command%%\`*}
    # The local API is on one machine.
    [[ $command != *cscli* || $1 == core-prod ]] || continue
    inside "$1" "$command" >"$work/look.log" 2>&1 || { tail -5 "$work/look.log"; fail "'$command' on $1, which docs/install.md says to look at, fails"; }
    [[ -s $work/look.log ]] || fail "'$command' on $1 shows nothing"
  done < <(awk '/^## 5\./ { here = 1; next } /^## / { here = 0 } here && /^\| `sudo/' docs/install.md)
}
