import { describe, expect, it } from 'vitest';
import { letters, object, rewritten, scratch, tripped } from './scratch.ts';

const configMap = (metadata: object, more: object = {}) =>
  scratch({
    add: ({ prod }) => object(prod, { kind: 'ConfigMap', metadata: { namespace: 'prod-web', ...metadata }, ...more }),
  });

describe('check 10: schema', () => {
  it('refuses an unknown field and says which', () => {
    const model = rewritten(scratch(), ({ kind, metadata, spec }) => {
      if (kind === 'Deployment' && metadata.name === 'lab') spec.template.spec.containers[0].imagePolicy = 'Always';
    });
    expect(tripped(model)).toEqual([10]);
    expect(letters(model)[0]).toContain(
      '/spec/template/spec/containers/0 has an unknown field \'imagePolicy\', got "Always"',
    );
  });

  it('refuses an unknown kind', () => {
    const model = scratch({
      add: ({ prod }) =>
        object(prod, { apiVersion: 'example.org/v1', kind: 'Wish', metadata: { name: 'a', namespace: 'prod-web' } }),
    });
    expect(letters(model)).toEqual([
      expect.stringContaining('a kind that no schema describes, got example.org/v1/Wish'),
    ]);
  });

  it('refuses a block that the provider does not know', () => {
    const model = scratch({
      stacks: (stacks) => [
        ...stacks,
        { name: 'extra', json: { resource: { ovh_domain_zone_record: { a: { zone: 'uyoop.com', typo: 1 } } } } },
      ],
    });
    expect(tripped(model)).toEqual([10]);
    expect(letters(model)[0]).toContain('terraform/stacks/extra/cdk.tf.json');
  });
});

describe('check 10: names', () => {
  it('takes a proper ConfigMap', () => {
    expect(letters(configMap({ name: 'wiki-extra', labels: { 'example.org/a': 'b' } }))).toEqual([]);
  });

  it.each([
    ['a name in upper case', { name: 'Wiki' }, 'must be a DNS name'],
    [
      'a label value that is too long',
      { name: 'a', labels: { a: 'x'.repeat(64) } },
      "the value of label 'a' is too long",
    ],
    ['a label value with a slash', { name: 'a', labels: { a: 'b/c' } }, "the value of label 'a'"],
    [
      'an annotation key that is too long',
      { name: 'a', annotations: { [`example.org/${'x'.repeat(64)}`]: '' } },
      'the key of an annotation',
    ],
  ])('refuses %s', (_, metadata, what) => {
    expect(tripped(configMap(metadata))).toEqual([10]);
    expect(letters(configMap(metadata))[0]).toContain(what);
  });

  it('refuses one object written twice', () => {
    const model = scratch({
      add: ({ prod, wiki }) => {
        for (const scope of [prod, wiki])
          object(scope, { kind: 'ConfigMap', metadata: { name: 'twin', namespace: 'prod-web' } });
      },
    });
    expect(tripped(model)).toEqual([10]);
    expect(letters(model)[0]).toContain('ConfigMap prod-web/twin is written twice');
  });

  it('refuses a port name that is too long', () => {
    const model = rewritten(scratch(), ({ kind, spec }) => {
      if (kind === 'StatefulSet') spec.template.spec.containers[0].ports[0].name = 'database-of-wiki';
    });
    expect(tripped(model)).toEqual([10]);
  });
});
