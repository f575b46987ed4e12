import type { Document, Manifest } from '../../synth/model/documents.ts';

/** What a manifest holds below its kind: it differs, and the schema check knows it. */
// biome-ignore lint/suspicious/noExplicitAny: a manifest is plain JSON.
export type Fields = any;

/** Plain manifests, and the few questions that a test asks of them. */
export class Manifests {
  readonly all: readonly Manifest[];

  constructor(readonly documents: readonly Document[]) {
    this.all = documents.map(({ manifest }) => manifest);
  }

  of(kind: string): readonly Manifest[] {
    return this.all.filter((manifest) => manifest.kind === kind);
  }

  names(kind: string): readonly string[] {
    return this.of(kind).map(({ metadata }) => metadata.name);
  }

  /** The only object of a kind and, where it is given, of a name. @throws when there is none, or more than one. */
  one(kind: string, name?: string): Manifest {
    const found = this.of(kind).filter(({ metadata }) => name === undefined || metadata.name === name);
    if (found.length !== 1) {
      throw new Error(`${found.length} × ${kind} '${name ?? 'any'}'; there are: ${this.names(kind).join(', ')}`);
    }
    return found[0] as Manifest;
  }

  /** What exists in one namespace. */
  in(namespace: string): Manifests {
    return new Manifests(this.documents.filter(({ manifest }) => manifest.metadata.namespace === namespace));
  }

  /** The pod template of a Deployment, StatefulSet or CronJob. */
  template(name: string) {
    const owners = ['Deployment', 'StatefulSet', 'CronJob'].flatMap((kind) => this.of(kind));
    const found = owners.filter(({ metadata }) => metadata.name === name);
    if (found.length !== 1) throw new Error(`${found.length} workloads are called '${name}'`);
    const { spec, kind } = found[0] as Manifest;
    return kind === 'CronJob' ? spec.jobTemplate.spec.template : spec.template;
  }

  pod(name: string) {
    return this.template(name).spec;
  }

  container(name: string) {
    return this.pod(name).containers[0];
  }

  /** A container's plain environment; what comes from a Secret shows as `<secret>/<key>`. */
  env(name: string): Readonly<Record<string, string>> {
    const shown = ({ name, value, valueFrom }: Fields) => [
      name,
      value ?? `${valueFrom.secretKeyRef.name}/${valueFrom.secretKeyRef.key}`,
    ];
    return Object.fromEntries((this.container(name).env ?? []).map(shown));
  }

  /** Volume name by mount path, with the folder inside the volume behind a colon. */
  mounts(name: string): Readonly<Record<string, string>> {
    const shown = ({ mountPath, name, subPath }: Fields) => [mountPath, subPath ? `${name}:${subPath}` : name];
    return Object.fromEntries(this.container(name).volumeMounts.map(shown));
  }

  podVolume(name: string, volume: string): Fields {
    return this.pod(name).volumes.find((candidate: Fields) => candidate.name === volume);
  }
}
