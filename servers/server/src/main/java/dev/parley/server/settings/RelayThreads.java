package dev.parley.server.settings;

/**
 * How many threads relay.
 *
 * @param number 0 for as many as are good for this machine
 */
public record RelayThreads(int number) {
    public static final int MOST = 16;
    public static final RelayThreads AUTO = new RelayThreads(0);

    public RelayThreads {
        if (number < 0 || number > MOST) {
            throw new IllegalArgumentException("not a number of threads: " + number);
        }
    }

    public boolean isAuto() {
        return number == 0;
    }

    @Override
    public String toString() {
        return isAuto() ? "auto" : Integer.toString(number);
    }
}
