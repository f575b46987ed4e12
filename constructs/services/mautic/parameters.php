<?php
// With a site_url Mautic takes itself for installed, so the installer writes the first one.
$own = empty($parameters['site_url']) ? [] : ['site_url' => '@site@'];
$parameters = $own + [
  'db_host' => '@host@',
  'db_port' => @port@,
  'db_name' => '@database@',
  'db_password' => str_replace('%', '%%', trim((string) file_get_contents('@password@'))),
  'mailer_dsn' => str_replace('%', '%%', trim((string) file_get_contents('@dsn@'))),
  // Without a queue mails and hits are handled while the visitor waits, and the worker has nothing to do.
  'messenger_dsn_email' => 'doctrine://default',
  'messenger_dsn_hit' => 'doctrine://default',
  'trusted_proxies' => ['@proxies@'],
];
// A variable wins over this file, and the entrypoint's is as old as the pod.
$_ENV['MAUTIC_DB_PASSWORD'] = $parameters['db_password'];
