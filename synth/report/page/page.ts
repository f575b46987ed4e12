import { createHash } from 'node:crypto';
import type { Model } from '../../model/model.ts';
import { backupsSection } from './backups.ts';
import { capacitySection } from './capacity.ts';
import { costsSection } from './costs.ts';
import { exceptionsSection } from './exceptions.ts';
import { mapSection } from './map.ts';
import { html, Markup } from './markup.ts';
import { masthead } from './masthead.ts';
import { matrixSection } from './matrix.ts';
import { namesSection } from './names.ts';
import script from './page.client.js';
import { type Section, sectionOf } from './pieces.ts';
import { secretsSection } from './secrets.ts';
import ground from './style/ground.css';
import map from './style/map.css';
import matrix from './style/matrix.css';
import names from './style/names.css';
import paper from './style/paper.css';
import tables from './style/tables.css';
import { versionsSection } from './versions.ts';

/** `dist/report/index.html`: one page that asks nobody for anything, not even the time before it is looked at. */
export function pageOf(model: Model): string {
  const sections = [
    mapSection(model),
    namesSection(model),
    exceptionsSection(model),
    matrixSection(model),
    capacitySection(model),
    secretsSection(model),
    backupsSection(model),
    versionsSection(model),
    costsSection(model),
  ];
  return `<!doctype html>\n${documentOf(model, sections).text}\n`;
}

/** In this order: what is on paper has the last word. */
const style = [ground, tables, map, names, matrix, paper].join('\n');

/** What the browser may run and load: the two texts below, and nothing else. @see https://www.w3.org/TR/CSP3/ */
const policy = [
  "default-src 'none'",
  `style-src '${sumOf(style)}'`,
  `script-src '${sumOf(script)}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function sumOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function documentOf(model: Model, sections: readonly Section[]): Markup {
  const { name, phase } = model.platform;
  return html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${name}, phase ${phase}</title>
<link rel="icon" href="data:,">
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#report">To the report</a>
${masthead(model)}
<div class="page">
<nav aria-label="On this page"><ol>
${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>\n`)}</ol></nav>
<main id="report">${sections.map(sectionOf)}
</main>
</div>
<footer><p>Written by <code>npm run synth</code> from the model alone. The same facts as lists: <a href="systems.md">systems</a>, <a href="exposures.md">exposures</a>, <a href="exceptions.md">exceptions</a>, <a href="reachability.md">reachability</a>, <a href="capacity.md">capacity</a>, <a href="machines.md">machines</a>, <a href="checks.md">checks</a>.</p></footer>
<script>${new Markup(script)}</script>
</body>
</html>`;
}
