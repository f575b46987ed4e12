import { claimOn, type Rule } from '../../change/change.ts';
import { lastKey } from '../../compare/field.ts';

/** A route answers without TLS: passwords travel in the open. */
export const plainHttp: Rule = ({ entity, fields }) => {
  if (entity.kind !== 'IngressRoute') return [];
  const gone = fields.filter(
    (field) => field.path[0] === 'spec' && field.path[1] === 'tls' && field.after === undefined,
  );
  return claimOn(gone, 'answers without TLS: what people type travels in the open');
};

/** A bucket, or a repository, that strangers read. */
export const published: Rule = ({ entity, fields }) => {
  if (entity.layer !== 'terraform') return [];
  const open = fields.filter(
    (field) => /^(acl|visibility|visibility_level|hide_objects)$/.test(lastKey(field)) && isPublic(field.after),
  );
  return claimOn(open, 'strangers may read it from now on');
};

const isPublic = (value: unknown): boolean => typeof value === 'string' && /public/.test(value);

/** A machine's firewall lets more in. What strangers reach is in the matrix. */
export const firewalls: Rule = ({ entity, fields }) => {
  if (entity.layer !== 'host') return [];
  const opened = fields.filter(
    ({ path, before, after }) =>
      path.some((key) => /^(ports|ufw|firewall|allow)$/i.test(key)) &&
      after !== undefined &&
      before === undefined &&
      !path.includes('public'),
  );
  return opened.flatMap((field) =>
    claimOn([field], `the firewall of ${entity.home} lets in ${shownPort(field.after)}`),
  );
};

function shownPort(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { port, protocol = 'tcp', owner, from } = value as Record<string, unknown>;
  if (port === undefined) return JSON.stringify(value);
  const who = Array.isArray(from) ? `${from.join(', ')} on ` : '';
  return `${who}${protocol}/${port}${owner ? ` (${owner})` : ''}`;
}
