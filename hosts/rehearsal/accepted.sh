#!/usr/bin/env bash
# Run on each machine: the program that reads a file is asked whether it takes it.
set -euo pipefail
sshd -t
wg-quick strip wg0 >/dev/null
nft --check --file /etc/uyoop/perimeter.nft
nft --check --file /etc/uyoop/bans.nft
ufw --dry-run enable >/dev/null
crowdsec -c /etc/crowdsec/config.yaml -t 2>/dev/null
apt-config dump APT::Periodic::Unattended-Upgrade | grep --quiet '"1"'
chronyd -p >/dev/null

# Docker does not start with a file that it does not take.
if [[ -f /etc/docker/daemon.json ]]; then
  [[ $(docker info --format '{{.LiveRestoreEnabled}} {{.LoggingDriver}}') == 'true json-file' ]] || { echo 'Docker runs by other settings' >&2 && exit 1; }
  pgrep docker-proxy >/dev/null || { echo 'Docker runs without its proxy, by which pods reach Mailcow' >&2 && exit 1; }
fi

# Whatever we wrote, and what the distribution's own units become with what we added.
units=()
for unit in /etc/systemd/system/{uyoop,k3s}*.{service,timer}; do [[ ! -f $unit ]] || units+=("$unit"); done
for folder in /etc/systemd/system/*.service.d; do [[ ! -f $folder/10-uyoop.conf ]] || units+=("$(basename "${folder%.d}")"); done
for unit in "${units[@]}"; do
  # A template is asked about one of its kind.
  systemd-analyze verify "${unit/@./@daily.}"
done

# The most that systemd may say of how open a unit of ours is, in tenths: it may go down, not up. K3s and what docker speaks to
# needs the whole machine.
declare -A open=([uyoop-perimeter.service]=20 [k3s.service]=97 [k3s-agent.service]=97)
for unit in /etc/systemd/system/{uyoop,k3s}*.service; do
  [[ -f $unit && $unit != *@.service ]] || continue
  name=$(basename "$unit")
  systemd-analyze security --no-pager --threshold="${open[$name]:-96}" "$name" >/run/uyoop-open || { tail -1 /run/uyoop-open >&2 && exit 1; }
done

# A line that the kernel does not know changes nothing, in silence. Of a module that this kernel lacks, nobody can tell.
sed -n 's/^\([a-z][^ =]*\) *=.*/\1/p' /etc/sysctl.d/90-uyoop.conf | while read -r key; do
  file=/proc/sys/${key//.//}
  [[ -e $file || ! -d ${file%/*} ]] || { echo "no kernel setting is called $key" >&2 && exit 1; }
done

for wanted in 'passwordauthentication no' 'permitrootlogin no' 'authenticationmethods publickey' 'x11forwarding no'; do
  sshd -T | grep --quiet "^$wanted$" || { echo "sshd does not have: $wanted" >&2 && exit 1; }
done
echo "$(hostname): sshd, wg-quick, nft, ufw, crowdsec, apt, chrony and systemd take what was written, ${#units[@]} units among it"
