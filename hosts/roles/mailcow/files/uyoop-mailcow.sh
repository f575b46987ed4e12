#!/bin/bash
# Mailcow's own scripts, told what they would ask or find out. They know branches and no tags: they follow the branch `master` of a
# mirror here, which stands at the tag that platform/read-versions.ts pins and moves when that does.
#   uyoop-mailcow pin TAG      moves the mirror, and says `moved` when it did
#   uyoop-mailcow has TAG      whether the working copy has it
#   uyoop-mailcow configure    writes mailcow.conf, once
#   uyoop-mailcow update       brings the working copy, its options and its images to the mirror, and starts nothing
#   uyoop-mailcow key          gives the API a key that never leaves the machine, and says `made` when it did
#   uyoop-mailcow stale        says `stale` where its containers were made before what they read at their start was last written
#   uyoop-mailcow made         remembers with what they were made
set -euo pipefail
umask 022
config=${MAIL_CONFIG:-/etc/uyoop/mailcow.json}
folder=$(jq --raw-output .folder "$config")
mirror=$(jq --raw-output .mirror "$config")
state=$(jq --raw-output .state "$config")
upstream=https://github.com/mailcow/mailcow-dockerized

pin() {
  [[ -d $mirror ]] || git init --quiet --bare --initial-branch=master "$mirror"
  git -C "$mirror" rev-parse --quiet --verify "refs/tags/$1" >/dev/null ||
    git -C "$mirror" fetch --quiet "$(jq --raw-output .repository "$config")" "refs/tags/$1:refs/tags/$1"
  local commit
  commit=$(git -C "$mirror" rev-parse "refs/tags/$1^{commit}")
  [[ $(git -C "$mirror" rev-parse --quiet --verify refs/heads/master || true) != "$commit" ]] || return 0
  git -C "$mirror" update-ref refs/heads/master "$commit"
  echo moved
}

has() {
  local commit
  commit=$(git -C "$mirror" rev-parse "refs/tags/$1^{commit}")
  # A commit that was never fetched is no error, and is not there.
  git -C "$folder" cat-file -e "$commit" 2>/dev/null || return 1
  git -C "$folder" merge-base --is-ancestor "$commit" HEAD
}

# update.sh --force sets the remote back to Mailcow's own address, and would go on to whatever lies there today: that address is the
# mirror's. And whatever mailcow.conf says, both scripts turn IPv6 on where a ping of that family comes back, in Docker too, which
# they restart: no such ping comes back. docs/decisions/0023 says why.
own() {
  git -C "$folder" remote set-url origin "$upstream"
  git -C "$folder" config "url.$mirror.insteadOf" "$upstream"
  # shellcheck disable=SC2317 # Mailcow's scripts call it.
  ping6() { return 1; }
  export -f ping6
  (cd "$folder" && "$@" </dev/null)
}

configure() { own ./generate_config.sh; }

# Where its modules are older than the mirror's it fetches them, ends with 2 and wants to be started again.
update() {
  local turn status
  for turn in 1 2 3; do
    status=0
    own ./update.sh --force --skip-ping-check --skip-start || status=$?
    [[ $status == 2 ]] || return "$status"
    echo "its modules were renewed: turn $turn"
  done
  return 2
}

key() {
  ! grep --quiet '^API_KEY=..' "$folder/mailcow.conf" || return 0
  sed --in-place '/^API_KEY=$/d' "$folder/mailcow.conf"
  printf 'API_KEY=%s\n' "$(openssl rand -hex 24)" >>"$folder/mailcow.conf"
  echo made
}

# A run that dies between a file and the containers is made good by the next.
read_at_start() { cat "$folder/mailcow.conf" "$folder/data/conf/postfix/extra.cf" | sha256sum; }
stale() { [[ -f $state/made && $(<"$state/made") == "$(read_at_start)" ]] || echo stale; }
made() { read_at_start >"$state/made"; }

case ${1-} in
  pin | has) "$1" "${2:?a tag}" ;;
  configure | update | key | stale | made) "$1" ;;
  *) sed -n '4,10s/^# \{0,1\}//p' "$0" >&2 && exit 64 ;;
esac
