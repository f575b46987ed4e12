import check from '../../../../synth/checks/secrets/published-projects.ts';
import { onPlatform, platform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const { owner } = platform;
const { repository } = owner;
const project = repository.url.replace(/^.*\/|\.git$/g, '');
const published = (isPrivate: boolean) => () =>
  onPlatform({ published: [project], owner: { ...owner, repository: { ...repository, private: isPrivate } } });

refuses(
  'the platform’s own',
  published(true),
  `platform/uyoop.ts published: a private repository would appear at GitHub, got '${project}'`,
);
takes('it once it is public', published(false));
