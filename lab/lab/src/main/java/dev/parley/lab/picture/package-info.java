/**
 * Runs of the lab as still pictures: a ladder of who sent what to whom, for documents.
 *
 * <pre>
 *   Internet --events--&gt; LadderPicture --&gt; SVG
 *   NatPictures: one small run for each behaviour of a NAT
 * </pre>
 */
package dev.parley.lab.picture;
