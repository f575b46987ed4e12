import { block, container, deployment, file, other, release } from '../pieces.ts';
import { row } from '../row.ts';

const image = (name: string) => deployment({ pod: { containers: [container({ image: name })] } });
const provider = (version: string) =>
  block('terraform', { required_providers: { ovh: { source: 'ovh/ovh', version } } });
const capacityOf = (memory: string, more = '') =>
  file(
    'report/capacity.md',
    `# Capacity\n\n## quay\n\n| what | CPU | memory | memory limit | disk |\n|---|---:|---:|---:|---:|\n| **sum** | **4 cores** | **${memory}** | **20 GiB** | **100 GiB** |\n| **machine** | 8 cores | 24 GiB | 24 GiB | 200 GiB |\n${more}`,
  );
const attic =
  '\n## attic\n\n| what | CPU | memory | memory limit | disk |\n|---|---:|---:|---:|---:|\n| **sum** | **0.5 cores** | **1 GiB** | **1 GiB** | **20 GiB** |\n| **machine** | 4 cores | 8 GiB | 8 GiB | 80 GiB |\n';

export const version = [
  row(
    'a patch of an image',
    image('ghost:6.59.0'),
    image('ghost:6.59.1'),
    'restart Deployment shop/web: restarts (image): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
    'version Deployment shop/web: ghost 6.59.0 → 6.59.1 (patch)',
  ),
  row(
    'a minor version of an image',
    image('ghost:6.59.0'),
    image('ghost:6.60.0'),
    'restart Deployment shop/web: restarts (image): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
    'version Deployment shop/web: ghost 6.59.0 → 6.60.0 (minor)',
  ),
  row(
    'a major version, and until when it is looked after',
    image('nextcloud:33.0.1-apache'),
    image('nextcloud:34.0.3-apache'),
    'restart Deployment shop/web: restarts (image): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
    'version Deployment shop/web: nextcloud 33.0.1-apache → 34.0.3-apache (major); this line is looked after until 2027-06-30',
  ),
  row(
    'an image that goes back',
    image('ghost:6.59.0'),
    image('ghost:6.58.2'),
    'restart Deployment shop/web: restarts (image): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
    'version Deployment shop/web: ghost 6.59.0 → 6.58.2 (downgrade)',
  ),
  row(
    'the same version, built anew',
    image('ghost:6.59.0@sha256:aa'),
    image('ghost:6.59.0@sha256:bb'),
    'restart Deployment shop/web: restarts (image): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
    'version Deployment shop/web: ghost 6.59.0 → 6.59.0 (the same version, built anew)',
  ),
  row(
    'another image',
    image('ghost:6.59.0'),
    image('example/ghost:6.59.0'),
    'restart Deployment shop/web: restarts (image): it serves nobody meanwhile, for 40 s at most (30 s to end, 10 s to start)',
    'version Deployment shop/web: image ghost:6.59.0 → example/ghost:6.59.0',
  ),
  row(
    'a chart',
    release({}, 'cert-manager', '1.18.2'),
    release({}, 'cert-manager', '1.19.0'),
    'restart HelmRelease shop/cert-manager: Helm installs it again, and what the values concern restarts',
    'version HelmRelease shop/cert-manager: cert-manager 1.18.2 → 1.19.0 (minor)',
  ),
  row(
    "a chart of K3s's",
    other('helm.cattle.io/v1', 'HelmChart', { spec: { chart: 'oci://ghcr.io/x/flux-operator', version: '0.58.0' } }),
    other('helm.cattle.io/v1', 'HelmChart', { spec: { chart: 'oci://ghcr.io/x/flux-operator', version: '0.59.0' } }),
    'restart HelmChart shop/one: Helm installs it again, and what the values concern restarts',
    'version HelmChart shop/one: flux-operator 0.58.0 → 0.59.0 (minor)',
  ),
  row(
    "an image in a chart's values",
    release({ image: { repository: 'gull', tag: '1.0.0' } }),
    release({ image: { repository: 'gull', tag: '1.0.1' } }),
    'restart HelmRelease shop/gull: Helm installs it again, and what the values concern restarts',
    'version HelmRelease shop/gull: gull 1.0.0 → 1.0.1 (patch)',
  ),
  row(
    'a provider of Terraform',
    provider('2.19.0'),
    provider('2.20.0'),
    'hands stack dns: terraform apply: no resource, but its settings',
    'version dns terraform: provider ovh 2.19.0 → 2.20.0 (minor)',
  ),
  row(
    'what a machine runs',
    file('hosts/quay.yaml', 'k3s:\n  version: v1.36.4+k3s1\n'),
    file('hosts/quay.yaml', 'k3s:\n  version: v1.37.0+k3s1\n'),
    'hands machine quay: Ansible must run there: a file changes',
    'version host hosts/quay.yaml: k3s v1.36.4+k3s1 → v1.37.0+k3s1 (minor)',
  ),
];

export const capacity = [
  row(
    'a machine holds more',
    capacityOf('13 GiB'),
    capacityOf('14.5 GiB'),
    'capacity machine quay: memory 13 GiB → 14.5 GiB of 24 GiB',
  ),
  row(
    'a machine is new',
    capacityOf('13 GiB'),
    capacityOf('13 GiB', attic),
    'capacity machine attic: is new: cores 0.5 of 4, memory 1 GiB of 8 GiB, memory limits 1 GiB of 8 GiB, disk 20 GiB of 80 GiB',
  ),
  row(
    'a machine goes',
    capacityOf('13 GiB', attic),
    capacityOf('13 GiB'),
    'capacity machine attic: is no machine of ours any more',
  ),
];
