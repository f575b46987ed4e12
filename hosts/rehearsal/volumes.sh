#!/usr/bin/env bash
# Run in CORE-PROD, on a small disk of its own: a volume as local-path makes it is its pod's alone, and a pod that fills the disk
# leaves root room to work in.
set -euo pipefail
storage=/var/lib/rancher/k3s/storage
volume=$storage/pvc-1_prod-web_shop-data
as_pod=(setpriv --reuid 1000 --regid 1000 --clear-groups)

# What its own setup does. @see the ConfigMap local-path-config of K3s
mkdir "$volume" && chmod 0777 "$volume"
echo secret >"$volume/order"
chmod 0644 "$volume/order"
! "${as_pod[@]}" cat "$volume/order" 2>/dev/null || { echo 'a user of the machine reads a volume by its path' >&2; exit 1; }
# As kubelet mounts it into a pod.
unshare --mount sh -c "mount --bind $volume /mnt && setpriv --reuid 1000 --regid 1000 --clear-groups cat /mnt/order" >/dev/null

filled=$(unshare --mount sh -c "mount --bind $volume /mnt && setpriv --reuid 1000 --regid 1000 --clear-groups dd if=/dev/zero of=/mnt/full bs=64k" 2>&1 || true)
[[ $filled == *'No space left'* ]] || { echo "the disk has no end: $filled" >&2; exit 1; }
dd if=/dev/zero of="$storage/datastore" bs=64k count=16 status=none || { echo 'a pod filled the disk, and root has no room' >&2; exit 1; }
rm -r "$volume" "$storage/datastore"
echo "$(hostname): a volume is read by its pod alone, and one that fills the disk leaves root room"
