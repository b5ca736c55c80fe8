/**
 * What the server keeps on disk: its secrets and its self-signed certificate, in one folder that
 * only its owner can enter. Nothing of rooms, people or calls is ever written.
 */
package dev.parley.server.state;
