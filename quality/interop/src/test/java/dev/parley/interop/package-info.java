/** Programs of others against our server, started as a user starts it. */
@NullMarked
package dev.parley.interop;

import org.jspecify.annotations.NullMarked;
