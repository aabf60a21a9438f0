// Usage: node look.mjs FILE [FOLDER]   Opens a page in headless Chromium: light and dark, wide and narrow, and on paper; prints what it found as one JSON object.
// With FOLDER it keeps pictures there: light-1440.png, dark-390.png, print.pdf, ….
import { readFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const [file, folder] = process.argv.slice(2);
if (!file) {
  console.error('usage: node look.mjs FILE [FOLDER]');
  process.exit(2);
}

const url = pathToFileURL(resolve(file)).href;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const profile = mkdtempSync(join(tmpdir(), 'clv-browser-'));
const found = { console: [], requests: [], dialogs: 0, views: [], axe: [], tables: {}, print: null };

// As root there is no sandbox to be had; the rest keeps the browser itself off the network.
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CLV_TEST_CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-gpu'],
  bypassCSP: true, // for axe alone: the page itself allows no script
  timeout: 180_000,
});
context.setDefaultTimeout(180_000); // a busy machine is no fault of the page
try {
  for (const [scheme, width] of [['light', 1440], ['light', 390], ['dark', 1440], ['dark', 390]]) {
    const page = await context.newPage();
    page.on('console', message => found.console.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', error => found.console.push(`error: ${error.message}`));
    page.on('request', request => { if (request.url() !== url && !request.url().startsWith('data:')) found.requests.push(request.url()); });
    page.on('dialog', dialog => { found.dialogs++; dialog.dismiss(); });
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(url, { waitUntil: 'load' });
    if (folder) await page.screenshot({ path: join(folder, `${scheme}-${width}.png`), fullPage: true });
    found.views.push(await page.evaluate(([scheme, width]) => ({
      scheme, width,
      pageWidth: document.documentElement.scrollWidth,
      background: getComputedStyle(document.body).backgroundColor,
      charts: document.querySelectorAll('svg.chart').length,
      scripts: document.scripts.length,
      // What a chart draws beyond its own sides would be cut, or lie over its neighbour.
      outside: [...document.querySelectorAll('svg.chart')].flatMap(chart => {
        const box = chart.closest('figure').getBoundingClientRect();
        return [...chart.querySelectorAll('text, rect, circle, path, line')].filter(mark => {
          const its = mark.getBoundingClientRect();
          return its.left < box.left - 1 || its.right > box.right + 1 || its.top < box.top - 1 || its.bottom > box.bottom + 1;
        }).map(mark => `${chart.getAttribute('aria-label')}: ${mark.outerHTML.slice(0, 120)}`);
      }),
    }), [scheme, width]));
    await page.evaluate(() => { for (const details of document.querySelectorAll('details')) details.open = true; });
    await page.evaluate(axe);
    const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    for (const violation of result.violations)
      found.axe.push({ scheme, width, id: violation.id, impact: violation.impact, nodes: violation.nodes.length, first: violation.nodes[0].html.slice(0, 200), why: violation.nodes[0].failureSummary });
    if (scheme === 'light' && width === 1440) {
      found.tables = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll('table')].map(table =>
        [table.id, [...table.rows].map(row => [...row.cells].map(cell => cell.innerText.trim()))])));
      found.tiles = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll('.tile')].map(tile => [tile.querySelector('dt').innerText, tile.querySelector('.figure').innerText])));
      found.text = await page.evaluate(() => document.body.innerText);
    }
    await page.close();
  }

  const page = await context.newPage();
  await page.setViewportSize({ width: 695, height: 1020 }); // A4 without its margins
  await page.goto(url);
  await page.emulateMedia({ media: 'print' });
  found.print = await page.evaluate(() => [...document.querySelectorAll('figure')].map(figure => ({
    height: figure.getBoundingClientRect().height,
    right: Math.max(...[...figure.querySelectorAll('svg.chart')].map(chart => chart.getBoundingClientRect().right)),
    breaks: getComputedStyle(figure).breakInside,
    shown: figure.querySelector('svg.chart').getBoundingClientRect().height > 0,
  })));
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, path: folder ? join(folder, 'print.pdf') : undefined });
  found.pdf = { bytes: pdf.length, pages: (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length };
  console.log(JSON.stringify(found));
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
