export declare const textEndings: readonly string[];
export declare const browserEndings: readonly string[];
export declare const textLoaders: Record<string, 'text'>;
