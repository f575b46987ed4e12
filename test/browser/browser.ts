import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Debian's Chromium, or another one that is there; undefined: none is. */
export const program: string | undefined = ['chromium', 'chromium-browser', 'google-chrome'].flatMap(whereIs)[0];

function whereIs(name: string): readonly string[] {
  try {
    return [execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()];
  } catch {
    return [];
  }
}

/** Somebody who looks at pages from his own disk, and writes down all that a browser says of them. */
export class Reader {
  private readonly folder = mkdtempSync(join(tmpdir(), 'report-'));
  private constructor(private readonly browser: Browser) {}

  static async begin(): Promise<Reader> {
    // Its sandbox refuses root, which CI is.
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    return new Reader(await chromium.launch({ executablePath: program, args }));
  }

  async opens(html: string, options: BrowserContextOptions = {}, now?: string): Promise<Opened> {
    const file = join(this.folder, 'index.html');
    writeFileSync(file, html);
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    if (now !== undefined) await page.clock.setFixedTime(new Date(now));
    const address = pathToFileURL(file).href;
    const heard: string[] = [];
    page.on('console', (message) => heard.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => heard.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => heard.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => request.url() === address || heard.push(`request: ${request.url()}`));
    await page.goto(address);
    return { page, heard };
  }

  async end(): Promise<void> {
    await this.browser.close();
    rmSync(this.folder, { recursive: true });
  }
}

export interface Opened {
  readonly page: Page;
  /** What it said in the console, asked for, or ran into. */
  readonly heard: readonly string[];
}
