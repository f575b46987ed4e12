#!/bin/bash
# Stands for Mailcow's own, which wants Docker 24 and the internet: it takes what stands in the environment and asks for the rest.
set -euo pipefail
: "${MAILCOW_HOSTNAME:?}" "${MAILCOW_TZ:?}" "${MAILCOW_BRANCH:?}" "${SKIP_CLAMD:?}"
git fetch --quiet --all
git checkout --quiet --force "$MAILCOW_BRANCH"
cat >mailcow.conf <<CONF
MAILCOW_HOSTNAME=$MAILCOW_HOSTNAME
DBPASS=$(openssl rand -hex 14)
HTTP_PORT=80
HTTP_BIND=
HTTPS_PORT=443
HTTPS_BIND=
HTTP_REDIRECT=y
SMTP_PORT=25
SMTPS_PORT=465
SUBMISSION_PORT=587
IMAP_PORT=143
IMAPS_PORT=993
POP_PORT=110
POPS_PORT=995
SIEVE_PORT=4190
TZ=$MAILCOW_TZ
AUTODISCOVER_SAN=y
ADDITIONAL_SERVER_NAMES=
SKIP_LETS_ENCRYPT=n
IPV4_NETWORK=172.22.1
CONF
