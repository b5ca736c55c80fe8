/**
 * A small internet as data, before anything runs.
 *
 * <pre>
 *   Topology
 *    |- Machine                         public: a server
 *    `- Site "home"                     192.168.1.0/24
 *        |- Gateway                     18.18.18.18, Nat, Firewall
 *        |- LinkBehaviour               the uplink: delay, loss, bandwidth
 *        |- Machine "ana"               192.168.1.2
 *        `- Site ...                    a site inside, as a home in a carrier
 * </pre>
 *
 * <p>The same values make a simulation ({@link dev.parley.internet.Internet#of}), tell the oracle
 * what must be, and describe Linux namespaces for real programs.
 */
package dev.parley.internet.topology;
