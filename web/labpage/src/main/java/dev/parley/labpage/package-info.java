/**
 * The page of the lab: plain ES modules, style sheets and drawings, served as they are, without a
 * build step.
 *
 * <pre>
 *   GET /lab  /lab/LESSON     lab.html
 *   GET /lab/...  /call/...   modules, style sheets, drawings; those of the call page are shared
 *
 *   a run (JSON) -- run.js -- keyframes.js: world.js       what there is at any moment
 *                      |----- story.js, flights.js         time to watch, motion out of the log
 *                      |----- why.js, forms.js, ladder.js, rows.js, find.js
 *   lab.js: player.js and the views on top
 *      map-view.js  lanes.js  ladder-view.js  tables-view.js  packet-view.js  why-view.js
 *      lesson-view.js  builder.js  changes.js
 * </pre>
 *
 * <p>The modules of the upper half know no element of the page. {@code messages.en.js} and {@code
 * lessons.en.js} hold every word. The page asks its server for {@code /lab/api/catalogue} and
 * {@code /lab/api/run}; docs/lab.md describes both.
 */
package dev.parley.labpage;
