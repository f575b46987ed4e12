import { parse } from 'yaml';
import type { Model } from '../model/model.ts';
import { at, textOf } from './json.ts';
import { once } from './once.ts';
import { type Written, writtenOf } from './written.ts';

/** A Helm chart that some engine installs. */
export interface WrittenChart {
  readonly path: string;
  /** Whether the object names a chart at all: an Application may hold plain manifests. */
  readonly named: boolean;
  /** As it is written: a name, or where it is pulled from. */
  readonly chart?: string;
  readonly version?: string;
  /** Its values, should they be written as fields. */
  readonly values?: unknown;
  /** Its values, should they be written as text. */
  readonly valuesText?: string;
}

/** Where each kind keeps its chart: Flux's, Argo CD's, and the two of K3s itself. */
const kinds: Readonly<Record<string, (spec: unknown) => Omit<WrittenChart, 'path'>>> = {
  HelmRelease: (spec) => ({
    named: at(spec, 'chart') !== undefined,
    chart: textOf(at(spec, 'chart', 'spec', 'chart')),
    version: textOf(at(spec, 'chart', 'spec', 'version')),
    values: at(spec, 'values'),
  }),
  Application: (spec) => ({
    named: at(spec, 'source', 'chart') !== undefined,
    chart: textOf(at(spec, 'source', 'chart')),
    version: textOf(at(spec, 'source', 'targetRevision')),
    values: at(spec, 'source', 'helm', 'valuesObject'),
  }),
  HelmChart: (spec) => ({
    named: at(spec, 'chart') !== undefined,
    chart: textOf(at(spec, 'chart')),
    version: textOf(at(spec, 'version')),
    valuesText: textOf(at(spec, 'valuesContent')),
  }),
  HelmChartConfig: (spec) => ({ named: false, valuesText: textOf(at(spec, 'valuesContent')) }),
};

/** Every chart that is written, whichever engine takes it. */
export const charts: (model: Model) => readonly WrittenChart[] = once((model) =>
  model.documents.flatMap((document) => chartOf(writtenOf(document))),
);

/** Its values, whichever way they are written; undefined if nobody can read them. */
export function valuesOf({ values, valuesText }: WrittenChart): unknown {
  if (valuesText === undefined) return values;
  try {
    return parse(valuesText);
  } catch {
    return undefined;
  }
}

function chartOf({ kind, path, spec }: Written): readonly WrittenChart[] {
  const read = kinds[kind];
  return read ? [{ path, ...read(spec) }] : [];
}
