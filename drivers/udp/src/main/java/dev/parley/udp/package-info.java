/** UDP driver. */
package dev.parley.udp;
