#!/bin/bash
# A firewall is tried before it is kept: `begin` remembers the one in force and sets a clock, `change` runs a command that changes
# it, `apply` puts the next perimeter in force, `keep` stops the clock. Whoever dies in between, or is locked out, finds the old
# firewall again when it runs down. Each holds a lock, and none of them changes anything once the clock has run down: a slow run
# would take back what was just given back.
set -euo pipefail
previous=/var/lib/uyoop/firewall
clock=uyoop-firewall-trial

begin() {
  mkdir -p "$previous.new"
  cp -a /etc/ufw/user.rules /etc/ufw/user6.rules /etc/ufw/ufw.conf /etc/default/ufw "$previous.new/"
  if [[ -f /etc/uyoop/perimeter.nft ]]; then cp -a /etc/uyoop/perimeter.nft "$previous.new/"; fi
  mv "$previous.new" "$previous"
  systemd-run --quiet --unit="$clock" --on-active="$1" --timer-property=AccuracySec=1s "$0" revert
}

trying() { [[ -d $previous ]] || { echo 'too late: the firewall before this one is back' >&2; exit 1; }; }

change() {
  trying
  "$@"
}

apply() {
  trying
  cp -a /etc/uyoop/perimeter.nft.next /etc/uyoop/perimeter.nft
  nft --file /etc/uyoop/perimeter.nft
}

# Who comes in after the clock ran down came in by the old firewall.
keep() {
  trying
  systemctl stop "$clock.timer"
  rm -rf "$previous"
}

# The files of the firewall before, where they were. What is there stays until all of them are.
restore() {
  cp -a "$previous/user.rules" "$previous/user6.rules" "$previous/ufw.conf" /etc/ufw/
  cp -a "$previous/ufw" /etc/default/ufw
  if [[ -f $previous/perimeter.nft ]]; then cp -a "$previous/perimeter.nft" /etc/uyoop/perimeter.nft; else rm -f /etc/uyoop/perimeter.nft; fi
}

revert() {
  [[ -d $previous ]] || return 0
  restore
  if grep -q '^ENABLED=yes' /etc/ufw/ufw.conf; then ufw reload; else /usr/lib/ufw/ufw-init force-stop; fi
  if [[ -f /etc/uyoop/perimeter.nft ]]; then nft --file /etc/uyoop/perimeter.nft; else nft delete table inet uyoop 2>/dev/null || true; fi
  systemctl stop "$clock.timer" 2>/dev/null || true
  rm -rf "$previous"
}

# A machine that starts again during a trial has lost its clock; nothing is in force yet, and will be from these files.
start() {
  [[ -d $previous ]] || return 0
  restore
  rm -rf "$previous"
}

exec 9>/run/uyoop-firewall.lock
case ${1-} in
  begin) flock 9 && begin "$2" ;;
  change) flock 9 && change "${@:2}" ;;
  apply | keep) flock 9 && "$1" ;;
  # A command that hangs is no reason to stay outside.
  revert) { flock --wait 60 9 || true; } && revert ;;
  start) start ;;
  *)
    echo "usage: $0 begin SECONDS | change COMMAND | apply | keep | revert | start" >&2
    exit 2
    ;;
esac
