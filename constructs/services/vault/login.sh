VAULT_TOKEN=$(vault write -field=token auth/kubernetes/login role="$ROLE" jwt=@"$LOGIN") || { echo 'FAILED    no login: is Vault sealed?' >&2; exit 2; }
export VAULT_TOKEN
