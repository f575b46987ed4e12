import check from '../../../../synth/checks/mail/issuers.ts';
import { rewritten, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);
const issuedBy = (change: (reference: { kind?: string; name: string }) => void) => () =>
  rewritten(scratch(), ({ kind, metadata, spec }) => {
    if (kind === 'Certificate' && metadata.name === 'wiki') change(spec.issuerRef);
  });

refuses(
  'one of another name',
  issuedBy((reference) => {
    reference.name = 'zerossl';
  }),
  "a certificate from an issuer that nobody writes, got ClusterIssuer 'zerossl' (there are letsencrypt)",
);

refuses(
  'one of the namespace, which is what no kind means',
  issuedBy((reference) => {
    delete reference.kind;
  }),
  "got Issuer 'letsencrypt' (there are letsencrypt)",
);

refuses(
  'one for two certificates, told once',
  () =>
    rewritten(scratch(), ({ kind, spec }) => {
      if (kind === 'Certificate') spec.issuerRef.name = 'zerossl';
    }),
  "got ClusterIssuer 'zerossl' (there are letsencrypt) (also security/authelia/exposure/certificate)",
);
