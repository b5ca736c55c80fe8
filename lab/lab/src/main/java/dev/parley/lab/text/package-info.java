/**
 * A run for a terminal: a ladder of hops, what people say, and the tables of the gateways.
 *
 * <pre>
 *     time      ana     home-a  internet  server
 *     0.00 ms    ├──p1───▶│        │        │     STUN Binding request
 *     1.00 ms    │        ├──p1───▶│        │     18.18.18.18:50000 for 192.168.1.2:50000
 * </pre>
 */
package dev.parley.lab.text;
