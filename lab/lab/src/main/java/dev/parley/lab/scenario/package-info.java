/**
 * What happens in the lab: a topology, traffic, and perhaps something that changes on the way.
 *
 * <pre>
 *   Scenario ── Traffic: Ping, AskStun, Fetch, PunchHoles, UseRelay     when, from whom, to whom
 *            ── Change: reboot, new address, cut                        when, where
 *      │
 *   Stage: the simulated internet with servers on its public machines, one program for each person
 * </pre>
 *
 * <p>Everything that is sent comes from the project's own protocol cores; the notes say in words
 * what a person should see.
 */
package dev.parley.lab.scenario;
