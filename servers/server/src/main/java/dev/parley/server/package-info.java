/** The server. */
package dev.parley.server;
