import { accounts, branches, gitlabIds, groups, repositories } from '../kinds/forge.ts';
import { dkimKeys, wireguardKeys } from '../kinds/keys.ts';
import { type Kind, open, right, wrong } from '../kinds/kind.ts';
import { publicAddresses, publicAddresses6 } from '../kinds/networks.ts';
import { mails, projectIds, serviceNames, subsidiaries } from '../kinds/owner.ts';
import { ofPlatform, type Scope } from '../scene.ts';
import type { Draft } from '../village.ts';

const lab = (draft: Draft) => draft.owner.machines['loft'] as unknown as Record<string, unknown>;
const judged = ({ verdict }: { readonly verdict: string }) => verdict !== 'open';

const misspelt: Kind<string> = {
  name: 'machine in owner.ts',
  cases: wrong('the machine is ordered anew', 'lofft', 'LOFT', 'lo_ft', 'loft ', 'lab', ''),
};
const missingFacts: Kind<string> = {
  name: 'missing fact',
  cases: [
    ...wrong('an absence that buys', 'serviceName'),
    ...wrong('a fact that everything needs', 'ipv4', 'wireguardKey'),
    ...right('ipv6'),
  ],
};

/** What only the owner knows: each fact is judged as its reader would. */
export const ownerScopes: readonly Scope[] = [
  ofPlatform(
    'owner.machines',
    misspelt,
    (draft, name) => {
      const machines = draft.owner.machines as Record<string, unknown>;
      machines[name] = machines['loft'];
      delete machines['loft'];
    },
    { place: ['owner', 'loft'], phases: [2, 3] },
  ),
  ofPlatform(
    'owner.machines',
    missingFacts,
    (draft, fact) => {
      delete lab(draft)[fact];
    },
    { place: ['owner', 'loft'], phases: [2, 3] },
  ),
  ofPlatform(
    'owner.machines unknown',
    // They buy nothing as long as each machine of the model has its own.
    { name: 'machine in owner.ts', cases: open('lab-9', 'lofft') },
    (draft, name) => {
      (draft.owner.machines as Record<string, unknown>)[name] = {
        ...lab(draft),
        ipv4: '198.51.100.99',
        serviceName: 'vps-00000099.vps.ovh.net',
        wireguardKey: Buffer.alloc(32, 9).toString('base64'),
      };
    },
    { place: 'owner' },
  ),
  ofPlatform(
    'owner.machines.ipv4',
    publicAddresses,
    (draft, ipv4) => {
      lab(draft).ipv4 = ipv4;
    },
    { place: 'ipv4' },
  ),
  ofPlatform(
    'owner.machines.ipv4 of the ingress',
    publicAddresses,
    (draft, ipv4) => {
      (draft.owner.machines['quay'] as unknown as Record<string, unknown>).ipv4 = ipv4;
    },
    { place: 'ipv4', fits: judged },
  ),
  ofPlatform(
    'owner.machines.ipv6',
    publicAddresses6,
    (draft, ipv6) => {
      (draft.owner.machines['quay'] as unknown as Record<string, unknown>).ipv6 = ipv6;
    },
    { place: 'ipv6' },
  ),
  ofPlatform(
    'owner.machines.serviceName',
    serviceNames,
    (draft, name) => {
      lab(draft).serviceName = name;
    },
    { place: 'serviceName', phases: [2, 3] },
  ),
  ofPlatform(
    'owner.machines.wireguardKey',
    wireguardKeys,
    (draft, key) => {
      lab(draft).wireguardKey = key;
    },
    { place: 'wireguardKey' },
  ),
  ofPlatform(
    'owner.ovh.cloudProject',
    projectIds,
    (draft, id) => {
      draft.owner.ovh.cloudProject = id;
    },
    { place: 'cloudProject' },
  ),
  ofPlatform(
    'owner.ovh.subsidiary',
    subsidiaries,
    (draft, name) => {
      draft.owner.ovh.subsidiary = name;
    },
    { place: 'subsidiary' },
  ),
  ofPlatform(
    'owner.repository.url',
    repositories,
    (draft, url) => {
      draft.owner.repository.url = url as never;
    },
    { place: 'repository' },
  ),
  ofPlatform(
    'owner.repository.branch',
    branches,
    (draft, branch) => {
      draft.owner.repository.branch = branch;
    },
    { place: 'branch' },
  ),
  ofPlatform(
    'owner.repository.group',
    groups,
    (draft, group) => {
      draft.owner.repository.group = group;
    },
    { place: 'group' },
  ),
  ofPlatform(
    'owner.repository.gitlabProject',
    gitlabIds,
    (draft, id) => {
      draft.owner.repository.gitlabProject = id;
    },
    { place: 'gitlabProject' },
  ),
  ofPlatform(
    'owner.repository.gitlabGroup',
    gitlabIds,
    (draft, id) => {
      draft.owner.repository.gitlabGroup = id;
    },
    { place: 'gitlabGroup' },
  ),
  ofPlatform(
    'owner.github',
    accounts,
    (draft, name) => {
      draft.owner.github = name;
    },
    { place: 'github' },
  ),
  ofPlatform(
    'owner.acmeMail',
    mails,
    (draft, mail) => {
      draft.owner.acmeMail = mail;
    },
    { place: 'acmeMail' },
  ),
  ofPlatform(
    'owner.alertMail',
    mails,
    (draft, mail) => {
      draft.owner.alertMail = mail;
    },
    { place: 'alertMail' },
  ),
  ofPlatform(
    'owner.alertMail in our zones',
    {
      name: 'mail address',
      cases: wrong(
        'nobody hears that mail is down',
        'ops@harbour.example',
        'ops@mail.lantern.example',
        'OPS@HARBOUR.EXAMPLE',
      ),
    },
    (draft, mail) => {
      draft.owner.alertMail = mail;
    },
    { place: 'alertMail' },
  ),
  ofPlatform(
    'owner.postmaster',
    {
      name: 'mailbox of ours',
      cases: [
        ...right('ops@harbour.example', 'a.b@lantern.test'),
        ...wrong('what is written to us bounces', '', 'ops', 'ops@harbour.test', 'ops@elsewhere.example'),
      ],
    },
    (draft, mail) => {
      draft.owner.postmaster = mail;
    },
    { place: 'postmaster' },
  ),
  ofPlatform(
    'owner.dkim',
    dkimKeys,
    (draft, key) => {
      (draft.zones as Record<string, unknown>)['harbour.example'] = { mail: true, dkim: key };
    },
    { place: 'dkim' },
  ),
];
