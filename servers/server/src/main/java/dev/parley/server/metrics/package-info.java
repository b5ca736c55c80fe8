/**
 * The counters of all parts in Prometheus format, on a port of their own. Nothing is labelled by
 * user, room or address.
 */
package dev.parley.server.metrics;
