#!/bin/bash
# Hands cert-manager's certificate of the mail host to Mailcow, and lets those who serve it read it again. A file whose key and
# certificate do not belong together is never put in place; a run that died before they read it is made good by the next.
set -euo pipefail
config=${MAIL_CONFIG:-/etc/uyoop/mailcow.json}
folder=$(jq --raw-output .folder "$config")
unread=$(jq --raw-output .state "$config")/certificate-unread
ssl=$folder/data/assets/ssl
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 700 "$work"

secret() {
  jq --raw-output '.certificate | "--namespace=\(.namespace)", "get", "secret", .name' "$config" |
    xargs k3s kubectl --output "jsonpath={.data.$1}" | base64 --decode
}

secret 'tls\.crt' >"$work/cert.pem"
secret 'tls\.key' >"$work/key.pem"
[[ -f $unread ]] || ! cmp --silent "$work/cert.pem" "$ssl/cert.pem" || exit 0
certificate=$(openssl x509 -in "$work/cert.pem" -noout -pubkey)
key=$(openssl pkey -in "$work/key.pem" -pubout)
[[ $certificate == "$key" ]] || { echo "the certificate and the key in the Secret do not belong together" >&2; exit 1; }
touch "$unread"
install --mode=600 "$work/key.pem" "$ssl/key.pem"
install --mode=644 "$work/cert.pem" "$ssl/cert.pem"
cd "$folder"
docker compose restart postfix-mailcow dovecot-mailcow nginx-mailcow
rm "$unread"
