/**
 * The laws of the codebase, as tests. Each law is a function from code or text to a list of
 * sentences, one a violation; next to the test that finds none in the tree stands one that finds
 * those planted in {@link dev.parley.archtest.planted}.
 *
 * <pre>
 *   DependencyLawTest   who may use whom: the table of the architecture page
 *   PurityLawTest       no clock, socket, thread, logger or randomness inside a protocol core
 *   SourceLawTest       sizes, names, one type a file, package pages
 *   BuildLawTest        root pom, BOM, module descriptors, wrapper
 *   TextLawTest         nothing of one person's machine in any text file
 * </pre>
 */
@NullMarked
package dev.parley.archtest;

import org.jspecify.annotations.NullMarked;
