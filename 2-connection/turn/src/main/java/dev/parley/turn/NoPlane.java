package dev.parley.turn;

/** The plane that declines everything. */
final class NoPlane implements RelayPlane {
    @Override
    public boolean install(Flow flow) {
        return false;
    }

    @Override
    public void extend(Flow flow, long expiresAt) {}

    @Override
    public void remove(Flow flow) {}

    @Override
    public void readCounters(Flow flow) {}
}
