/**
 * One repository's failure never stops the others: each has its own time, and the end names those that failed. A clone that
 * was cut off is never taken for a mirror.
 */
export const mirrorScript = `#!/bin/sh
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
  path="$MIRRORS/\${url#https://*/}"
  mkdir -p "\${path%/*}"
  if mirror "$url" "$path" </dev/null; then
    echo "mirrored $url"
  else
    echo "FAILED   $url" >&2
    failed="$failed $url"
  fi
done <"$REPOSITORIES"

[ -z "$failed" ] || { echo "not mirrored:$failed" >&2; exit 1; }
`;

/** Git asks this for a name and a password: the token is in no argument, no address and no configuration of a mirror. */
export const askpass = `#!/bin/sh
case "$1" in
  Username*) echo mirror ;;
  *) cat "$TOKEN_FILE" ;;
esac
`;

/** Small enough for the container's memory, and a connection that stands still is given up. */
export const gitConfig = `[http]
  lowSpeedLimit = 1000
  lowSpeedTime = 60
[pack]
  threads = 1
  windowMemory = 48m
  deltaCacheSize = 32m
[gc]
  autoDetach = false
[core]
  packedGitLimit = 96m
  bigFileThreshold = 32m
`;
