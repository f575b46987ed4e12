// Regenerates every generated file under imports/ from the inputs beside them. Offline, and the same bytes every time.
import { join } from 'node:path';
import { generateCrds } from './crds.mjs';
import { imports, removeGenerated } from './files.mjs';
import { generateProvider, providers } from './providers.mjs';
import { generateValidators } from './validators.mjs';

await removeGenerated(imports);
for (const provider of providers) {
  await removeGenerated(join(imports, provider));
  await generateProvider(provider);
}
await generateCrds();
await generateValidators();
