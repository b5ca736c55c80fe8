/** What the scripts say, and what they make where this machine allows it. */
package dev.parley.lab.real;
