import check from '../../../../synth/checks/schemas/labels.ts';
import { configMap } from '../config-maps.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const long = 'x'.repeat(64);

takes('a proper one', configMap({ labels: { 'example.org/a': 'b', c: '' } }));
refuses(
  'a value that is too long',
  configMap({ labels: { a: long } }),
  `the value of label 'a' is too long or has characters that a label does not take, got '${long}' (64 characters)`,
);
refuses('a value with a slash', configMap({ labels: { a: 'b/c' } }), "the value of label 'a' is too long or has");
refuses(
  'a key that is too long',
  configMap({ annotations: { [`example.org/${long}`]: '' } }),
  'the key of an annotation is no qualified name',
);
refuses('two slashes', configMap({ labels: { 'a/b/c': 'd' } }), "the key of a label is no qualified name, got 'a/b/c'");
