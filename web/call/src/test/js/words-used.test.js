import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';

const JS = new URL('../../main/resources/dev/parley/call/web/js/', import.meta.url);
const modules = readdirSync(JS, { recursive: true }).filter((name) => name.endsWith('.js') && !name.startsWith('text')).sort();

for (const name of modules) {
  const source = readFileSync(new URL(name, JS), 'utf8');
  for (const [, exported, part] of source.matchAll(/^import \{ (text(?: as \w+)?) \} from '[./]*\/text\/(\w+)\.js';$/gm)) {
    test(`${name}: every word of ${part} that it names is there`, async () => {
      const { text } = await import(new URL(`text/${part}.js`, JS));
      const local = exported.split(' as ').at(-1);
      const missing = [...source.matchAll(new RegExp(`(?<![./\\w'])${local}((?:\\.[A-Za-z]\\w*)+)`, 'g'))]
        .map(([whole, path]) => [whole, path.slice(1).split('.')])
        .filter(([, path]) => path.reduce((words, key) => (words === undefined ? undefined : words[key]), text) === undefined)
        .map(([whole]) => whole);
      assert.deepEqual(missing, []);
    });
  }
}
