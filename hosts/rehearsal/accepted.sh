#!/usr/bin/env bash
# Run on each machine: the program that reads a file is asked whether it takes it.
set -euo pipefail
sshd -t
wg-quick strip wg0 >/dev/null
nft --check --file /etc/uyoop/perimeter.nft
nft --check --file /etc/uyoop/bans.nft
ufw --dry-run enable >/dev/null
crowdsec -c /etc/crowdsec/config.yaml -t 2>/dev/null
for unit in uyoop-perimeter.service k3s.service k3s-agent.service uyoop-mail-certificate.timer uyoop-mail-queue.timer uyoop-mail-accounts.service uyoop-mail-archive.service; do
  [[ ! -f /etc/systemd/system/$unit ]] || systemd-analyze verify "/etc/systemd/system/$unit"
done
sshd -T | grep --quiet '^passwordauthentication no$'
sshd -T | grep --quiet '^permitrootlogin no$'
echo "$(hostname): sshd, wg-quick, nft, ufw, crowdsec and systemd take what was written"
