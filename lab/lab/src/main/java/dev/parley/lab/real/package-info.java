/**
 * Topologies made from Linux network namespaces and nftables, so that real programs run in them.
 *
 * <pre>
 *   Topology --Wiring--> places and cables --Script--> one shell script
 *                              |                            |
 *                         Difference                      World: the script runs as the first
 *                    what Linux cannot make               process of namespaces of its own
 * </pre>
 *
 * <p>Everything lives in one process namespace. When its first process ends, for whatever reason,
 * the kernel ends the others and takes all links, rules and mounts away: there is nothing to clean
 * up.
 */
package dev.parley.lab.real;
