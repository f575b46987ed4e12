#!/bin/bash
# uyoop-snapshot NAME PATH...: copies what an upgrade of NAME may spoil to /var/backups/before, and keeps the last three.
# To go back: stop it, put the copy in the place of what is there, and start the old version.
set -euo pipefail
umask 077
name=$1
shift
above=${SNAPSHOTS:-/var/backups/before}
made=$above/$name-$(date --utc +%Y%m%dT%H%M%SZ)
mkdir -p "$made.part"
tar --create --directory=/ --sparse -- "${@#/}" | tar --extract --directory="$made.part" --preserve-permissions --same-owner
sync --file-system "$made.part"
# It has its name when it is whole, and only then an older one goes.
mv "$made.part" "$made"
find "$above" -mindepth 1 -maxdepth 1 -name "$name-*Z" | sort | head -n -3 | xargs --no-run-if-empty rm -rf --
find "$above" -mindepth 1 -maxdepth 1 -name "$name-*.part" -exec rm -rf {} +
echo "$made"
