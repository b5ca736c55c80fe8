package dev.parley.internet.nat;

/** Counts the rows of a node, over all its tables. */
final class RowNumbers {
    private int last;

    int next() {
        return ++last;
    }
}
