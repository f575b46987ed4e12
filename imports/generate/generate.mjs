// Regenerates every generated file under imports/ from the inputs beside them. Offline, and the same bytes every time.
import { join } from 'node:path';
import { generateCrds } from './crds.mjs';
import { imports, removeGenerated } from './files.mjs';
import { generateOvh } from './ovh.mjs';
import { generateValidators } from './validators.mjs';

await removeGenerated(imports);
await removeGenerated(join(imports, 'ovh'));
await generateOvh();
await generateCrds();
await generateValidators();
