/**
 * The command line.
 *
 * <pre>
 *   Main -> ParleyCommand -> serve --> Configuration --> ParleyServer --> Banner
 *                                     (flags, environment, file)     |
 *                                                  Signals ----------+--> drain, exit 0
 * </pre>
 *
 * <p>Exit codes: 0 done, 1 something around the program (a port in use, a file that cannot be
 * read), 2 something in the settings. Every failure is one line that names the option.
 */
package dev.parley.cli;
