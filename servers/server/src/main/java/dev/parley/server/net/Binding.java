package dev.parley.server.net;

import dev.parley.core.TransportAddress;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Setting;
import dev.parley.server.settings.Settings;
import java.io.IOException;
import java.util.Locale;

/** Turns the failure of a bind into a line that says what to do. */
public final class Binding {
    private Binding() {}

    /**
     * The failure with a message that names the option.
     *
     * @param protocol UDP or TCP
     * @param setting the port that was asked for
     * @param configuration knows where it was set
     */
    public static IOException failure(
            Setting<?> setting,
            Configuration configuration,
            String protocol,
            TransportAddress address,
            IOException cause) {
        String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        String what = protocol + " port " + address.port();
        String where = address.ip().isUnspecified() ? "" : " of " + address.ip();
        Setting<?> culprit = setting;
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
            culprit =
                    setting.equals(Settings.METRICS_LISTEN) || setting.equals(Settings.ADMIN_LISTEN)
                            ? setting
                            : Settings.LISTEN;
            message = "this machine has no address " + address.ip();
        } else {
            message = what + where + " cannot be opened (" + cause.getMessage() + ")";
        }
        String option = configuration.origin(culprit).name(culprit);
        return new IOException(option + ": " + message, cause);
    }
}
