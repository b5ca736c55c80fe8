/** What this machine is called and which addresses it has. */
package dev.parley.server.net;
