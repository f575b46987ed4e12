import { ApiObject, Chart, JsonPatch, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { libraryJson } from '../../../synth/model/plain-object.ts';
import { scratchApp } from '../../support/bench.ts';
import { choices } from '../../support/composed.ts';
import { own } from '../../support/own.ts';
import { town } from '../../support/town.ts';

const ours = ApiObject.prototype.toJson;

/** To the order of the keys, and to what is not there. */
const exactly = (json: unknown) =>
  JSON.stringify(json, (_, value) =>
    value === undefined ? '(nothing)' : Object.is(value, -0) ? '(minus nought)' : value,
  );

/** What either makes of an object, or says of it. */
function said(make: (this: ApiObject) => unknown, object: ApiObject): string {
  try {
    return exactly(make.call(object));
  } catch (error) {
    return String(error);
  }
}

const objectWith = (further: Readonly<Record<string, unknown>>, metadata = {}): ApiObject =>
  new ApiObject(new Chart(scratchApp(), 'chart'), 'object', {
    ...{ apiVersion: 'v1', kind: 'Thing', metadata: { name: 'thing', ...metadata } },
    ...further,
  });

const objectsOf = (root: IConstruct): readonly ApiObject[] =>
  root.node.findAll().filter((one): one is ApiObject => ApiObject.isApiObject(one));

const lazy = (value: unknown) => Lazy.any({ produce: () => value });

/** A value of each kind that cdk8s treats in a way of its own. */
const kinds: Readonly<Record<string, unknown>> = {
  nothing: null,
  'nothing in a list': [null, undefined, 1],
  'nothing below nothing': { a: { b: undefined } },
  'an empty list': [],
  'an empty map': { a: {} },
  'a lazy value': lazy({ b: 1, a: lazy([lazy('x')]) }),
  'a lazy nothing': lazy(undefined),
  'lazy nothings in a list': [lazy(null), lazy({ a: lazy(undefined) })],
  'a lazy value that throws': Lazy.any({
    produce: () => {
      throw new Error('no');
    },
  }),
  'a union of text': k8s.IntOrString.fromString('http'),
  'a union of a number': { port: k8s.IntOrString.fromNumber(80) },
  'a quantity': [k8s.Quantity.fromString('1Gi')],
  numbers: [0, -0, 1.5, 2 ** 53, Number.NaN],
  'keys out of order': { b: 1, a: 2, B: 3, 10: 4, 9: 5, 'a-': 6 },
  'a date': new Date(0),
  'a map': new Map([['a', 1]]),
  'a function': () => 1,
  'what can resolve itself': { resolve: () => 'resolved' },
  'a map without a class': Object.assign(Object.create(null), { a: 1 }),
  'a class of ours': new (class Own {
    readonly a = 1;
  })(),
};

describe('the JSON of an object is what cdk8s makes of it', () => {
  it.each(Object.entries(kinds))('with %s', (_, value) => {
    const objects = [objectWith({ spec: value }), objectWith({}, { further: value, labels: { a: value } })];
    for (const object of objects) expect(said(ours, object)).toBe(said(libraryJson, object));
  });

  it('with a patch', () => {
    const object = objectWith({ spec: { a: 1 } });
    object.addJsonPatch(JsonPatch.add('/spec/b', 2));
    expect(said(ours, object)).toBe(said(libraryJson, object));
    expect(said(ours, object)).toContain('"b":2');
  });

  it.each(choices)('for every object of phase %i with %s', (phase, gitops) => {
    const objects = objectsOf(own(phase, gitops).app);
    expect(objects.length).toBeGreaterThan(100);
    for (const object of objects) expect(said(ours, object)).toBe(said(libraryJson, object));
  });

  it('for every object of a platform that is not the owner’s', () => {
    for (const object of objectsOf(town().app)) expect(said(ours, object)).toBe(said(libraryJson, object));
  });
});
