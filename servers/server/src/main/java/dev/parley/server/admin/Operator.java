package dev.parley.server.admin;

import dev.parley.core.WallClock;
import dev.parley.server.relay.RelayService;
import dev.parley.server.reload.CertificateKeeper;
import dev.parley.server.reload.Reload;
import dev.parley.server.settings.Configuration;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the admin API asks of the server that it belongs to. Safe for any thread. */
public interface Operator {
    /** What counts now. */
    Configuration configuration();

    RelayService relay();

    /** Turns the relay's time into the time of day. */
    WallClock clock();

    /** Null where nothing speaks TLS. */
    @Nullable CertificateKeeper certificate();

    /** Reads the configuration once more; may take a while. */
    Reload.Outcome reload();

    /**
     * Ends gently, and returns at once. When the end is near already, the earlier end counts.
     *
     * @param most how long relays may go on; null for as long as the settings say
     */
    void beginDrain(@Nullable Duration most);

    /** How long relays may still go on, or null when the server does not drain. */
    @Nullable Duration drainLeft();

    /** How long the server has been there. */
    Duration uptime();
}
