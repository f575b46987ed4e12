import type { Reader } from '../readers/reader.ts';
import { type Judge, problems } from './judge.ts';

interface ZoneRecord {
  readonly zone: string;
  readonly name: string;
  readonly type: string;
  readonly target: string;
}

export type DnsReader = Reader<
  { readonly records: readonly ZoneRecord[]; readonly hosts: readonly string[] },
  { readonly problems: readonly string[] }
>;

/** Every record of the DNS stack, and every name that a certificate bears. */
export const dns =
  (reader: DnsReader): Judge =>
  async ({ model }) => {
    const blocks = model.stacks.find(({ name }) => name === 'dns')?.json.resource?.ovh_domain_zone_record ?? {};
    const records = Object.values(blocks as { [id: string]: { [field: string]: string } }).map(
      (block): ZoneRecord => ({
        zone: String(block.zone),
        name: block.subdomain ?? '',
        type: String(block.fieldtype),
        target: String(block.target),
      }),
    );
    const hosts = model.documents
      .filter(({ manifest }) => manifest.kind === 'Certificate')
      .flatMap(({ manifest }) => manifest.spec.dnsNames as string[]);
    const answers = [...records.map((record) => ({ records: [record], hosts: [] })), { records: [], hosts }];
    const found = await Promise.all(answers.map((question) => reader.ask(JSON.stringify(question), () => question)));
    return problems(
      'DNS',
      found.flatMap(({ problems }) => problems),
    );
  };
