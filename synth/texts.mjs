/** Endings of files in other languages that TypeScript takes in as their text: each runs through its own linter in `.ci/texts`. */
export const textEndings = ['.sh', '.php', '.rb', '.lua', '.py', '.vhost', '.gitconfig'];

/** The same for esbuild. */
export const textLoaders = Object.fromEntries(textEndings.map((ending) => [ending, 'text']));
