/**
 * What must be reachable in a topology, told from the definitions alone.
 *
 * <pre>
 *   Oracle.of(topology).between("ana", "ben")     DIRECT, PACKET_ORDER, PORT_PREDICTION, RELAY_..., NONE
 *                      .relay("ana", ports)       how a client reaches a relay
 *                      .mapping("ana")            what a discovery of the NATs must find
 * </pre>
 *
 * <p>It shares no code with the simulation: tables are sets, ports are symbols, nothing expires,
 * and time is reduced to "who sends first". So a disagreement is a fault of one of the two.
 */
package dev.parley.internet.oracle;
