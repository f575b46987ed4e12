import { images } from '../../../../platform/versions.ts';
import check from '../../../../synth/checks/capacity/own-ceilings.ts';
import { Scratch, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const small = { cpu: '10m', memory: '64Mi', memoryLimit: '512Mi' } as const;
const one = (props: ConstructorParameters<typeof Scratch>[2]) => () =>
  scratch({ add: ({ prod }) => new Scratch(prod, 'second', { resources: small, ...props }) });
const loki = (text: string) => one({ image: images.loki, files: { '/etc/loki/loki.yaml': text } });

takes('a ceiling of nine tenths', one({ image: images.nextcloud, env: { PHP_MEMORY_LIMIT: '460M' } }));
takes('one that follows its pod', one({ image: images.authelia }));
takes('a replay in small parts', loki('ingester: { wal: { replay_memory_ceiling: 128MB } }'));
takes('an image that nobody knows, without a word', one({ image: 'wiki:2.0.0' }));
takes('a child whose memory is turned off', one({ image: 'ollama/ollama:9.9.9', env: { LLAMA_ARG_CACHE_RAM: '0' } }));

refuses(
  'a child with a default of its own: the prompt cache of a model',
  one({ image: images.ollama }),
  'prod-web/second is ended by the kernel before its own ceiling holds it, got LLAMA_ARG_CACHE_RAM is not set, which means 8 GiB; its limit is 512 MiB',
);

refuses(
  'a recovery with a default of its own: one kill, and it would be killed for ever',
  loki('ingester: { wal: {} }'),
  'replay_memory_ceiling is not set, which means 4 GiB',
);

refuses(
  'a room that all its queries share, of its own size: the tables that MySQL makes for itself',
  one({ image: images.mysql, args: ['--innodb-buffer-pool-size=64M'] }),
  'temptable-max-ram is not set, which means 1 GiB; its limit is 512 MiB',
);

refuses(
  'a job with less memory than its language takes by the image’s default',
  () =>
    scratch({
      add: ({ prod }) =>
        new Scratch(prod, 'second').job('cron', {
          image: images.nextcloud,
          resources: { cpu: '10m', memory: '64Mi', memoryLimit: '384Mi' },
        }),
    }),
  'PHP_MEMORY_LIMIT is not set, which means 512 MiB; its limit is 384 MiB',
);

refuses(
  'four programs of one pod, each below the limit',
  one({
    image: images.sonarqube,
    args: ['java', '-Xmx64m'],
    env: { SONAR_WEB_JAVAOPTS: '-Xms64m -Xmx160m', SONAR_CE_JAVAOPTS: '-Xmx160m', SONAR_SEARCH_JAVAOPTS: '-Xmx128m' },
  }),
  '-Xmx and MaxDirectMemorySize comes to 512 MiB',
);

refuses(
  'something that grows without end',
  one({ image: images.valkey }),
  'maxmemory is not set, which means no end; its limit is 512 MiB',
);

refuses(
  'what somebody set in an image that we do not know',
  one({ image: 'wiki:2.0.0', env: { NODE_OPTIONS: '--max-old-space-size=512', GOMEMLIMIT: '1GiB' } }),
  'GOMEMLIMIT comes to 1 GiB; --max-old-space-size comes to 512 MiB',
);
