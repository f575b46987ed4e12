#!/bin/sh
set -u
failed=''

mirror() {
  if [ -d "$2" ]; then
    git -C "$2" remote set-url origin "$1" && timeout 900 git -C "$2" remote update --prune
  else
    rm -rf "$2.partial" && timeout 1800 git clone --quiet --mirror "$1" "$2.partial" && mv "$2.partial" "$2"
  fi
}

while read -r url; do
  [ -n "$url" ] || continue
  path="$MIRRORS/${url#https://*/}"
  mkdir -p "${path%/*}"
  if mirror "$url" "$path" </dev/null; then
    echo "mirrored $url"
  else
    echo "FAILED   $url" >&2
    failed="$failed $url"
  fi
done <"$REPOSITORIES"

[ -z "$failed" ] || { echo "not mirrored:$failed" >&2; exit 1; }
# Its age is the age of what the backup saves.
touch "$MIRRORS/.mirrored"
