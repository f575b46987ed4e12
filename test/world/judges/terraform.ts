import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TerraformStackJson } from '../../../synth/model/model.ts';
import type { Judge, Problem } from './judge.ts';

/**
 * `terraform validate` with the real providers. A run takes a second or two, so that it reads a sample of what is different;
 * the rest is judged by the providers' schemas, which are one of synth's own checks.
 *
 * @see https://developer.hashicorp.com/terraform/cli/commands/validate
 */
export class Terraform {
  readonly name = 'terraform';
  private readonly folders = new Map<string, string>();
  private readonly known = new Map<string, readonly string[]>();

  /** @param plugins a folder as `terraform providers mirror` makes it: no registry is asked. */
  constructor(
    private readonly plugins: string,
    private readonly sample: number,
  ) {}

  /** How many different stacks were read. */
  get asked(): number {
    return this.known.size;
  }

  readonly judge: Judge = async ({ model }) => model.stacks.flatMap((stack) => this.problemsOf(stack));

  end(): void {
    for (const folder of this.folders.values()) rmSync(folder, { recursive: true, force: true });
  }

  private problemsOf(stack: TerraformStackJson): readonly Problem[] {
    const text = JSON.stringify(stack.json);
    if (!this.known.has(text)) {
      if (this.known.size >= this.sample) return [];
      this.known.set(text, this.validate(stack.name, text));
    }
    return (this.known.get(text) ?? []).map((problem) => ({ reader: 'Terraform', text: `${stack.name}: ${problem}` }));
  }

  private validate(name: string, text: string): readonly string[] {
    const folder = this.folderOf(name, text);
    if (!folder) return [];
    writeFileSync(join(folder, 'cdk.tf.json'), text);
    const { stdout } = this.run(folder, ['validate', '-json']);
    const { diagnostics = [] } = JSON.parse(stdout || '{}') as { diagnostics?: { summary: string; detail: string }[] };
    return diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`.replaceAll(/\s+/g, ' '));
  }

  /** A folder in which the stack's providers are installed; undefined where one of them is not there. */
  private folderOf(name: string, text: string): string | undefined {
    const known = this.folders.get(name);
    if (known !== undefined) return known || undefined;
    const folder = mkdtempSync(join(tmpdir(), 'uyoop-terraform-'));
    writeFileSync(join(folder, 'cdk.tf.json'), text);
    const { status } = this.run(folder, ['init', '-backend=false', '-input=false', `-plugin-dir=${this.plugins}`]);
    this.folders.set(name, status === 0 ? folder : '');
    return status === 0 ? folder : undefined;
  }

  private run(cwd: string, args: readonly string[]) {
    return spawnSync('terraform', [...args], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, CHECKPOINT_DISABLE: '1' },
    });
  }
}
