export declare function problemsOf(stack: unknown, lock: string): readonly string[];
