#!/bin/bash
# The rehearsal's world, for `run`: an S3 server with object lock, database servers, and one machine's files, all below $work.
# Sourced. Secrets here are of this run alone, and mean nothing elsewhere.
# shellcheck disable=SC2016,SC2034,SC2154

gateway_version=v1.8.0
s3_address=${s3_address:-127.0.0.1}
# Nobody else's: two rehearsals may run at once, and neither may speak to the other's server.
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
s3_port=$(free_port)
door_port=$(free_port)

tools() {
  local missing=() tool
  declare -A packages=([restic]=restic [rclone]=rclone [jq]=jq [sqlite3]=sqlite3 [mariadbd]=mariadb-server [aws]=awscli [go]=golang-go [python3]=python3)
  for tool in "${!packages[@]}"; do command -v "$tool" >/dev/null || missing+=("${packages[$tool]}"); done
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
  ((${#missing[@]} == 0)) || { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >"$work/apt.log" 2>&1 \
    || { tail -5 "$work/apt.log" && exit 1; }
  postgresql=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1)
  gateway=${XDG_CACHE_HOME:-$HOME/.cache}/uyoop/versitygw-$gateway_version
  [[ -x $gateway/versitygw ]] || GOBIN=$gateway go install "github.com/versity/versitygw/cmd/versitygw@$gateway_version"
}

started=()
background() {
  "$@" &
  started+=($!)
}

stop_all() {
  ((${#started[@]} == 0)) || kill "${started[@]}" 2>/dev/null || true
  wait "${started[@]}" 2>/dev/null || true
  ! mountpoint --quiet "$work/small" || umount "$work/small"
}

until_it() {
  local turn
  for ((turn = 0; turn < 120; turn++)); do
    ! "$@" >/dev/null 2>&1 || return 0
    sleep 0.5
  done
  echo "never came: $*" && return 1
}

# s3 PROFILE ARGUMENT…: AWS's own program, past the door that fails.
s3() {
  AWS_PROFILE=$1 AWS_SHARED_CREDENTIALS_FILE=$work/keys AWS_DEFAULT_REGION=sbg AWS_MAX_ATTEMPTS=1 AWS_EC2_METADATA_DISABLED=true \
    aws --endpoint-url "http://$s3_address:$s3_port" --output json "${@:2}"
}

# The buckets as Terraform makes them: the lock, and for each its one user with the policy of dist/.
storage() {
  mkdir -p "$work/s3/data" "$work/s3/versions" "$work/s3/users"
  background "$gateway/versitygw" --quiet --port "$s3_address:$s3_port" --region sbg --access owner --secret ownersecret --iam-dir "$work/s3/users" \
    posix --versioning-dir "$work/s3/versions" "$work/s3/data" >"$work/s3/log" 2>&1
  echo pass >"$work/mode"
  background python3 "$here/proxy.py" "$door_port" "$s3_port" "$work/mode" >"$work/proxy.log" 2>&1
  printf '[owner]\naws_access_key_id = owner\naws_secret_access_key = ownersecret\n' >"$work/keys"
  until_it s3 owner s3api list-buckets
  local bucket
  for bucket in drive mail-archive backup; do bucket_of "$bucket"; done
}

bucket_of() {
  local name=uyoop-$1 lock=() stack=dist/terraform/stacks/object-storage/cdk.tf.json days
  days=$(jq --raw-output --arg name "$name" '.resource.ovh_cloud_project_storage[] | select(.name == $name) | .object_lock.rule.period // "" | gsub("[PD]"; "")' $stack)
  [[ -z $days ]] || lock=(--object-lock-enabled-for-bucket)
  s3 owner s3api create-bucket --bucket "$name" "${lock[@]}" >/dev/null
  s3 owner s3api put-bucket-versioning --bucket "$name" --versioning-configuration Status=Enabled >/dev/null
  [[ -z $days ]] || s3 owner s3api put-object-lock-configuration --bucket "$name" --object-lock-configuration \
    "{\"ObjectLockEnabled\":\"Enabled\",\"Rule\":{\"DefaultRetention\":{\"Mode\":\"COMPLIANCE\",\"Days\":$days}}}"
  "$gateway/versitygw" admin --access owner --secret ownersecret --region sbg --endpoint-url "http://$s3_address:$s3_port" \
    create-user --access "user-$1" --secret "secret-$1" --role user >/dev/null
  printf '[%s]\naws_access_key_id = user-%s\naws_secret_access_key = secret-%s\n' "$1" "$1" "$1" >>"$work/keys"
  # OVH gives a policy to a user; here it is the bucket's, and names him.
  jq --raw-output --arg key "$1" '.resource.ovh_cloud_project_user_s3_policy[$key].policy' $stack \
    | jq --arg user "user-$1" '.Statement[] += {Principal: {AWS: [$user]}}' >"$work/policy.json"
  s3 owner s3api put-bucket-policy --bucket "$name" --policy "file://$work/policy.json"
}

databases() {
  mkdir -p "$work/mariadb" "$work/postgresql"
  chown mysql "$work/mariadb"
  chown postgres "$work/postgresql"
  echo rehearsal >"$work/root-password"
  mariadb-install-db --user=mysql --datadir="$work/mariadb/data" --skip-test-db >"$work/mariadb.log" 2>&1
  background mariadbd --no-defaults --user=mysql --datadir="$work/mariadb/data" --socket="$work/mariadb/socket" --skip-networking \
    --innodb-buffer-pool-size=64M --pid-file="$work/mariadb/pid" >>"$work/mariadb.log" 2>&1
  until_it mariadb --no-defaults --socket="$work/mariadb/socket" -e 'select 1'
  mariadb --no-defaults --socket="$work/mariadb/socket" -e "alter user root@localhost identified by 'rehearsal'"
  runuser -u postgres -- "$postgresql/initdb" --pgdata "$work/postgresql/data" --auth trust --encoding UTF8 --locale C.UTF-8 >"$work/postgresql.log"
  background runuser -u postgres -- "$postgresql/postgres" -D "$work/postgresql/data" -k "$work/postgresql" -h '' >>"$work/postgresql.log" 2>&1
  until_it psql --host="$work/postgresql" --username=postgres --command='select 1'
  PATH=$PATH:$postgresql
}

# Clients as a pod has them: they find their server without a flag.
clients() {
  local client
  mkdir -p "$work/clients" "$work/bin"
  for client in mariadb mariadb-dump mysqldump; do
    printf '#!/bin/bash\nexec /usr/bin/%s --no-defaults --socket=%s "$@"\n' "${client/mysqldump/mariadb-dump}" "$work/mariadb/socket" >"$work/clients/$client"
  done
  cp "$work/clients/mariadb" "$work/clients/mysql"
  for client in psql pg_dump pg_restore; do ln -s "$postgresql/$client" "$work/clients/$client"; done
  cp "$here/k3s" "$work/bin/k3s"
  chmod 0755 "$work"/clients/m* "$work/bin/k3s"
}

sql() { MYSQL_PWD=rehearsal mariadb --no-defaults --socket="$work/mariadb/socket" --user=root "$@"; }
pg() { psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --host="$work/postgresql" "$@"; }

# One machine with the model's own states: CORE-PROD's, and a database of PostgreSQL that AI-LAB has. Its paths lie below $root, its
# buckets behind the door, and what it waits for is short.
contract() {
  jq --slurpfile lab dist/hosts/backup/ai-lab.json --arg root "$root" --arg door "http://127.0.0.1:$door_port" '
    def here: gsub("(?<before>^| |\"|=)/(?<first>var|opt)/"; "\(.before)\($root)/\(.first)/");
    .repository.endpoint = $door
    | .states += [$lab[0].states[] | select(.volume == "sonarqube-database")]
    | .states |= map(.paths |= map(here) | if .before then .before |= here else . end
        | if .after then .after |= here else . end
        | if .bucket then .bucket += {endpoint: $door, region: "sbg"} else . end)
    | .state = $root + "/state" | .textfile = $root + "/textfile" | .patienceSeconds = 120' dist/hosts/backup/core-prod.json >"$1/config.json"
}

noise() { head -c "$1" /dev/urandom; }

# Rows and files that nobody could guess, for every state of the contract.
seed() {
  local path name database
  while IFS= read -r path; do
    path=${path/\*/pvc-0}
    [[ $path == */state.db || $path == */vault.snap || $path == *.conf || $path == */token ]] && { mkdir -p "${path%/*}" && continue; }
    mkdir -p "$path/deep/er" && noise 300000 >"$path/picture" && noise 70000 >"$path/deep/er/é a b" && ln -sf picture "$path/link" && chmod 0640 "$path/picture"
  done < <(jq --raw-output '.states[].paths[]' "$1/config.json")
  noise 3000 >"$root/var/lib/rancher/k3s/storage/pvc-0_security_vault-snapshot-data/vault.snap"
  touch "$root/var/lib/rancher/k3s/storage/pvc-0_prod-mirror_git-mirror-repositories/.mirrored"
  mkdir -p "$root/var/lib/rancher/k3s/server/db" "$root/textfile" "$root/var/backups/k3s" "$root/opt/mailcow-dockerized/helper-scripts"
  noise 40 | base64 >"$root/var/lib/rancher/k3s/server/token"
  noise 400 | base64 >"$root/opt/mailcow-dockerized/mailcow.conf"
  sqlite3 "$root/var/lib/rancher/k3s/server/db/state.db" 'pragma journal_mode=wal; create table kine(id integer primary key, value blob);
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 500) insert into kine select i, randomblob(400) from n;' >/dev/null
  cp "$here/mailcow-backup.sh" "$root/opt/mailcow-dockerized/helper-scripts/backup_and_restore.sh"
  for database in ghost mautic dolibarr nextcloud mailcow; do rows_of "$database"; done
  psql --quiet --host="$work/postgresql" --username=postgres --command='create role sonarqube login superuser' --command='create database sonarqube owner sonarqube'
  pg --username=sonarqube --dbname=sonarqube --command="create table sentinel as select i as id, md5(random()::text) as word, decode(md5(random()::text), 'hex') as bytes from generate_series(1, 3000) i"
  for name in drive mail-archive; do
    mkdir -p "$work/objects/$name/urn:oid"
    for ((path = 0; path < 8; path++)); do noise $((path * 50000 + 10)) >"$work/objects/$name/urn:oid/$path"; done
    s3 "$name" s3 cp --quiet --recursive "$work/objects/$name" "s3://uyoop-$name"
  done
}

rows_of() {
  sql -e "create database $1 character set utf8mb4; use $1; create table sentinel (id int primary key, word varchar(64), bytes varbinary(300));
    insert into sentinel select seq, sha2(rand(), 256), random_bytes(300) from seq_1_to_2000;"
}

# What a state is, in one line for each of its parts: content, mode and kind of every file, and every row.
digest_files() { (cd "$1" && find . \( -type f -printf 'f %m %p ' -exec sha256sum {} \; -o -type l -printf 'l %p %l\n' -o -type d -printf 'd %m %p\n' \) | sort | sha256sum | cut -c1-64); }
digest_mariadb() { sql --batch --skip-column-names -e "select id, word, hex(bytes) from $1.sentinel order by id" | sha256sum | cut -c1-64; }
digest_postgresql() { pg --tuples-only --username=sonarqube --dbname=sonarqube --command='select * from sentinel order by id' | sha256sum | cut -c1-64; }
digest_sqlite() { sqlite3 "$1" 'select id, hex(value) from kine order by id' | sha256sum | cut -c1-64; }
