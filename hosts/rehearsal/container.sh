#!/usr/bin/env bash
# Run in CORE-PROD: a container that Docker publishes as Mailcow's are, and one port more than the model lists.
set -euo pipefail
docker image inspect rehearsal:1 >/dev/null 2>&1 || docker import /root/image.tar rehearsal:1 >/dev/null
docker network inspect mailcow >/dev/null 2>&1 ||
  docker network create --opt com.docker.network.bridge.name=br-mailcow --subnet 172.22.1.0/24 mailcow >/dev/null
docker rm --force mail >/dev/null 2>&1 || true
docker run --detach --name mail --restart unless-stopped --network mailcow --ip 172.22.1.253 \
  --publish 25:25 --publish 587:25 --publish 993:25 --publish 995:25 --publish 10.8.0.1:8443:25 \
  rehearsal:1 /bin/sh -c 'trap exit TERM; /bin/busybox nc -ll -p 25 -e /bin/busybox echo mail & wait' >/dev/null
