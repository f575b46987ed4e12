import check from '../../../../synth/checks/secrets/credentials-in-text.ts';
import { scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

// Put together here, so that no scanner takes this file for a leak.
const gitlab = ['glpat', 'abcdefghij0123456789'].join('-');
const written = (path: string, text: string) => () => ({ model: scratch(), run: { files: new Map([[path, text]]) } });

refuses('a report', written('report/index.html', `<pre>${gitlab}</pre>`), 'report/index.html: something');
refuses(
  'a line for a machine',
  written('hosts/core-prod.yaml', 'password: hunter2'),
  "got a value for 'password' (not repeated here)",
);
takes('a line of a report, which is prose', written('report/exposures.md', 'password: hunter2'));
takes('a manifest, which is judged by its structure', () => {
  const model = scratch();
  const [document] = model.documents;
  return { model, run: { files: new Map([[document?.file ?? '', gitlab]]) } };
});
