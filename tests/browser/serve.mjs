// Usage: node serve.mjs URL [FOLDER]   Does on the page of 'clv serve' what an analyst does the morning after: looks at last night's run, runs it again with a half-life of
// 14 days, and looks at the new numbers beside the old. Prints what it saw as one JSON object; with FOLDER it keeps pictures there.
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const [url, folder] = process.argv.slice(2);
if (!url) {
  console.error('usage: node serve.mjs URL [FOLDER]');
  process.exit(2);
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const profile = mkdtempSync(join(tmpdir(), 'clv-browser-'));
const found = { console: [], foreign: [], axe: [], widths: [] };
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CLV_TEST_CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-gpu'],
  viewport: { width: 1440, height: 900 },
  timeout: 180_000,
});
context.setDefaultTimeout(120_000); // a busy machine is no fault of the page

async function look(page, name) {
  for (const [scheme, width] of [['light', 1440], ['dark', 390]]) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 900 });
    if (folder) await page.screenshot({ path: join(folder, `${name}-${scheme}-${width}.png`), fullPage: true });
    found.widths.push({ name, width, pageWidth: await page.evaluate(() => document.documentElement.scrollWidth) });
    // The page's own policy lets nobody put a script into it: this goes in beside it.
    const session = await context.newCDPSession(page);
    await session.send('Runtime.evaluate', { expression: axe });
    const result = await session.send('Runtime.evaluate', { expression: "axe.run(document, { resultTypes: ['violations'] }).then(r => JSON.stringify(r.violations.map(v => ({ id: v.id, impact: v.impact, first: v.nodes[0].html.slice(0, 200), why: v.nodes[0].failureSummary }))))", awaitPromise: true, returnByValue: true });
    for (const violation of JSON.parse(result.result.value)) found.axe.push({ name, scheme, width, ...violation });
    await session.detach();
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1440, height: 900 });
}

try {
  const page = await context.newPage();
  page.on('console', message => found.console.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', error => found.console.push(`error: ${error.message}`));
  page.on('request', request => { if (!request.url().startsWith(url) && !request.url().startsWith('data:')) found.foreign.push(request.url()); });

  await page.goto(url);
  await look(page, 'home');
  found.runs = await page.locator('#run-table tbody tr').count();
  await page.locator('#run-table tbody tr').first().getByRole('link', { name: /again/ }).click();
  await page.getByLabel('half-life, days of time_decay').fill('14');
  await page.getByLabel('Note').fill('does a slower decay favour display?');
  await page.getByLabel('Your name').fill('Ann');
  if (folder) await page.screenshot({ path: join(folder, 'form.png'), fullPage: true });
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForURL(/\/runs\//);
  found.run = page.url().split('/').pop();
  // The page brings itself up to date until the results are there.
  await page.locator('#beside').waitFor();
  await look(page, 'run');
  found.heading = await page.locator('h1').innerText();
  found.changes = await page.locator('#changes li').allInnerTexts();
  found.model = await page.locator('select[name=model]').inputValue();
  found.heads = await page.locator('#beside thead th').allInnerTexts();
  found.beside = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll('#beside tbody tr')].map(row => [row.cells[0].innerText, [...row.cells].slice(1).map(cell => cell.innerText)])));
  found.offersToShow = await page.getByRole('button', { name: /readers/ }).count();
  found.otherSite = await page.evaluate(async () => (await fetch('/ask', { method: 'POST', body: new URLSearchParams({ as_of: '2026-06-30' }) })).status);

  // Wrong numbers come back with a sentence, and with what was written.
  await page.goto(`${url}/#ask`);
  await page.getByLabel('Horizon').fill('soon');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  found.problem = await page.locator('#problems').innerText();
  found.kept = await page.getByLabel('Horizon').inputValue();
  if (folder) await page.screenshot({ path: join(folder, 'problem.png') });
  console.log(JSON.stringify(found));
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
