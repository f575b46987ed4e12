#!/bin/sh
set -u
umask 077
failed=''

# The value of one JSON field on a line of its own, as Vault prints it.
field() { printf '%s\n' "$metadata" | sed -n "s/^ *\"$1\": *\"\{0,1\}\([0-9a-f]*\)\"\{0,1\},\{0,1\}$/\1/p" | head -n 1; }

fail() { echo "FAILED    $path: $1" >&2; return 1; }

# What is there; nothing at all is version 0, and a Vault that does not answer is no empty Vault.
look() {
  metadata=$(vault read -format=json "secret/metadata/$path" 2>&1) && return 0
  case "$metadata" in
    *'No value found'*) metadata='' ;;
    *) fail "cannot read its metadata: $metadata" ;;
  esac
}

mark() {
  for _ in 1 2 3; do
    vault kv metadata patch -mount=secret -custom-metadata="fed-digest=$digest" -custom-metadata="fed-version=$1" "$path" >/dev/null && return 0
    sleep 1
  done
  return 1
}

# Where the path holds a password of the database engine's: hands it over, and that alone.
connect() {
  while read -r of connection key; do
    [ "$of" != "$path" ] || vault write "database/config/$connection" "password=@$folder/$key" >/dev/null </dev/null || return 1
  done <"$CONNECTIONS"
}

feed() {
  path=$1
  shift
  folder="$SECRETS/$path"
  [ -s "$folder/.digest" ] || { fail 'no Secret beside Vault: is it unsealed?'; return 1; }
  digest=$(cat "$folder/.digest")
  lines=$(grep "^$path " "$CONNECTIONS") && digest=$(printf '%s\n' "$digest" "$lines" | sha256sum | cut -c 1-32)
  for key in "$@"; do
    shift
    [ -f "$folder/$key" ] || { fail "its Secret has no key '$key'"; return 1; }
    set -- "$@" "$key=@$folder/$key"
  done
  look || return 1
  version=$(field current_version)
  version=${version:-0}
  ours=$(field fed-version)
  if [ "$version" != "${ours:-0}" ]; then
    echo "left      $path: version $version was not fed from here (last fed: ${ours:-none})"
    return 0
  fi
  [ "$(field fed-digest)" = "$digest" ] && { echo "unchanged $path"; return 0; }
  connect || { fail 'the database engine does not take its password: is the stack of this version applied?'; return 1; }
  vault kv put -mount=secret -cas="$version" "$path" "$@" >/dev/null || { fail 'not written'; return 1; }
  mark $((version + 1)) || { fail "version $((version + 1)) is written but not marked: it counts as a person's now"; return 1; }
  echo "fed       $path: version $((version + 1))"
}

@login@
while read -r line; do
  # shellcheck disable=SC2086 # A path and keys hold neither blanks nor stars.
  [ -z "$line" ] || feed $line </dev/null || failed="$failed ${line%% *}"
done <"$LIST"

[ -z "$failed" ] || { echo "not fed:$failed" >&2; exit 1; }
