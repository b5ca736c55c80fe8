package dev.parley.server.reload;

import dev.parley.server.settings.Setting;
import dev.parley.server.settings.Settings;
import java.util.Set;

/** Which settings can change while a server runs; every other one needs a restart. */
public final class RunTime {
    /** Their values are taken over by a reload. */
    public static final Set<Setting<?>> CHANGEABLE =
            Set.of(
                    Settings.ADMIN_TOKEN,
                    Settings.TLS_CERT,
                    Settings.TLS_KEY,
                    Settings.TLS_CHECK_SECONDS,
                    Settings.STRONG_AUTH,
                    Settings.ALTERNATE_SERVER,
                    Settings.TLS_ALTERNATE_SERVER,
                    Settings.ALTERNATE_ABOVE,
                    Settings.USER,
                    Settings.AUTH_SECRET,
                    Settings.TURN_TTL,
                    Settings.TURN_SERVER,
                    Settings.ALLOW_PEER,
                    Settings.DENY_PEER,
                    Settings.ALLOW_PEER_PORT,
                    Settings.DENY_PEER_PORT,
                    Settings.STRICT_EXPIRY,
                    Settings.USER_QUOTA,
                    Settings.ADDRESS_QUOTA,
                    Settings.MAX_ALLOCATIONS,
                    Settings.ALLOCATION_RATE,
                    Settings.USER_BANDWIDTH,
                    Settings.TOTAL_BANDWIDTH,
                    Settings.ROOM_SECRET,
                    Settings.ROOM_CAPACITY,
                    Settings.MAX_ROOMS,
                    Settings.ALLOW_ORIGIN,
                    Settings.DRAIN_SECONDS,
                    Settings.LOG_LEVEL,
                    Settings.USAGE_MINUTES,
                    Settings.USAGE_ADDRESS,
                    Settings.USAGE_MEGABYTES,
                    Settings.USAGE_KEEP);

    private RunTime() {}
}
