#!/bin/bash
# Makes `admin` ours while nobody can ask for it yet: its first password stands in every manual. Runs beside each start of the
# server, never stops it, and lets people in as soon as that password is gone. Needs no argument: those are for all to read.
set -u
server=http://127.0.0.1:9000
marker=@marker@
# It wants a small letter, a capital, a digit and something else; the value that it is handed has letters and digits.
ours=$(cat @password@)-1aA

# ask PATH PASSWORD [lines of curl's configuration]: as `admin`.
ask() {
  printf '%s\n' "user = \"admin:$2\"" "${@:3}" | curl --silent --max-time 10 --config - "$server/api/$1"
}

# Whether a password is that of `admin`: true, false, or nothing without an answer.
valid() {
  ask authentication/validate "$1" | grep -oE 'true|false'
}

# The groups of Authelia that exist here by name are the only ones that a login takes over.
give_rights() {
  ask user_groups/create "$ours" 'data = "name=admins"' >/dev/null
  local permission
  for permission in admin gateadmin profileadmin provisioning; do
    ask permissions/add_group "$ours" 'fail' 'data = "groupName=admins"' "data = \"permission=$permission\"" || return 1
  done
}

claim() {
  local first own
  first=$(valid admin) || return 1
  if [[ $first == true ]]; then
    ask users/change_password admin 'fail' 'data = "login=admin"' 'data = "previousPassword=admin"' \
      "data = \"password=$ours\"" || return 1
    echo "claim: the first password of admin is gone"
  fi
  own=$(valid "$ours") || return 1
  touch "$marker"
  if [[ $own == false ]]; then
    echo "claim: admin has a password of somebody's choice; the group admins is left as it is" >&2
    return 0
  fi
  give_rights
}

until status=$(curl --silent --max-time 5 "$server/api/system/status") && [[ $status == *'"status":"UP"'* ]]; do
  # It had an administrator before; somebody has to get to its /setup.
  [[ $status == *'"status":"DB_MIGRATION'* ]] && touch "$marker"
  sleep 2
done
until claim; do sleep 5; done
