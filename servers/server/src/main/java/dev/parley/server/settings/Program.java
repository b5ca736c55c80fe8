package dev.parley.server.settings;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The programs that share the table of settings. */
public enum Program {
    /** Page, signaling, STUN and TURN. */
    SERVE("parley serve"),

    /** STUN and TURN alone. */
    TURN("parley turn");

    private static final Set<Setting<?>> OF_SERVE_ALONE =
            Set.of(
                    Settings.HTTP_PORT,
                    Settings.HTTPS_PORT,
                    Settings.TURN_SERVER,
                    Settings.ROOM_SECRET,
                    Settings.ROOM_CAPACITY,
                    Settings.MAX_ROOMS,
                    Settings.ALLOW_ORIGIN,
                    Settings.QR);

    private static final Set<Setting<?>> OPENED_BY_SERVE =
            Set.of(Settings.HTTP_PORT, Settings.HTTPS_PORT);

    private final String command;

    Program(String command) {
        this.command = command;
    }

    /** How it is started. */
    public String command() {
        return command;
    }

    /** Whether the setting means anything to it. */
    public boolean has(Setting<?> setting) {
        return this == SERVE || !OF_SERVE_ALONE.contains(setting);
    }

    /** What a setting has when it is not given, as it would be written. */
    List<String> fallback(Setting<?> setting) {
        if (!has(setting) && OPENED_BY_SERVE.contains(setting)) {
            return List.of(ListenPort.OFF.toString());
        }
        return Optional.ofNullable(setting.fallback()).stream().toList();
    }

    /** Why a setting is refused that {@link #has} says is not for this program. */
    public String refusal(String nameOfSetting) {
        return nameOfSetting
                + " belongs to "
                + SERVE.command
                + ": "
                + command
                + " is the relay alone, without page and rooms";
    }
}
