import check from '../../../../synth/checks/doors/authelia-rules.ts';
import { rewritten, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

/** Authelia's configuration, changed as a text. */
const configured = (change: (text: string) => string) =>
  rewritten(scratch(), ({ kind, data }) => {
    if (kind === 'ConfigMap') for (const key of Object.keys(data)) data[key] = change(data[key]);
  });

refuses(
  'a host of another name',
  () => configured((text) => text.replace('wiki.', 'viki.')),
  "Authelia has no rule for 'wiki.uyoop.fr', which it guards, got rules for viki.uyoop.fr",
);

refuses(
  'a rule that lets it pass',
  () => configured((text) => text.replace('two_factor', 'bypass')),
  "Authelia has no rule for 'wiki.uyoop.fr'",
);

refuses(
  'a configuration that is no YAML',
  () => configured((text) => `${text}\n]: [`),
  "Authelia has no rule for 'wiki.uyoop.fr', which it guards, got rules for no host",
);

refuses(
  'every one, while the portal is nowhere',
  () => {
    const healthy = scratch();
    return { ...healthy, documents: healthy.documents.filter(({ manifest }) => manifest.kind !== 'ConfigMap') };
  },
  'routes ask Authelia, and its configuration is nowhere, got guarded: wiki.uyoop.fr',
);

takes('a wildcard', () => configured((text) => text.replace('wiki.uyoop.fr', '"*.uyoop.fr"')));
takes('a pattern', () => configured((text) => text.replace('domain:', 'domain_regex:')));
