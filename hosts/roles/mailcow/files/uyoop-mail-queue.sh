#!/bin/bash
# How many messages wait, by queue, for the textfile collector: written beside and renamed into place. A queue that cannot be
# read leaves the old file, whose age an alert tells.
set -euo pipefail
config=${MAIL_CONFIG:-/etc/uyoop/mailcow.json}
file=$(jq --raw-output .textfile "$config")/mail-queue.prom
cd "$(jq --raw-output .folder "$config")"
listing=$(docker compose exec --no-TTY postfix-mailcow postqueue -j)
{
  echo '# TYPE uyoop_mail_queue_messages gauge'
  for queue in active deferred hold incoming; do
    count=$(grep --count "\"queue_name\": *\"$queue\"" <<<"$listing" || true)
    echo "uyoop_mail_queue_messages{queue=\"$queue\"} $count"
  done
} >"$file.new"
chmod 644 "$file.new"
mv "$file.new" "$file"
