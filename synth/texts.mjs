/** Endings of files in other languages that TypeScript takes in as their text: each runs through its own linter in `.ci/texts`. */
export const textEndings = ['.sh', '.php', '.rb', '.lua', '.py', '.vhost', '.gitconfig'];

/** The same of what a browser reads: Biome is its linter. */
export const browserEndings = ['.client.js', '.css'];

/** Both for esbuild. */
export const textLoaders = Object.fromEntries([...textEndings, ...browserEndings].map((ending) => [ending, 'text']));
