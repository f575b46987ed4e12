import { describe, expect, it } from 'vitest';
import { graphOf } from '../../../synth/report/facts/graph.ts';
import { networkMermaid } from '../../../synth/report/network.ts';
import { reportFiles } from '../../../synth/report/report.ts';
import { townIn } from './town.ts';

/** What we write of Mermaid's language; each form was read by Mermaid 12.3 itself. */
const text = '"(?:[\\w .,:/()\'-]|#\\d+;)*"';
const forms = {
  head: /^flowchart LR$/,
  comment: new RegExp(`^ {2}%% Not drawn: addresses, and ways to ${text}, whom most speak to$`),
  group: new RegExp(`^ {2}subgraph (p\\d+)\\[${text}\\]$`),
  spot: new RegExp(`^ {4}(n\\d+)\\[${text}\\]$`),
  end: /^ {2}end$/,
  line: new RegExp(`^ {2}(n\\d+) -->\\|${text}\\| (n\\d+)$`),
  style: /^ {2}linkStyle [\d,]+ stroke:#[0-9a-f]{6}$/,
};

describe('the drawing of the network', () => {
  const model = townIn();
  const lines = networkMermaid(model).trimEnd().split('\n');
  const found = (form: RegExp) => lines.flatMap((line) => (form.test(line) ? [form.exec(line)?.slice(1) ?? []] : []));

  it('is made of nothing but what Mermaid reads', () => {
    expect(lines.filter((line) => !Object.values(forms).some((form) => form.test(line)))).toEqual([]);
    expect(found(forms.group)).toHaveLength(found(forms.end).length);
  });

  it('has each end of each line, and no spot without one', () => {
    const spots = found(forms.spot).flat();
    const ends = found(forms.line).flat();
    expect(new Set(ends)).toEqual(new Set(spots));
    expect(spots).toHaveLength(new Set(spots).size);
  });

  it('colours the way of strangers, and leaves out what most speak to', () => {
    const drawn = graphOf(model).lines.filter(({ kind, to }) => kind !== 'common' && !to.startsWith('to '));
    const web = drawn.flatMap(({ kind }, index) => (kind === 'web' ? [index] : []));
    expect(lines.at(-1)).toBe(`  linkStyle ${web.join(',')} stroke:#b03a12`);
    expect(found(forms.line)).toHaveLength(drawn.length);
    expect(lines.join('\n')).not.toContain('["kube-system/coredns"]');
  });

  it('is the way of strangers alone where it would be more than a forge draws', () => {
    const drawn = graphOf(model).lines.filter(({ kind }) => kind === 'web');
    const few = networkMermaid(model, 5).match(/-->/g);
    expect(few).toHaveLength(drawn.length);
    expect(drawn.length).toBeLessThan(found(forms.line).length);
  });

  it('takes no order and no end of a text from a name', () => {
    const name = 'quay"]; %%{init: {}}%% click <b> `x` # |';
    const machines = model.platform.machines.map((one) => (one.name === 'quay' ? { ...one, memory: name } : one));
    const platform = { ...model.platform, machines: machines as typeof model.platform.machines };
    const written = networkMermaid({ ...model, platform });
    const [group = ''] = written.split('\n').filter((line) => line.includes('quay, '));
    expect(group).toMatch(forms.group);
    expect(group).toContain('#37;#37;#123;init');
  });
});

describe('the folder of reports', () => {
  const files = reportFiles(townIn());

  it('shows the drawing, and names every file in it', () => {
    const contents = files.get('report/README.md') ?? '';
    expect(contents).toContain(`\`\`\`mermaid\n${files.get('report/network.mmd')}\`\`\``);
    const named = [...contents.matchAll(/\]\(([^)]+)\)/g)].map(([, file]) => `report/${file}`);
    const others = [...files.keys()].filter((file) => !/README\.md$|network\.mmd$/.test(file));
    expect(named.sort()).toEqual(others.sort());
  });

  it('has no line that nobody reads to its end, and no table of empty cells', () => {
    for (const [file, text] of files) {
      // A system that is not there yet has nothing to say.
      if (!file.endsWith('.md') || file === 'report/systems.md') continue;
      const lines = text.split('\n');
      expect([file, lines.filter((line) => line.length > 300)]).toEqual([file, []]);
      const empty = lines.filter((line) => /^\|.*\| {2}\|/.test(line));
      expect([file, empty.length > lines.length / 4]).toEqual([file, false]);
    }
  });
});
