/**
 * The admin API: JSON over HTTP for whoever runs the server, see docs/admin.md.
 *
 * <pre>
 *   request -> AdminGate   (name of the host, no page, token) -> AdminApi -> one Resource
 *                 \-> 401, 403, 421, 429
 * </pre>
 *
 * <p>Off unless it is asked for, on loopback unless others are allowed, and never without a token.
 */
package dev.parley.server.admin;
