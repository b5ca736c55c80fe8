package dev.parley.signal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which names of rooms, people and peers are taken, and in which form they are kept. */
final class Names {
    static final int ROOM_CHARACTERS = 64;
    static final int NAME_CHARACTERS = 64;
    static final int PEER_CHARACTERS = 22;
    private static final String DEFAULT_NAME = "Guest";

    private Names() {}

    /** The room in lower case; null when it is not letters, digits, {@code -} and {@code _}. */
    static @Nullable String room(String text) {
        if (text.isEmpty() || text.length() > ROOM_CHARACTERS || !isUrlSafe(text)) {
            return null;
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /**
     * The name with its white space tidied; null when it is too long or holds characters that
     * control how text around them is shown.
     */
    static @Nullable String person(@Nullable String text) {
        if (text == null) {
            return DEFAULT_NAME;
        }
        if (text.length() > 4 * NAME_CHARACTERS) {
            return null;
        }
        String tidy = text.strip();
        if (tidy.isEmpty()) {
            return DEFAULT_NAME;
        }
        boolean shown =
                tidy.codePointCount(0, tidy.length()) <= NAME_CHARACTERS
                        && tidy.codePoints().allMatch(Names::isShown);
        return shown ? tidy : null;
    }

    /** Whether this has the form of the ids that this server makes. */
    static boolean isPeer(String text) {
        return text.length() == PEER_CHARACTERS && isUrlSafe(text);
    }

    private static boolean isUrlSafe(String text) {
        return text.chars()
                .allMatch(c ->
                        (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '-'
                                || c == '_');
    }

    private static boolean isShown(int codePoint) {
        return switch (Character.getType(codePoint)) {
            // The joiners inside emoji and of several scripts are the one kind of FORMAT that is
            // harmless; the others turn the direction of text or hide it.
            case Character.FORMAT -> codePoint == 0x200D || codePoint == 0x200C;
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
