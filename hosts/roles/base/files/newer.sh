#!/bin/bash
# uyoop-newer UNIT FILE...: names what was written after a unit began to run; nothing of one that does not run.
set -euo pipefail
unit=$1
shift
systemctl is-active --quiet "$unit" || exit 0
began=$(systemctl show --timestamp=us+utc --property=ActiveEnterTimestamp --value "$unit")
for file in "$@"; do
  [[ ! -e $file ]] || find "$file" -newermt "$began"
done
