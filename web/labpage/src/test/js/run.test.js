import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BadRun, Run } from '../../main/resources/dev/parley/labpage/web/js/run.js';
import { LESSONS } from '../../main/resources/dev/parley/labpage/web/js/lessons.en.js';
import { text } from '../../main/resources/dev/parley/labpage/web/js/messages.en.js';
import { document, runs } from './runs.js';

test('a document that is no run is refused by the name of its field', () => {
  const good = document('two-homes.json');
  const refused = (change, words) => assert.throws(() => new Run({ ...good, ...change }), (error) => error instanceof BadRun && words.test(error.message));
  refused({ format: 'other/1' }, /^format: /);
  refused({ events: null }, /^events: /);
  refused({ nodes: [] }, /^events\[0\]\.node: /);
  refused({ events: [good.events[50], good.events[0]] }, /^events\[1\]\.at: /);
});

test('every event has a sentence', () => {
  for (const [name, run] of runs()) {
    run.events.forEach((event, index) => {
      const sentence = text.event[event.type](event, run.packet(event.packet) ?? {});
      assert.ok(sentence.length > 5, `${name}, event ${index}`);
      assert.doesNotMatch(sentence, /undefined|null|\[object/, `${name}, event ${index}`);
    });
  }
});

test('rows know who made them, who used them and when they went', () => {
  for (const [name, run] of runs()) {
    for (const node of run.nodes) {
      for (const life of run.rowsOf(node.name)) {
        assert.equal(run.events[life.added].type, 'RowAdded', name);
        if (life.removed >= 0) assert.ok(life.removed > life.added, name);
      }
    }
  }
});

test('lessons have five to eight steps, and a guess has one right answer', () => {
  assert.ok(LESSONS.length >= 6);
  assert.equal(new Set(LESSONS.map(({ id }) => id)).size, LESSONS.length);
  for (const { id, title, steps } of LESSONS) {
    assert.ok(title && steps.length >= 5 && steps.length <= 8, id);
    assert.ok(['predict', 'see', 'explain'].every((kind) => steps.some((step) => step.kind === kind)), id);
    for (const step of steps) {
      if (step.kind === 'predict') assert.ok(step.choices.length >= 2 && step.choices[step.right] && step.because, id);
      if (step.kind === 'see') assert.ok(step.until, id);
    }
  }
});
