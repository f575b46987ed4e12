<?php
$CONFIG = [
  'dbpassword' => trim((string) @file_get_contents('@database@')),
  'memcache.distributed' => '\\OC\\Memcache\\Redis',
  'memcache.locking' => '\\OC\\Memcache\\Redis',
  'redis' => [
    'host' => '@host@',
    'port' => @port@,
    'password' => trim((string) @file_get_contents('@cache@')),
  ],
  'maintenance_window_start' => 1,
  'default_phone_region' => 'FR',
  'user_oidc' => [
    'default_token_endpoint_auth_method' => 'client_secret_post',
    'enrich_login_id_token_with_userinfo' => true,
  ],
];
