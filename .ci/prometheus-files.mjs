// Takes Prometheus's two files out of a dist/ folder; the paths that exist in its pod alone are replaced.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';

const [dist, out] = process.argv.slice(2).map((path) => resolve(path));
const text = readFileSync(join(dist, 'kubernetes/services/monitoring/prometheus.yaml'), 'utf8');
const manifests = parseAllDocuments(text).map((document) => document.toJS());
const { data } = manifests.find(({ kind }) => kind === 'ConfigMap');
const rules = join(out, 'rules.yml');
mkdirSync(out, { recursive: true });
writeFileSync(rules, data['etc_prometheus_rules.yml']);
for (const name of ['token', 'ca.crt']) writeFileSync(join(out, name), '');
writeFileSync(
  join(out, 'prometheus.yml'),
  data['etc_prometheus_prometheus.yml']
    .replace('/etc/prometheus/rules.yml', rules)
    .replaceAll('/var/run/secrets/kubernetes.io/serviceaccount', out),
);
