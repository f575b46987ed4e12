// What ends by the clock, which synth has none of: versions that nobody looks after any more, and days that a person wrote down.
//   node .ci/ends.mjs            what has ended or ends soon; exit 1 if anything has
//   node .ci/ends.mjs refresh    fetches the dates of versions anew into platform/ends.json; the report shows them after npm run synth
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const file = join(root, 'platform/ends.json');
const soonDays = 60;
const staleDays = 120;

/** Every version that Renovate knows of, found as Renovate finds it, and those that a pin of `ends.json` reads by itself. */
export function pinsIn(folder, { pins }) {
  const read = (path) => readFileSync(join(folder, path), 'utf8');
  const paths = ['platform', 'constructs', '.gitlab'].flatMap((room) =>
    readdirSync(join(folder, room), { recursive: true }).map((path) => `${room}/${path}`),
  );
  const managed = JSON.parse(read('renovate.json')).customManagers.flatMap(({ managerFilePatterns, matchStrings }) => {
    const patterns = managerFilePatterns.map((pattern) => new RegExp(pattern.slice(1, -1)));
    const texts = paths.filter((path) => patterns.some((pattern) => pattern.test(path))).map(read);
    return texts.flatMap((text) =>
      matchStrings.flatMap((pattern) => [...text.matchAll(new RegExp(pattern, 'g'))].map(({ groups }) => groups)),
    );
  });
  const own = Object.entries(pins).flatMap(([depName, { read: place }]) =>
    place
      ? [...read(place.file).matchAll(new RegExp(place.pattern, 'g'))].map(([, currentValue]) => ({
          depName,
          currentValue,
        }))
      : [],
  );
  // A provider is what made a schema: nothing of it runs.
  return [...managed, ...own]
    .filter(({ datasource }) => datasource !== 'terraform-provider')
    .map(({ depName, currentValue, datasource }) => ({ depName, currentValue, datasource }));
}

/** The numbers of a version that name its line: `34.0.3-apache` is of line 34 with one part. */
export const lineOf = (version, parts) => (/\d[\d.]*/.exec(version)?.[0] ?? '').split('.').slice(0, parts).join('.');

/**
 * What a day finds, worst first.
 *
 * @param now the day, `2026-11-26`
 * @returns each with how bad it is: `ended`, `soon`, or `unknown`, which nobody would notice either
 */
export function foundOn(now, pins, table) {
  const stale = daysBetween(table.checked, now) > staleDays;
  const age = stale
    ? [{ state: 'unknown', text: `the dates of ${table.checked} are old: node .ci/ends.mjs refresh` }]
    : [];
  const found = [
    ...age,
    ...pins.flatMap((pin) => ofPin(now, pin, table)),
    ...table.days.flatMap((day) => ofDay(now, day)),
  ];
  const order = ['ended', 'unknown', 'soon'];
  return found.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

function ofPin(now, { depName, currentValue }, { pins, checked }) {
  const entry = pins[depName];
  if (!entry)
    return [
      { state: 'unknown', text: `${depName} has no entry in platform/ends.json: a product, or why there is none` },
    ];
  if (entry.none) return [];
  const line = lineOf(currentValue, entry.parts);
  const name = `${depName} ${currentValue}`;
  if (!(line in entry.ends))
    return [{ state: 'unknown', text: `${name}: line ${line} was not known on ${checked}: node .ci/ends.mjs refresh` }];
  return judged(now, name, entry.ends[line], 'move to a line that is looked after');
}

function ofDay(now, { what, day, cure }) {
  return day ? judged(now, what, day, cure) : [{ state: 'unknown', text: `${what}: nobody wrote down a day; ${cure}` }];
}

/** Null: its end is not announced yet. */
function judged(now, what, end, cure) {
  if (end === null) return [];
  const left = daysBetween(now, end);
  if (left > soonDays) return [];
  return [{ state: left < 0 ? 'ended' : 'soon', text: `${what}: ${left < 0 ? 'ended' : 'ends'} on ${end}; ${cure}` }];
}

const daysBetween = (from, to) => Math.floor((Date.parse(to) - Date.parse(from)) / 86_400_000);

/**
 * The table with the dates that the world has now: the line in use, and what is newer and not over; without what nobody pins any
 * more.
 *
 * @param releasesOf the releases of a product, newest first, as endoflife.date's API gives them
 */
export async function refreshed(table, pins, now, releasesOf) {
  const pinned = Object.entries(table.pins).filter(([depName]) => pins.some((pin) => pin.depName === depName));
  const entries = pinned.map(async ([depName, entry]) => {
    const pin = pins.find((pin) => pin.depName === depName);
    if (entry.none) return [depName, entry];
    const line = lineOf(pin.currentValue, entry.parts);
    const releases = await releasesOf(entry.product);
    const all = releases.map((one) => [one.name, one[entry.until ?? 'eolFrom'] ?? null]);
    const used = all.findIndex(([name]) => name === line);
    const kept = all.slice(0, used + 1).filter(([name, end]) => name === line || end === null || end > now);
    const { released: _, ...rest } = entry;
    return [depName, { ...rest, ends: Object.fromEntries(kept.reverse()), ...releasedOf(pin, entry, releases) }];
  });
  return { ...table, checked: now, pins: Object.fromEntries(await Promise.all(entries)) };
}

/** The day of the version in use: the API tells that of a line's latest, and what it once told is kept. */
function releasedOf({ currentValue }, { released = {} }, releases) {
  const number = /\d[\d.]*/.exec(currentValue)?.[0];
  // What stands behind a plus is somebody's own build, of another day.
  const found = currentValue.includes('+') ? undefined : releases.find(({ latest }) => latest?.name === number)?.latest;
  const day = found?.date ?? released[currentValue];
  return day ? { released: { [currentValue]: day } } : {};
}

async function releasesOf(product) {
  const answer = await fetch(`https://endoflife.date/api/v1/products/${product}/`);
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  return (await answer.json()).result.releases;
}

async function main(command) {
  const table = JSON.parse(readFileSync(file, 'utf8'));
  const pins = pinsIn(root, table);
  const now = new Date().toISOString().slice(0, 10);
  if (command === 'refresh') {
    writeFileSync(file, `${JSON.stringify(await refreshed(table, pins, now, releasesOf), null, 2)}\n`);
    return 0;
  }
  const found = foundOn(now, pins, table);
  for (const { state, text } of found) console.log(`${state.padEnd(8)}${text}`);
  return found.some(({ state }) => state !== 'soon') ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv[2]);
