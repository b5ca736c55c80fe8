/**
 * Bytes that nobody meant to send, for everything that reads bytes.
 *
 * <pre>
 *   class StunMessageFuzz extends FuzzTarget { void run(byte[] input) { ... } }
 *        |                                                |
 *   ./mvnw verify                                 ./mvnw -Plong verify -Dfuzz.seconds=60
 *   corpus files and seeded mutations             Jazzer, in a JVM of its own per target,
 *   of them: the same ones each time, a second    guided by coverage
 * </pre>
 *
 * <p>A new target is one class that extends {@link dev.parley.fuzz.FuzzTarget} and a folder of
 * corpus files in {@code src/test/resources/corpus}. What Jazzer finds goes into that folder once
 * it is mended, and is tried in every build from then on.
 */
@NullMarked
package dev.parley.fuzz;

import org.jspecify.annotations.NullMarked;
