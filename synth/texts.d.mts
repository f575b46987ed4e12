export declare const textEndings: readonly string[];
export declare const textLoaders: Record<string, 'text'>;
