import { noBackup } from '../../../../constructs/facts/claim.ts';
import check from '../../../../synth/checks/backups/backup-reasons.ts';
import { scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const cache = (reason: string) => () =>
  scratch({ add: ({ wiki }) => wiki.volume('cache', { size: '1Gi', backup: noBackup(reason) }) });

refuses('a reason of one word', cache('cache'), "is not saved, and the reason says too little, got 'cache'");
refuses('a reason that breaks the table of exceptions', cache('a cache: | it fills'), "got 'a cache: | it fills'");
takes('a reason that says something', cache('a cache: it fills itself again'));
