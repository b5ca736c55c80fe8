/** The call page. */
package dev.parley.call;
