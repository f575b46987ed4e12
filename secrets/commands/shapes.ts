import type { CommandLine, Shape } from '../../synth/terminal/usage.ts';

const file = ['FILE', 'a file'] as const;

/** What a flag takes. */
export const takes = {
  'from-file': ['FILE', 'a file, or - for standard input'],
  'from-terraform': ['FILE', 'a file, or - for standard input'],
  key: ['FILE', 'the path of a file outside the repository'],
  'new-key': ['PATH', 'a path outside the repository'],
  certificate: file,
  from: file,
  stack: ['NAME', 'the name of a Terraform stack'],
  recipient: ['AGE', 'an age recipient (age1...)'],
  identity: file,
  'restic-password': file,
  'vault-keys': file,
  'k3s-token': file,
  'state-token': file,
  'from-secrets': ['FILE', 'a file, or - for standard input'],
  out: ['PATH', 'a path outside the repository'],
  'fail-on': ['WHEN', 'due, or soon'],
} as const satisfies CommandLine['takes'];

const given = {
  'from-env': 'takes values that only a person or Terraform knows from UYOOP_* variables',
  'from-file': 'takes them from a JSON file outside the repository, { "UYOOP_...": "value" }; - is standard input',
  'from-secrets': 'takes those that stand in a cluster, from kubectl get secrets -A -o yaml',
};

/** Every command of `npm run secrets`. */
export const commands = {
  list: {
    says: 'Every declared secret: sealed or missing, its age, when it is due, who uses it.',
    words: [],
    flags: {
      json: 'the same for programs',
      'fail-on': "exit 1 where a value or the sealing certificate is 'due', or 'soon' will be, and say which alone",
    },
    example: 'list --json',
  },
  init: {
    group: 'First boot:',
    says: 'Makes the sealing key, makes every random value, asks for the others, and seals all.',
    words: [],
    flags: {
      key: 'where the private key goes, as a Kubernetes Secret, outside the repository',
      ...given,
      'from-terraform': "takes those of Terraform from 'terraform output -json'",
    },
    example: 'init --key /safe/sealing-key.yaml',
  },
  seal: {
    group: 'First boot:',
    says: 'Makes and seals what is missing.',
    words: [],
    flags: {
      ...given,
      placeholder: 'random text under a certificate that nobody can open: an example platform then synthesizes',
    },
    example: 'seal --from-env',
  },
  existing: {
    group: 'First boot:',
    says: 'The Secrets that this phase expects in the cluster already, for kubectl apply: into a pipe, or encrypted.',
    words: [],
    flags: {
      key: 'the private key that opens sealed/',
      out: 'the file that they go to, outside the repository',
      recipient: 'encrypts that file for it',
    },
    example: 'existing --key /safe/sealing-key.yaml | kubectl apply -f -',
  },
  set: {
    group: 'Change:',
    says: 'Seals a value that you know: asks for it without showing it, or reads it from a pipe.',
    words: ['NAMESPACE/NAME', 'KEY'],
    flags: {
      'from-env': 'takes it from its UYOOP_* variable',
      'from-file': 'takes it from the text of a file outside the repository; - is standard input',
    },
    example: 'set prod-web/ghost-mail password',
    hint: 'a value is never typed there, it is asked for, or piped in',
  },
  rotate: {
    group: 'Change:',
    says: 'Makes new random values, and says what to restart. A database is told by a pipe.',
    words: ['NAMESPACE/NAME', '[KEY]'],
    flags: {},
    example: 'rotate prod-cloud/nextcloud-oidc',
  },
  'import-terraform': {
    group: 'Change:',
    says: "Takes over what 'terraform output -json' printed; - is standard input.",
    words: ['FILE'],
    flags: { stack: 'the stack, when two have an output of one name' },
    example: 'import-terraform outputs.json --stack object-storage',
  },
  prune: {
    group: 'Change:',
    says: 'Deletes from sealed/ what nobody declares.',
    words: [],
    flags: {},
    example: 'prune',
  },
  sum: {
    group: 'Change:',
    says: 'Takes a value of sealed/ that has no sum as it stands: of an older version, or from kubeseal.',
    words: [],
    flags: {},
    example: 'sum',
  },
  reseal: {
    group: 'The sealing key:',
    says: 'Opens what is under another certificate, and seals the same values under this one.',
    words: [],
    flags: {
      key: 'the private key that opens what is sealed',
      'new-key': 'makes a new sealing key, as init does, and seals under it',
      certificate: 'seals under this new certificate',
      from: 'takes over a SealedSecret that kubeseal made',
    },
    example: 'reseal --key /safe/old.yaml --new-key /safe/new.yaml',
  },
  kit: {
    group: 'The sealing key:',
    says: 'Lays what must be in the safe into a new folder, with a checklist; or proves that such a kit serves.',
    words: ['DIR'],
    flags: {
      key: 'the private key that opens sealed/',
      'restic-password': 'goes in too',
      'vault-keys': 'go in too',
      'k3s-token': 'goes in too',
      'state-token': 'goes in too',
      recipient: 'encrypts each file for it',
      verify: 'proves that the kit in DIR opens every sealed value',
      identity: 'decrypts the kit that is verified',
    },
    example: 'kit /safe/kit --key /safe/key.yaml --recipient age1...',
  },
  leaks: {
    group: 'Before a commit:',
    says: 'What looks like a credential in everything that Git tracks, or would.',
    words: [],
    flags: {},
    example: 'leaks',
  },
} as const satisfies Readonly<Record<string, Shape>>;
