/** Netty driver. */
package dev.parley.netty;
