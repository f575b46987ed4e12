export declare class InStep {
  constructor(root: string, program: string, libraries: string);
  knows(index: string): boolean;
  learn(index: string): void;
}
