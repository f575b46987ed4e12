import check from '../../../../synth/checks/pins/image-tags.ts';
import { released } from '../releases.ts';
import { Scratch, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const pod = (image: string) => () => scratch({ add: ({ dev }) => new Scratch(dev, 'pod', { image: image as never }) });
const digest = `sha256:${'a'.repeat(64)}`;

for (const image of ['wiki', 'registry.example.org:5000/wiki', `wiki@${digest}`])
  refuses(image, pod(image), `an image without a tag, got ${image}`);
for (const image of ['wiki:latest', 'ghcr.io/open-webui/open-webui:main'])
  refuses(image, pod(image), `moves, got ${image}`);
for (const image of ['wiki:1.2.3', 'registry.example.org:5000/wiki:1', `ghcr.io/a/b:v1-alpine@${digest}`])
  takes(image, pod(image));

refuses(
  'one of two pods, told once',
  () =>
    scratch({
      add: ({ dev }) => {
        for (const id of ['one', 'two']) new Scratch(dev, id, { image: 'wiki:latest' });
      },
    }),
  "ai-lab/one/workload-web/deployment: an image whose tag 'latest' moves, got wiki:latest (also ai-lab/two/workload-web/deployment)",
);

refuses(
  "a tag among a chart's values",
  released('1.2.3', { server: { image: { tag: 'latest' } } }),
  "an image whose tag 'latest' moves, got server.image.tag: latest",
);
takes("a version among a chart's values", released('1.2.3', { image: { repository: 'a/b', tag: '1.2' } }));
