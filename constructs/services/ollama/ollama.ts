import type { Construct } from 'constructs';
import type { Platform } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { internet, noBackup, Service, type ServiceProps, type Workload } from '../../index.ts';
import pullModels from './models.sh';

/**
 * Language models on the lab's CPU. It knows no login: who may talk to it is whoever has an edge to it. It reaches nothing
 * itself: a second program brings the models that the platform names, and takes away what it no longer names.
 *
 * A pull runs in the server that it is asked of, so that the puller is a short-lived server of its own on the same volume.
 * An hourly CronJob rather than a Job, whose template could never change: a new name in the model is there within the hour.
 * One model that cannot be pulled does not keep the others away, and the job still fails.
 *
 * @see https://docs.ollama.com/docker
 */
export class Ollama extends Service {
  override readonly system = 'Ollama';

  /** Its API, with what chats and what searches documents. */
  readonly api: Workload;
  private readonly models = this.volume('models', {
    size: '20Gi',
    backup: noBackup('models are pulled again by their names'),
  });

  constructor(scope: Construct, id: string, props: ServiceProps = {}) {
    super(scope, id, props);
    const common = { image: images.ollama, user: 1000, volumes: { '/models': this.models } } as const;
    this.api = this.workload('web', {
      ...common,
      ports: { http: 11434 },
      env: { ...environment, OLLAMA_HOST: '0.0.0.0:11434', ...oneAtATime },
      resources: { cpu: '500m', memory: '1Gi', memoryLimit: '3584Mi' },
      probe: '/api/version',
    });
    this.scheduled('models', {
      ...common,
      schedule: '23 * * * *',
      command: ['/bin/bash', '/scripts/models.sh'],
      env: { ...environment, OLLAMA_HOST: '127.0.0.1:11434', ...noPrompts, MODELS: named(this.platform.models) },
      files: { '/scripts/models.sh': pullModels },
      resources: { cpu: '100m', memory: '64Mi', memoryLimit: '192Mi' },
      reaches: [internet.https],
    });
  }
}

const environment = {
  HOME: '/tmp',
  OLLAMA_MODELS: '/models',
  // At its start a server would throw away what the other one is just pulling.
  OLLAMA_NOPRUNE: '1',
  OLLAMA_NO_CLOUD: '1',
} as const;

/** One model in memory, one question at a time, and 256 MiB of prompts beside it: two would not fit below the limit, nor would 8 GiB. */
const oneAtATime = {
  OLLAMA_CONTEXT_LENGTH: '4096',
  OLLAMA_MAX_LOADED_MODELS: '1',
  OLLAMA_NUM_PARALLEL: '1',
  LLAMA_ARG_CACHE_RAM: '256',
} as const;

/** What only pulls answers nobody. */
const noPrompts = { LLAMA_ARG_CACHE_RAM: '0' } as const;

/** All of them, once each. */
const named = ({ chat, embedding }: Platform['models']): string => [...new Set([...chat, embedding])].join(' ');
