/** The command line. */
package dev.parley.cli;
