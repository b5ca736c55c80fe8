/**
 * A line of JSON for each relay that has ended, and for long ones every so often: who, when, how
 * much. For accounting; see docs/admin.md.
 *
 * <pre>
 *   relay's threads -- AllocationEnded --> UsageLog (queue) --> its thread --> UsageFile
 * </pre>
 *
 * <p>Relaying never waits for it: what cannot be written is counted and left out.
 */
package dev.parley.server.usage;
