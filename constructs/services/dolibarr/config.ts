import type { Host } from '../../../platform/types.ts';
import { type Database, fileOf, type SecretReference } from '../../index.ts';
import cron from './cron.sh';

/** What web server and cron read: where the database is, and the keys of this installation. */
export function environment(
  host: Host,
  database: Database,
  secrets: Readonly<Record<'instance-id' | 'cron-key', SecretReference>>,
) {
  return {
    DOLI_DB_TYPE: 'mysqli',
    DOLI_DB_HOST: database.host,
    DOLI_DB_HOST_PORT: String(database.port),
    DOLI_DB_NAME: database.database,
    DOLI_DB_USER: database.user,
    DOLI_DB_PASSWORD_FILE: fileOf(database.password),
    DOLI_INSTANCE_UNIQUE_ID_FILE: fileOf(secrets['instance-id']),
    DOLI_URL_ROOT: `https://${host}`,
    DOLI_CRON_KEY_FILE: fileOf(secrets['cron-key']),
    DOLI_CRON_USER: 'admin',
    DOLI_PROD: '1',
  };
}

/** What the installer takes, once. */
export function installation(admin: SecretReference) {
  return {
    DOLI_INSTALL_AUTO: '1',
    DOLI_ADMIN_LOGIN: 'admin',
    DOLI_ADMIN_PASSWORD_FILE: fileOf(admin),
    DOLI_COMPANY_NAME: 'uyoop',
    DOLI_COMPANY_COUNTRYCODE: 'FR',
    // The installer gives the key only to a module that it has enabled before.
    DOLI_ENABLE_MODULES: 'Cron',
    PHP_INI_MEMORY_LIMIT: '256M',
  };
}

export const startsAsRoot = {
  root: 'the start script changes users and owners before it drops to www-data',
  writableRoot: 'the start script writes PHP configuration and conf.php',
  capabilities: {
    add: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'],
    reason: 'root hands files and processes over to www-data, and Apache binds port 80',
  },
} as const;

/**
 * Instead of the image's DOLI_CRON: its jobs write to process 1, which in phase 3 is not ours, and its daemon and its `su` go
 * through PAM, which refuses a root without AUDIT_WRITE. A run that has begun is waited for. Its lines become one, as an argument.
 */
export const everyFiveMinutes = {
  entrypoint: ['docker-run.sh'],
  args: ['/bin/sh', '-c', cron.trim().replaceAll('\n', '; ')],
} as const;
