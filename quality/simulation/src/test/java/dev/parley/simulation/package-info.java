/** Protocols and topologies together: what is claimed of them, over the simulated internet. */
@org.jspecify.annotations.NullMarked
package dev.parley.simulation;
