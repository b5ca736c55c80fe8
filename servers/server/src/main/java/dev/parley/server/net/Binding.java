package dev.parley.server.net;

import dev.parley.core.TransportAddress;
import dev.parley.server.settings.Origin;
import dev.parley.server.settings.Setting;
import java.io.IOException;
import java.util.Locale;

/** Turns the failure of a bind into a line that says what to do. */
public final class Binding {
    private Binding() {}

    /**
     * The failure with a message that names the option.
     *
     * @param protocol UDP or TCP
     * @param setting the port that was asked for, and where it was set
     */
    public static IOException failure(
            Setting<?> setting,
            Origin origin,
            String protocol,
            TransportAddress address,
            IOException cause) {
        String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        String what = protocol + " port " + address.port();
        String where = address.ip().isUnspecified() ? "" : " of " + address.ip();
        String option = origin.name(setting);
        String message;
        if (said.contains("in use")) {
            message =
                    what
                            + where
                            + " is in use by another program: end that one, or choose another port"
                            + " with "
                            + setting.flag();
        } else if (said.contains("permission") || said.contains("denied")) {
            message =
                    "no right to open "
                            + what
                            + where
                            + ": take a port from 1024 up, or give Java the right to bind lower"
                            + " ones";
        } else if (said.contains("assign")) {
            message = "this machine has no address " + address.ip() + ": see --listen";
        } else {
            message = what + where + " cannot be opened (" + cause.getMessage() + ")";
        }
        return new IOException(option + ": " + message, cause);
    }
}
