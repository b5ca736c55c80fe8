/** Rooms, presence and directed messages. */
package dev.parley.signal;
