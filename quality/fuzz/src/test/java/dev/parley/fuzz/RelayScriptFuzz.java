package dev.parley.fuzz;

/**
 * Whole lives of relays: several clients that allocate, move between addresses, speak with peers
 * and with each other, on one core or two, with ports of their own or one for all, with strict
 * expiry, budgets and rewritten peers; while operators end and change things. The books agree after
 * each deed, and are empty at the end.
 */
class RelayScriptFuzz extends FuzzTarget {

    @Override
    String corpus() {
        return "relay-script";
    }

    @Override
    int share() {
        return 5;
    }

    @Override
    int depth() {
        return 3;
    }

    @Override
    void run(byte[] input) {
        new RelayScript(input).run();
    }
}
