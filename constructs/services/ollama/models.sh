#!/bin/bash
set -u -o pipefail
ollama serve &
server=$!
trap 'kill "$server"' EXIT
for _ in $(seq 60); do ollama list >/dev/null 2>&1 && break; sleep 1; done
present=$(ollama list | tail -n +2 | cut -d ' ' -f 1) || exit 1

failed=''
for model in $MODELS; do
  if grep -qxF -- "$model" <<<"$present"; then continue; fi
  echo "pulling $model"
  ollama pull "$model" || failed="$failed $model"
done
for model in $present; do
  case " $MODELS " in *" $model "*) continue ;; esac
  echo "removing $model, which the platform no longer names"
  ollama rm "$model" || failed="$failed $model"
done
[ -z "$failed" ] || { echo "not in order:$failed" >&2; exit 1; }
