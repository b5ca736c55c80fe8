/** TURN, RFC 8656. */
package dev.parley.turn;
