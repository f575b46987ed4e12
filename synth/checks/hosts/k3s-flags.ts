/*
 * Fields: keys of k3s.config of each contract.
 * Allowed: flags that K3s's command of that role has. Of an unknown one K3s says "found in config.yaml, skipping" and goes on
 * without it.
 */

import { wholeCheck } from '../../model/check.ts';

/** @see https://docs.k3s.io/cli/agent, all of which `k3s server` takes too. */
const ofBoth = [
  ...['airgap-extra-registry', 'alsologtostderr', 'bind-address', 'container-runtime-endpoint', 'data-dir', 'debug'],
  ...['docker', 'flannel-cni-conf', 'flannel-conf', 'flannel-iface', 'image-credential-provider-bin-dir'],
  ...['image-credential-provider-config', 'kube-proxy-arg', 'kubelet-arg', 'lb-server-port', 'log', 'node-external-ip'],
  ...['node-ip', 'node-label', 'node-name', 'node-taint', 'pause-image', 'prefer-bundled-bin', 'private-registry'],
  ...['protect-kernel-defaults', 'resolv-conf', 'rootless', 'selinux', 'server', 'snapshotter', 'token', 'token-file'],
  ...['v', 'vmodule', 'vpn-auth', 'vpn-auth-file', 'with-node-id'],
];

/** Without those of embedded etcd, which we do not run. @see https://docs.k3s.io/cli/server */
const ofServer = [
  ...['advertise-address', 'advertise-port', 'agent-token', 'agent-token-file', 'cluster-cidr', 'cluster-dns'],
  ...['cluster-domain', 'datastore-cafile', 'datastore-certfile', 'datastore-endpoint', 'datastore-keyfile'],
  ...['default-local-storage-path', 'disable', 'disable-cloud-controller', 'disable-helm-controller'],
  ...['disable-kube-proxy', 'disable-network-policy', 'disable-scheduler', 'egress-selector-mode', 'embedded-registry'],
  ...['enable-pprof', 'flannel-backend', 'flannel-external-ip', 'flannel-ipv6-masq', 'helm-job-image'],
  ...['https-listen-port', 'kube-apiserver-arg', 'kube-cloud-controller-manager-arg', 'kube-controller-manager-arg'],
  ...['kube-scheduler-arg', 'secrets-encryption', 'secrets-encryption-provider', 'service-cidr'],
  ...['service-node-port-range', 'servicelb-namespace', 'system-default-registry', 'tls-san', 'tls-san-security'],
  ...['write-kubeconfig', 'write-kubeconfig-group', 'write-kubeconfig-mode'],
];

export default wholeCheck('a word that K3s passes over', ({ contracts }) =>
  contracts.flatMap(({ machine, k3s: { role, config } }) => {
    const known = role === 'server' ? [...ofBoth, ...ofServer] : ofBoth;
    return Object.keys(config)
      .filter((key) => !known.includes(key))
      .map((key) => ({
        where: `hosts/${machine}`,
        what: `k3s ${role} has no flag --${key}, and goes on without it`,
        got: `${key}: ${JSON.stringify(config[key])}`,
        cure: 'hosts/contract/k3s.ts writes it: take a flag of docs.k3s.io/cli, or add one that is new to this check',
      }));
  }),
);
