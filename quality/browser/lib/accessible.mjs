/** What every page owes everybody: no rule of accessibility broken, no scrolling sideways. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Holds for the page as it is now; `what` is said when it does not. `except` are rules by their names in axe. */
export async function assertAccessible(page, what, { except = [] } = {}) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE); // not as a script of the page, whose policy would refuse it
  const found = await page.evaluate((rules, off) => axe.run(document, { runOnly: rules, rules: Object.fromEntries(off.map((id) => [id, { enabled: false }])) }).then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')}`)), RULES, except);
  assert.deepEqual(found, [], what);
}

export async function assertFits(page, what) {
  const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= screen, `${what} scrolls sideways: ${wide} on ${screen}`);
}
