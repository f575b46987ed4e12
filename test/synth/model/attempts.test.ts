import { ApiObject, Lazy } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { PlatformApp } from '../../../constructs/facts/platform-app.ts';
import { NamespaceChart } from '../../../constructs/namespace/namespace.ts';
import { Attempts } from '../../../synth/model/attempts.ts';
import { documentsOf, writeDocuments } from '../../../synth/model/documents.ts';
import { platform, Scratch } from '../checks/scratch.ts';

const emptyApp = () => new PlatformApp({ platform, sealed: {} });

/** Refuses its props in its constructor, when it is half built. */
class Refusing extends Scratch {
  constructor(chart: NamespaceChart, id: string, error: () => Error) {
    super(chart, id);
    throw error();
  }
}

/** A chart of one healthy service, and one that throws. */
class Half extends NamespaceChart {
  constructor(app: PlatformApp, name: string, error: () => Error) {
    super(app, name, { tier: 'prod' });
    new Scratch(this, 'well');
    new Refusing(this, 'ill', error);
  }
}

const letters = ({ refused }: Attempts) => refused.map(({ where, what, got }) => `${where}: ${what}, got ${got}`);

describe('a chart that throws', () => {
  it('is told by the service that was being built, which leaves the tree, and the next chart is built', () => {
    const app = emptyApp();
    const attempts = new Attempts();
    attempts.grow(app, () => new Half(app, 'prod-a', () => new Error("redirect: 'x/' ends in a slash")));
    attempts.grow(app, () => new Half(app, 'prod-b', () => new TypeError('props.missing is undefined')));
    expect(letters(attempts)).toEqual([
      "prod-a/ill: it refuses what it is given, got redirect: 'x/' ends in a slash",
      'prod-b/ill: a slip in the program, got TypeError: props.missing is undefined',
    ]);
    const services = app.node.findAll().filter((construct) => construct instanceof Scratch);
    expect(services.map(({ node }) => node.path)).toEqual(['prod-a/well', 'prod-b/well']);
  });

  it('keeps the services that it has built', () => {
    class Late extends NamespaceChart {
      constructor(scope: PlatformApp) {
        super(scope, 'prod-a', { tier: 'prod' });
        new Scratch(this, 'well');
        throw new Error('prod-a has too few services');
      }
    }
    const app = emptyApp();
    const attempts = new Attempts();
    attempts.grow(app, () => new Late(app));
    expect(letters(attempts)).toEqual(['prod-a: it refuses what it is given, got prod-a has too few services']);
    expect(app.node.findAll().filter((construct) => construct instanceof Scratch)).toHaveLength(1);
  });

  it('keeps what it threw, for whoever prints the stack', () => {
    const slip = new TypeError('props.missing is undefined');
    const attempts = new Attempts();
    attempts.refuse('prod-a', slip);
    expect(attempts.refused[0]?.error.cause).toBe(slip);
  });
});

describe('an object that cannot be written', () => {
  /** Two ConfigMaps, of which one has a value that throws, and one that stands in no file. */
  const app = emptyApp();
  const chart = new NamespaceChart(app, 'prod-a', { tier: 'prod' });
  const configMap = (id: string, value: unknown) =>
    new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id }, data: { value } });
  configMap('well', 'x');
  const produce = () => {
    throw new Error("prod-a/ill: '1GB' is no amount of bytes");
  };
  configMap('ill', Lazy.any({ produce }));
  chart.node.addValidation({ validate: () => ['holds nothing at all'] });

  it('is told by its path, without what the library puts around it, and the others are written', () => {
    const attempts = new Attempts();
    const documents = writeDocuments(app, attempts);
    expect(documents.map(({ path }) => path)).toContain('prod-a/well');
    expect(documents.map(({ path }) => path)).not.toContain('prod-a/ill');
    expect(letters(attempts)).toEqual([
      'prod-a: it refuses what it is given, got holds nothing at all',
      "prod-a/ill: it refuses what it is given, got '1GB' is no amount of bytes",
    ]);
  });

  it('is an error where the tree has to be whole', () => {
    expect(() => documentsOf(app)).toThrow("prod-a: holds nothing at all\nprod-a/ill: '1GB' is no amount of bytes");
  });
});

describe('a stack that throws', () => {
  it('leaves the others be', () => {
    const attempts = new Attempts();
    const dns = () => {
      throw new Error("mail is received by machine 'attic', which phase 1 does not have");
    };
    const stacks = [
      ...attempts.collect('terraform/stacks/dns', dns),
      ...attempts.collect('terraform/stacks/forge', () => 'forge'),
    ];
    expect(stacks).toEqual(['forge']);
    expect(letters(attempts)[0]).toContain('terraform/stacks/dns: it refuses what it is given, got mail is received');
  });
});
