trap "exit 0" TERM
while :
do setpriv --reuid=www-data --regid=www-data --init-groups php /var/www/scripts/cron/cron_run_jobs.php "$(cat "$DOLI_CRON_KEY_FILE")" "$DOLI_CRON_USER"
sleep 300 & wait $!
done
