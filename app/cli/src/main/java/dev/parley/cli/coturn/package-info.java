/**
 * Reads a {@code turnserver.conf} of coturn and says the same in the settings of Parley, as far as
 * it can be said.
 *
 * <pre>
 *   turnserver.conf --CoturnFile--> lines --CoturnKeys--> Translation: settings + findings
 *                                                          |            |
 *                                                     toml / flags   one for each line that is
 *                                                                    not honoured, or not needed
 * </pre>
 *
 * <p>No line is passed over in silence: each becomes a setting or a finding with its number.
 */
package dev.parley.cli.coturn;
