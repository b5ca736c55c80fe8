/** STUN, RFC 8489. */
package dev.parley.stun;
