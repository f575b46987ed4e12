// Loaded before the command: ends its process, as kill -9 does, before its nth change of the disk. A write is half done.
const fs = require('node:fs');
const changes = [
  'openSync',
  'writeSync',
  'writeFileSync',
  'fsyncSync',
  'renameSync',
  'rmSync',
  'mkdirSync',
  'rmdirSync',
];
let left = Number(process.env.KILL_AT);
for (const name of changes) {
  const real = fs[name];
  fs[name] = (target, ...rest) => {
    if (left-- === 0) {
      if (typeof target === 'number' && rest[0]?.length) real(target, rest[0].slice(0, rest[0].length / 2));
      process.kill(process.pid, 'SIGKILL');
    }
    return real(target, ...rest);
  };
}
