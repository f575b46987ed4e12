import { type Kind, open, right, wrong } from './kind.ts';

const hash = 'a'.repeat(64);
const parts = ['wiki', 'Wiki', 'a/b', 'ghcr.io/a/b', 'registry:5000/a', '', 'a//b', '/a', 'a/', 'a b', 'é', 'a_b', 'a__b', 'a..b', '-a', 'localhost/a'];
const tags = [':1', ':1.2.3', ':latest', '', ':', ':1 ', ': 1', ':-1', ':.1', ':v1_2-3.4', `@sha256:${hash}`, `:1@sha256:${hash}`, ':1@sha256:abc', `:${'x'.repeat(129)}`]; // prettier-ignore

export const images: Kind<string> = {
  name: 'image',
  cases: [
    ...right('wiki:1.2.3', 'ghcr.io/a/b:1', 'registry.example.org:5000/a/b:1.0', `a/b:1@sha256:${hash}`, 'a/b:v1_2-3.4'),
    ...wrong('no version', 'wiki', 'wiki:latest', 'ghcr.io/a/b', 'registry.example.org:5000/a/b', 'a/b:'),
    ...wrong('no container runtime takes it', 'Wiki:1', ':1', '', 'wiki:1 ', ' wiki:1', 'wiki: 1', 'wiki:1@sha256:abc', 'https://wiki:1', 'wiki:a b', `wiki:${'x'.repeat(129)}`, 'a//b:1', '/a:1', 'a/:1', 'wiki:-1', 'wiki:.1', 'é:1', 'wiki:1\n'),
    ...open(`wiki@sha256:${hash}`, 'localhost/a:1', 'a__b:1', 'wiki:LATEST', 'wiki:1:2'),
  ],
  draw: (dice) => ({ value: dice.pick(parts) + dice.pick(tags), verdict: 'open' }),
};
