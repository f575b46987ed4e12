#!/bin/bash
# Stands for Mailcow's own helper: a dump of its database where MAILCOW_BACKUP_LOCATION says.
set -euo pipefail
folder=$MAILCOW_BACKUP_LOCATION/mailcow-$(date -u +%Y-%m-%d-%H-%M-%S)
mkdir -p "$folder"
MYSQL_PWD=rehearsal mariadb-dump --no-defaults --socket="$REHEARSAL/mariadb/socket" --user=root --single-transaction --databases mailcow >"$folder/mailcow.sql"
find "$MAILCOW_BACKUP_LOCATION" -mindepth 1 -maxdepth 1 -name 'mailcow-*' ! -path "$folder" -exec rm -rf {} +
