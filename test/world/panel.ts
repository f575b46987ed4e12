import { ApiServer } from './judges/api-server.ts';
import { type DnsReader, dns } from './judges/dns.ts';
import { type AutheliaReader, authelia, type TraefikReader, traefik } from './judges/doors.ts';
import type { Judge } from './judges/judge.ts';
import { type KubernetesReader, kubernetes, yamlAlone } from './judges/kubernetes.ts';
import { meaning } from './judges/meaning.ts';
import { Terraform } from './judges/terraform.ts';
import { programOf } from './readers/build.mjs';
import { Reader } from './readers/reader.ts';

export interface PanelProps {
  /** A folder of CustomResourceDefinitions. */
  readonly crds: string;
  /** Builds readers that are not built yet. Default: true. */
  readonly build?: boolean;
  /** Of an API server that runs. */
  readonly kubeconfig?: string;
  /** A folder of Terraform's providers, and how many stacks they may read. */
  readonly terraform?: { readonly plugins: string; readonly sample: number };
}

interface Asked {
  readonly name: string;
  readonly asked: number;
  end(): void;
}

/** Every judge that there is on this machine. */
export class Panel {
  readonly judges: Judge[] = [meaning];
  /** Readers that cannot be asked, and why. */
  readonly skipped: string[] = [];
  private readonly members: Asked[] = [];

  constructor({ crds, build, kubeconfig, terraform }: PanelProps) {
    const objects = this.start<KubernetesReader>('kubernetes', kubernetes, build, [crds]);
    if (!objects) this.start<KubernetesReader>('yaml', yamlAlone, build);
    this.start<TraefikReader>('traefik', traefik, build);
    this.start<AutheliaReader>('authelia', authelia, build);
    this.start<DnsReader>('dns', dns, build);
    if (kubeconfig) this.add(new ApiServer(kubeconfig));
    else this.skipped.push('an API server that runs: no kubeconfig was given; the code of one is asked');
    if (terraform) this.add(new Terraform(terraform.plugins, terraform.sample));
    else this.skipped.push('terraform: no folder of its providers was given; their schemas are asked');
  }

  /** Different questions by reader. */
  get asked(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.members.map(({ name, asked }) => [name, asked]));
  }

  end(): void {
    for (const member of this.members) member.end();
  }

  private start<R>(name: string, judge: (reader: R) => Judge, build = true, args: readonly string[] = []): boolean {
    const { program, missing } = programOf(name, { build });
    if (!program) {
      this.skipped.push(`${name}: ${missing}`);
      return false;
    }
    const reader = new Reader<never, never>(name, program, args);
    this.members.push(reader);
    this.judges.push(judge(reader as R));
    return true;
  }

  private add(member: Asked & { readonly judge: Judge }): void {
    this.members.push(member);
    this.judges.push(member.judge);
  }
}
