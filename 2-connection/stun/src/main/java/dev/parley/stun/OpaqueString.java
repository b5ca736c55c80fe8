package dev.parley.stun;

import java.text.Normalizer;

/**
 * The OpaqueString profile of RFC 8265 section 4.2 for passwords, realms and user names: other
 * spaces become U+0020, then normal form C.
 *
 * <p>Two steps apart: {@link #prepare} never fails, because realms come from the network and a key
 * that is merely wrong does no harm; {@link #isAllowed} is for what people type into a
 * configuration. DEVIATION: RFC 8265 would refuse in both.
 */
public final class OpaqueString {
    private OpaqueString() {}

    public static String prepare(String text) {
        if (isAscii(text)) {
            return text;
        }
        StringBuilder mapped = new StringBuilder(text.length());
        text.codePoints().map(c -> isSpace(c) ? ' ' : c).forEach(mapped::appendCodePoint);
        return Normalizer.normalize(mapped, Normalizer.Form.NFC);
    }

    /**
     * Whether the text may be a password: not empty, and without control characters, unassigned and
     * private code points, and lone surrogates.
     */
    public static boolean isAllowed(String text) {
        return !text.isEmpty() && text.codePoints().allMatch(OpaqueString::isAllowed);
    }

    private static boolean isAllowed(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    private static boolean isSpace(int c) {
        return Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
