// Usage: node hangfire.mjs URL [FOLDER]   Does on the dashboard of Hangfire what an analyst does the morning after: asks for a night with a half-life of 14 days by the form of the
// page 'CLV runs', watches it, and runs it once more with Hangfire's own Requeue. Prints what it saw as one JSON object; with FOLDER it keeps pictures there.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [url, folder] = process.argv.slice(2);
if (!url) {
  console.error('usage: node hangfire.mjs URL [FOLDER]');
  process.exit(2);
}

const profile = mkdtempSync(join(tmpdir(), 'clv-browser-'));
const found = { console: [], foreign: [] };
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CLV_TEST_CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-gpu'],
  viewport: { width: 1280, height: 900 },
  timeout: 180_000,
});
context.setDefaultTimeout(120_000); // a busy machine is no fault of the page

try {
  const page = await context.newPage();
  page.on('console', message => found.console.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', error => found.console.push(`error: ${error.message}`));
  page.on('request', request => { if (!request.url().startsWith(url) && !request.url().startsWith('data:')) found.foreign.push(request.url()); });
  const rows = () => page.locator('#clv-runs tbody tr');

  await page.goto(`${url}/hangfire`);
  await page.getByRole('link', { name: 'CLV runs' }).click();
  await page.getByLabel('half-life, days of time_decay').fill('14');
  await page.getByLabel('Note').fill('does a slower decay favour display?');
  await page.getByLabel('Your name').fill('Ann');
  if (folder) await page.screenshot({ path: join(folder, 'form.png'), fullPage: true });
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForURL(/asked=/);
  found.run = new URL(page.url()).searchParams.get('asked');
  // The page brings itself up to date.
  await rows().first().getByText('succeeded').waitFor();
  found.first = await rows().first().innerText();

  // Hangfire's own way: tick the job, press Requeue.
  await page.goto(`${url}/hangfire/jobs/succeeded`);
  await page.locator('tbody tr', { hasText: 'as of' }).first().locator('input[type=checkbox]').check();
  if (folder) await page.screenshot({ path: join(folder, 'requeue.png') });
  // The page then loads itself anew.
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: /Requeue jobs/ }).click()]);
  await page.goto(`${url}/hangfire/clv`);
  await page.waitForFunction(() => document.querySelectorAll('#clv-runs tbody tr').length >= 3 && [...document.querySelectorAll('#clv-runs tbody tr .label')].every(label => /^(succeeded|readers see it)$/.test(label.innerText)));
  found.again = await rows().first().locator('a').innerText();
  found.metrics = await page.locator('.navbar li.active .metric').allInnerTexts();
  if (folder) await page.screenshot({ path: join(folder, 'runs.png') });
  const dark = await context.newPage();
  await dark.emulateMedia({ colorScheme: 'dark' });
  await dark.goto(`${url}/hangfire/clv`);
  if (folder) await dark.screenshot({ path: join(folder, 'dark.png'), fullPage: true });
  await page.goto(`${url}/hangfire/recurring`);
  found.recurring = await page.locator('tbody tr').first().innerText();
  if (folder) await page.screenshot({ path: join(folder, 'recurring.png') });
  console.log(JSON.stringify(found));
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
