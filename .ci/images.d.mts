export declare function imagesIn(text: string): readonly string[];
export declare function changed(now: readonly string[], before?: readonly string[]): readonly string[];
