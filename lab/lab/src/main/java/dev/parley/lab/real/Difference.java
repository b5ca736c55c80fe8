package dev.parley.lab.real;

/**
 * Something of a topology that Linux does otherwise than the topology says.
 *
 * @param where the machine or site
 * @param what in words, what is asked for and what is made instead
 */
public record Difference(String where, String what) {

    @Override
    public String toString() {
        return where + ": " + what;
    }
}
