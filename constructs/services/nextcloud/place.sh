{ cp -f /uyoop/uyoop.config.php /var/www/html/config/zz-uyoop.new &&
  mv -f /var/www/html/config/zz-uyoop.new /var/www/html/config/zz-uyoop.config.php; } ||
  echo "the configuration stays as the last start left it" >&2
