/**
 * Runs of a simulated network, kept and told.
 *
 * <pre>
 *   Scenario, seed --Run.of--&gt; Run --RunJson--&gt; parley-lab/1
 *                   RunLimits    PacketWords: what is in a packet
 * </pre>
 */
package dev.parley.lab.run;
