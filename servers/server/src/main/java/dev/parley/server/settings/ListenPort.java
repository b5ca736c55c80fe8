package dev.parley.server.settings;

/**
 * The port of a listener.
 *
 * @param number 0 to let the system choose a free one, -1 when the listener is off
 */
public record ListenPort(int number) {
    public static final ListenPort OFF = new ListenPort(-1);

    public ListenPort {
        if (number < -1 || number > 0xFFFF) {
            throw new IllegalArgumentException("not a port: " + number);
        }
    }

    public boolean isOff() {
        return number < 0;
    }

    @Override
    public String toString() {
        return isOff() ? "off" : Integer.toString(number);
    }
}
