/** Code that breaks the laws on purpose: a law that does not see it is no law. Never run. */
@NullMarked
package dev.parley.archtest.planted;

import org.jspecify.annotations.NullMarked;
