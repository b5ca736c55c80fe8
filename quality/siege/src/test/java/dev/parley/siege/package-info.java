/**
 * The relay in a process of its own, under attack and for a long time.
 *
 * <pre>
 *   this JVM                                      java ... dev.parley.cli.Main serve
 *   attackers, many of 127/8  -- 20,000/s --&gt;     |
 *   clients and peers         -- 10,000/s --&gt;     | CPU, memory, descriptors: /proc/PID
 *   who counts what arrives   &lt;--------------     | tables and counters: /metrics
 * </pre>
 *
 * <p>Every build tries each attack and each run for a moment. {@code ./check --long} takes the time
 * to measure, and judges: {@code -Dsiege.long=true}. See {@link dev.parley.siege.Scale} for what
 * can be set by hand.
 */
@NullMarked
package dev.parley.siege;

import org.jspecify.annotations.NullMarked;
