/**
 * The call page: plain ES modules, style sheets and drawings, served as they are, without a build
 * step.
 *
 * <pre>
 *   GET /              index.html   a name for the room, a button, the link for the other person
 *   GET /r/NAME        room.html    preview, then the call
 *   GET /anatomy       anatomy.html  a recording: out of a file, the sample, or of a running call
 *   GET /call/...      modules, style sheets, drawings
 *
 *   room/room.js -- preview-view.js                     what you see before
 *          |------- call-view.js: tile.js, panel.js      what you see in the call
 *   call/call.js -- signaling.js                         the line to the server
 *          |------- peer.js: negotiation.js, watch.js    one of the others
 *          |------- chat.js, recorder.js, devices.js
 *   anatomy/        what happened on the way to the call
 *   shared/         elements, header and footer, sheets, settings
 *   text/           every word, a folder for each language
 * </pre>
 *
 * <p>Modules of {@code call/} know no element of the page; {@code text/} holds every word. The page
 * speaks the signaling protocol of {@code docs/signaling.md} and asks the server for {@code
 * /api/info} and {@code /qr.svg}.
 *
 * <p>Not here yet: sharing a screen, files, more than two people, the pages for checking a network
 * and for learning.
 */
package dev.parley.call;
