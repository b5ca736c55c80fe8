package dev.parley.turn;

/** What one user has in all cores. */
final class Account extends Holder {
    final Budget budget = new Budget();

    /** Between relays and peers. */
    int connections;

    @Override
    boolean holdsNothing() {
        return super.holdsNothing() && connections == 0;
    }

    @Override
    boolean isAsNew(long now, int perSecond) {
        return super.isAsNew(now, perSecond) && budget.isFull(now);
    }
}
