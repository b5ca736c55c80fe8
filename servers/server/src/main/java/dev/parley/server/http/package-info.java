/**
 * What the server answers over HTTP.
 *
 * <pre>
 *   /  /r/NAME ...   the page (web/call)          /api/info   what this server is, as JSON
 *   /health          200 or, draining, 503        /qr.svg     a QR code of a link to this server
 * </pre>
 *
 * <p>Every answer carries the security headers; the page's files carry an ETag.
 */
package dev.parley.server.http;
