// The documented way of cdk8s: a program that builds the tree and calls `synth()`, run through tsx. `tsx bench/stock.ts SHOPS`; the
// folder is told by CDK8S_OUTDIR. It writes, and checks nothing; nothing of synth/ is loaded.
import { PlatformApp } from '../constructs/facts/platform-app.ts';
import { roomy, townOf } from './town.ts';

const app = new PlatformApp({ platform: roomy, sealed: {} });
townOf({ shops: Number(process.argv[2]), greeting: 'welcome' })(app, (build) => build());
app.synth();
