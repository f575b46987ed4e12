interface Adopted {
  readonly machine: string;
  readonly id: string;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Key {
  readonly key: string;
  readonly secret: string;
  readonly consumer: string;
}

export declare function adoptedIn(stack: unknown): readonly Adopted[];

export declare function problems(
  machines: readonly Adopted[],
  ask: (path: string) => Promise<Answer>,
  now: number,
): Promise<readonly string[]>;

export declare function signed(key: Key, url: string, second: number): Readonly<Record<string, string>>;
