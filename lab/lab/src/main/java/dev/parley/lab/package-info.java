/**
 * The simulated internet to look at: topologies as JSON, runs as JSON, text and pages.
 *
 * <pre>
 *   TopologyJson        Topology  &lt;--&gt;  JSON
 * </pre>
 */
package dev.parley.lab;
