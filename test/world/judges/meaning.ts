import type { Manifest } from '../../../synth/model/documents.ts';
import type { Accepted, Judge } from './judge.ts';
import { problems } from './judge.ts';

/** A pod template's parts, as plain JSON. */
// biome-ignore lint/suspicious/noExplicitAny: a manifest is plain JSON.
type Json = any;

/**
 * What no reader complains about, since it cannot know what was meant: texts that became something else, references that
 * were printed, variables that are not there, two things on one path, a name that is code of a shell.
 */
export const meaning: Judge = async (accepted) => {
  const manifests = accepted.model.documents.map(({ manifest }) => manifest);
  const pods = manifests.flatMap(podOf);
  return [
    ...problems('disk', halfCharacters(accepted)),
    ...problems('meaning', [
      ...printedReferences(accepted),
      ...lostTexts(accepted, manifests),
      ...pods.flatMap(samePath),
      ...pods.flatMap(literalVariables),
    ]),
    ...problems('shell', pods.flatMap(shellNames)),
  ];
};

interface Pod {
  readonly name: string;
  readonly template: Json;
}

function podOf({ kind, metadata, spec }: Manifest): readonly Pod[] {
  const template = kind === 'CronJob' ? spec.jobTemplate.spec.template : spec?.template;
  return template?.spec?.containers ? [{ name: metadata.name, template }] : [];
}

const containersOf = ({ template }: Pod): readonly Json[] => [
  ...(template.spec.initContainers ?? []),
  ...template.spec.containers,
];

/** UTF-8 has no half of a surrogate pair: the disk gets U+FFFD instead. */
function halfCharacters({ files }: Accepted): readonly string[] {
  return [...files]
    .filter(([, text]) => Buffer.from(text, 'utf8').toString('utf8') !== text)
    .map(([path]) => `${path} does not survive UTF-8`);
}

const printed = /\[object \w+\]|\bundefined\b|\bNaN\b/;

/** What JavaScript prints for an object, for nothing and for no number. */
function printedReferences({ files, edit }: Accepted): readonly string[] {
  if (printed.test(String(edit.value))) return [];
  return [...files].flatMap(([path, text]) => {
    const line = text.split('\n').find((one) => printed.test(one) && !harmless.test(one));
    return line ? [`${path}: ${line.trim().slice(0, 120)}`] : [];
  });
}
/** Words of other languages. */
const harmless = /undefined-|-undefined|typeof|=== undefined|"undefined/;

function lostTexts({ edit }: Accepted, manifests: readonly Manifest[]): readonly string[] {
  const { variables = {}, files = {} } = edit.scene.meant ?? {};
  const pod = manifests.flatMap(podOf).find(({ name }) => name === 'shop' || name === 'shop-job');
  if (!pod) return [];
  const [container] = pod.template.spec.containers;
  const lostVariables = Object.entries(variables).flatMap(([name, value]) => {
    const found = (container.env ?? []).find((one: Json) => one.name === name);
    return found?.value === value
      ? []
      : [`variable ${name} is ${JSON.stringify(found?.value)}, ${JSON.stringify(value)} was meant`];
  });
  const lostFiles = Object.entries(files).flatMap(([path, text]) => {
    const is = mounted(pod, path, manifests);
    return is === text
      ? []
      : [`file ${path} is ${JSON.stringify(is)?.slice(0, 80)}, ${JSON.stringify(text).slice(0, 80)} was meant`];
  });
  return [...lostVariables, ...lostFiles];
}

/** The text that a container finds at a path. */
function mounted({ template }: Pod, path: string, manifests: readonly Manifest[]): string | undefined {
  const mount = template.spec.containers[0].volumeMounts?.find(({ mountPath }: Json) => mountPath === path);
  const volume = template.spec.volumes?.find(({ name }: Json) => name === mount?.name);
  const config = manifests.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === volume?.configMap?.name,
  );
  const items: readonly Json[] | undefined = volume?.configMap?.items;
  const key = items ? items.find((item) => item.path === mount.subPath)?.key : mount?.subPath;
  return config?.data?.[key];
}

/** Kubernetes compares paths letter by letter; a container's file system does not. */
function samePath(pod: Pod): readonly string[] {
  return containersOf(pod).flatMap((container) => {
    const paths: readonly string[] = (container.volumeMounts ?? []).map(({ mountPath }: Json) => normal(mountPath));
    const volumes = (pod.template.spec.volumes ?? []).map(({ name }: Json) => name);
    const twice = [...repeated(paths), ...repeated(volumes)];
    return twice.map((path) => `pod ${pod.name} has two things at ${path}`);
  });
}

const normal = (path: string): string => path.replaceAll(/\/+/g, '/').replace(/(.)\/$/, '$1');
const repeated = (values: readonly string[]): string[] =>
  values.filter((value, index) => values.indexOf(value) !== index);

/** `$(NAME)` is put in by Kubernetes where NAME stands above it in the same container, and is text otherwise. */
function literalVariables(pod: Pod): readonly string[] {
  return containersOf(pod).flatMap((container) => {
    const above = new Set<string>();
    return (container.env ?? []).flatMap(({ name, value }: Json) => {
      const wanted = [...String(value ?? '').matchAll(/(?<!\$)\$\(([A-Za-z_]\w*)\)/g)].map(([, one]) => one as string);
      const missing = wanted.filter((one) => !above.has(one));
      above.add(name);
      return missing.map((one) => `pod ${pod.name}: $(${one}) in ${name} is literal text`);
    });
  });
}

/** In Vault's phase a shell exports the variables that hold secrets: what is no name of its grammar is code. */
function shellNames(pod: Pod): readonly string[] {
  const annotations = Object.entries<string>(pod.template.metadata?.annotations ?? {});
  const texts = annotations.filter(([name]) => name.includes('agent-inject-template-')).map(([, text]) => text);
  return texts.flatMap((text) =>
    [...text.matchAll(/export ([\s\S]*?)='/g)]
      .map(([, name]) => name as string)
      .filter((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      .map((name) => `pod ${pod.name} exports ${JSON.stringify(name)}`),
  );
}
