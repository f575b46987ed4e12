import { NamespaceChart } from '../../../../constructs/namespace/namespace.ts';
import check from '../../../../synth/checks/schemas/auto-deployed.ts';
import type { Model } from '../../../../synth/model/model.ts';
import { rewritten, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

/** The platform with an engine's namespace, which K3s lays down. */
const deployed = (): Model =>
  scratch({
    add: ({ prod }) =>
      new NamespaceChart(prod.node.root as never, 'flux-system', { tier: 'platform', layer: 'bootstrap' }),
  });
const inFile = (file: string) => (): Model => {
  const model = deployed();
  const documents = model.documents.map((one) => (one.file.startsWith('bootstrap/') ? { ...one, file } : one));
  return { ...model, documents };
};

refuses(
  'a name that the other engine has too',
  inFile('bootstrap/flux/namespace.yaml'),
  "a file of K3s's auto-deploy folder that another engine, or K3s itself, may have too, got bootstrap/flux/namespace.yaml",
);
refuses('a name of K3s itself', inFile('bootstrap/flux/traefik.yaml'), 'got bootstrap/flux/traefik.yaml');
refuses(
  'a namespace that goes with its file',
  () =>
    rewritten(deployed(), ({ kind, metadata }) => {
      const labels = metadata.labels as Record<string, string>;
      if (kind === 'Namespace' && metadata.name === 'flux-system') delete labels['objectset.rio.cattle.io/prune'];
    }),
  'a Namespace that K3s deletes as soon as its file does not hold it, and all that it holds with it, got no label',
);
takes('what is named by its engine and kept', deployed);
