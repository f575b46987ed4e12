#!/bin/sh
set -eu
umask 077
@login@
vault operator raft snapshot save /snapshots/vault.snap.new
mv /snapshots/vault.snap.new /snapshots/vault.snap
