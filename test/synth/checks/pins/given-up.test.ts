import check from '../../../../synth/checks/pins/given-up.ts';
import { object, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

const written = (apiVersion: string, kind: string, spec: object) => () =>
  scratch({
    add: ({ operators }) =>
      object(operators, { apiVersion, kind, metadata: { name: 'it', namespace: 'cert-manager' }, spec }),
  });
const release = (install: object, upgrade = install) =>
  written('helm.toolkit.fluxcd.io/v2', 'HelmRelease', {
    interval: '1h',
    chart: { spec: { chart: 'a', version: '1.0.0', sourceRef: { kind: 'HelmRepository', name: 'a' } } },
    install,
    upgrade,
  });
const k3s = (kind: string, failurePolicy?: string) =>
  written('helm.cattle.io/v1', kind, { failurePolicy, ...(kind === 'HelmChart' && { version: '1.0.0' }) });
const application = (retry?: object) =>
  written('argoproj.io/v1alpha1', 'Application', {
    project: 'uyoop',
    destination: {},
    source: { repoURL: 'https://git.example.org/a.git', path: 'a' },
    syncPolicy: { retry },
  });

const said = 'gives up after a failure, and no commit makes it try again, got';
refuses(
  'a release of three tries',
  release({ remediation: { retries: 3 } }),
  `${said} install: 3 retries, upgrade: 3 retries`,
);
refuses('a release that says nothing', release({}), `${said} install: 0 retries, upgrade: 0 retries`);
refuses('an upgrade alone', release({ strategy: { name: 'RetryOnFailure' } }, {}), `${said} upgrade: 0 retries`);
refuses('a chart of K3s that waits for somebody', k3s('HelmChart', 'abort'), `${said} failurePolicy 'abort'`);
refuses('a setting of K3s that uninstalls', k3s('HelmChartConfig'), `${said} failurePolicy 'reinstall'`);
refuses('an Application that says nothing', application(), `${said} retry.limit 5`);
refuses('an Application of ten tries', application({ limit: 10 }), `${said} retry.limit 10`);

takes('a release that tries for ever', release({ strategy: { name: 'RetryOnFailure' } }));
takes('a release whose remediation has no end', release({ remediation: { retries: -1 } }));
takes('a chart of K3s that tries again', k3s('HelmChart', 'retry'));
takes('an Application that tries for ever', application({ limit: -1 }));
