import type { images } from './versions.ts';

/** What holds the memory of a program, of a child of its, or of what it does after a crash. */
export interface Ceiling {
  /** Names of variables, or what stands before the number in a command or a file. What they say adds up. */
  readonly settings: readonly string[];
  /** The program's own value, where nobody sets any; `none`: it grows. Default: it keeps below its pod's limit by itself. */
  readonly unset?: `${number}Mi` | 'none';
  /** What a bare number counts. Default: bytes. */
  readonly unit?: 'Mi';
}

const go: Ceiling = { settings: ['GOMEMLIMIT'] };
const innodb: Ceiling = { settings: ['innodb-buffer-pool-size'], unset: '128Mi' };
const small = 'Go, and a few megabytes: nothing that it is asked makes it grow';

/**
 * For every image that we run: what sets its ceiling, or why nothing has to. The kernel ends a pod at its limit whatever its program
 * takes for its own, so that each must be below it; the check of capacity holds them against what is written. An image that is not here
 * does not compile.
 */
export const ceilings: Readonly<Record<keyof typeof images, readonly Ceiling[] | string>> = {
  // Its collector would keep the memory of logins that are over: 19 MiB each, by argon2.
  authelia: [go],
  valkey: [{ settings: ['maxmemory'], unset: 'none' }],
  // PHP's limit is that of one request, or of one command of cron's.
  nextcloud: [{ settings: ['PHP_MEMORY_LIMIT'], unset: '512Mi' }],
  mautic: [{ settings: ['PHP_INI_VALUE_MEMORY_LIMIT'], unset: '512Mi' }],
  dolibarr: [{ settings: ['PHP_INI_MEMORY_LIMIT'], unset: '256Mi' }],
  // Node takes the size of its heap from the pod's limit; pictures lie beside it.
  ghost: [{ settings: ['--max-old-space-size'], unit: 'Mi' }],
  mariadb: [innodb],
  // Tables that a query makes for itself share one room, of a gigabyte at least where nobody says.
  mysql: [innodb, { settings: ['temptable-max-ram'], unset: '1024Mi' }],
  postgresql: [{ settings: ['shared_buffers'], unset: '128Mi' }],
  prometheus: 'it sets GOMEMLIMIT to nine tenths of its pod by itself since 3.0',
  alertmanager: small,
  blackboxExporter: small,
  nodeExporter: small,
  cadvisor: 'on the machine, outside every pod: its memory is of what the machine keeps for Mailcow',
  grafana: 'Go; each data source is a child of its own, and all but two are off',
  // After a crash it reads its log back into memory up to the second, whatever the first says.
  loki: [go, { settings: ['replay_memory_ceiling'], unset: '4096Mi' }],
  alloy: [go],
  gitlabRunner: 'Go, and a few megabytes for each job, which runs in a pod of its own',
  gitlab: 'Omnibus restarts its own workers by their size: two of Puma at 1.2 GB, Sidekiq at 2 GB',
  git: [{ settings: ['windowMemory', 'deltaCacheSize', 'packedGitLimit'], unset: 'none' }],
  // Four programs of Java in one pod.
  sonarqube: [{ settings: ['-Xmx', 'MaxDirectMemorySize'], unset: '1536Mi' }],
  // llama-server, its child, keeps prompts beside the model.
  ollama: [{ settings: ['LLAMA_ARG_CACHE_RAM'], unset: '8192Mi', unit: 'Mi' }],
  openWebUi: 'Python has none; what grows with its work, models, is in Ollama',
  vault: 'Go; its store is a mapped file, which the kernel takes back',
  veleroAws: 'it copies one file and ends',
};
