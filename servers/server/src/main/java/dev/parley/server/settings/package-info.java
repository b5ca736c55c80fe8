/**
 * Everything that can be set, in one table, and the three places it can be set in.
 *
 * <pre>
 *   Settings.ALL  (name, what it wants, default, words)
 *       |                    |                     |
 *       v                    v                     v
 *   --http-port 80    PARLEY_HTTP_PORT=80    http-port = 80  (TOML)
 *       \____________________|_____________________/
 *                            v
 *        Configuration   flag before environment before file before default
 * </pre>
 *
 * <p>The command line, its help, the check of the file and docs/configuration.md all come from the
 * table, so a setting is added in one place. A value that cannot be read stops the start with one
 * line that names the setting and where the value came from.
 */
package dev.parley.server.settings;
