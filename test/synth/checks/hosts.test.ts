import { describe, expect, it } from 'vitest';
import { type Access, forwardAuth, open } from '../../../constructs/web/access.ts';
import { letters, rewritten, Scratch, scratch, tripped } from './scratch.ts';

const publish = (host: string, access: Access = forwardAuth({ groups: ['users'] })) =>
  scratch({ add: ({ prod }) => new Scratch(prod, 'second').publish(host, access) });

describe('check 2: hosts', () => {
  it('takes a second host', () => {
    expect(letters(publish('second.uyoop.fr'))).toEqual([]);
  });

  it('refuses a host that two services claim', () => {
    const model = publish('wiki.uyoop.fr');
    expect(tripped(model)).toEqual([2]);
    expect(letters(model)).toEqual([
      expect.stringContaining("two services claim the host 'wiki.uyoop.fr', got prod-web/wiki and prod-web/second"),
    ]);
  });

  it('takes two services on one host whose paths never meet', () => {
    const split =
      (name: string, path: string) => (manifest: { kind: string; metadata: { name: string }; spec?: never }) => {
        const { spec } = manifest as { spec?: { routes: { match: string }[] } };
        if (manifest.kind !== 'IngressRoute' || manifest.metadata.name !== name) return;
        for (const route of spec?.routes ?? []) route.match += ` && PathPrefix(\`${path}\`)`;
      };
    const model = rewritten(rewritten(publish('wiki.uyoop.fr'), split('wiki', '/a')), split('second', '/b'));
    expect(letters(model).join()).not.toContain('two services claim');
  });

  it('refuses a host in no zone of ours', () => {
    const model = publish('wiki.example.org', open('types do not stop plain JavaScript'));
    expect(letters(model)).toEqual([expect.stringContaining("host 'wiki.example.org' is in no zone we own")]);
    expect(tripped(model)).toEqual([2]);
  });

  it('refuses a guarded host that no portal can set a cookie for', () => {
    const model = publish('wiki.cjenti.com');
    expect(tripped(model)).toEqual([2]);
    expect(letters(model)).toEqual([expect.stringContaining("no portal can log users in at 'wiki.cjenti.com'")]);
  });

  it("refuses a guarded host that Authelia's rules leave out", () => {
    const model = rewritten(scratch(), ({ kind, data }) => {
      if (kind === 'ConfigMap') for (const key of Object.keys(data)) data[key] = data[key].replace('wiki.', 'viki.');
    });
    expect(tripped(model)).toEqual([2]);
    expect(letters(model)).toEqual([expect.stringContaining("Authelia has no rule for 'wiki.uyoop.fr'")]);
  });

  it('refuses guarded hosts while the portal is nowhere', () => {
    const healthy = scratch();
    const documents = healthy.documents.filter(({ manifest }) => manifest.kind !== 'ConfigMap');
    expect(letters({ ...healthy, documents })).toEqual([expect.stringContaining('its configuration is nowhere')]);
  });
});
