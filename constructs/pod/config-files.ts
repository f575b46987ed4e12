import { createHash } from 'node:crypto';
import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { fileText } from '../../platform/values/text.ts';
import { marked } from '../facts/marked.ts';
import { taken } from '../facts/taken.ts';
import type { FileText, PodParts, PodPlace } from './pod-props.ts';

type Texts = Readonly<Record<string, string>>;

/** A pod's read-only files, by path, in one ConfigMap. Its checksum stands on the pod, so that a change restarts it. */
export function configFiles(
  scope: Construct,
  place: PodPlace,
  files: Readonly<Record<string, FileText>>,
): PodParts | undefined {
  const paths = Object.keys(files);
  if (paths.length === 0) return undefined;
  const name = `${place.name}-config`;
  const texts = once(() => textsOf(scope, files));
  new k8s.KubeConfigMap(scope, 'config', {
    metadata: { name, namespace: place.namespace },
    data: Lazy.any({ produce: texts }),
  });
  const scripts = paths.some((path) => path.endsWith('.sh'));
  return {
    annotations: { 'uyoop.fr/config': Lazy.any({ produce: () => checksum(texts()) }) as string },
    mounts: paths.map((mountPath) => ({ name: 'config', mountPath, subPath: keyOf(mountPath), readOnly: true })),
    volumes: [{ name: 'config', configMap: { name, defaultMode: scripts ? 0o555 : 0o444 } }],
  };
}

/** The path as a key of a ConfigMap. @see https://kubernetes.io/docs/concepts/configuration/configmap/ */
export function keyOf(path: string): string {
  const key = path.slice(1).replaceAll('/', '_');
  const fits = /^(?!\.\.)[-.\w]{1,253}$/.test(key);
  return fits ? key : marked(`file-${key.replaceAll(/[^-.\w]/g, '_')}`, path, 253);
}

function textsOf(scope: Construct, files: Readonly<Record<string, FileText>>): Texts {
  const asked = Object.entries(files).map(([path, text]) => [path, typeof text === 'string' ? text : text()] as const);
  return Object.fromEntries(asked.map(([path, text]) => [keyOf(path), taken(scope, `files.${path}`, fileText, text)]));
}

const checksum = (texts: Texts): string =>
  createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 16);

/** The map and its checksum are asked for apart; the texts are made once. */
function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
