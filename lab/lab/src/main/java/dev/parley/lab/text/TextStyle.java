package dev.parley.lab.text;

/**
 * How a terminal is written to.
 *
 * @param columns how wide it is
 * @param colours whether a person looks at a terminal that knows colours
 * @param unicode whether characters beyond ASCII arrive
 */
public record TextStyle(int columns, boolean colours, boolean unicode) {
    /** What a colour stands for. */
    enum Tone {
        PLAIN(""),
        STRONG("1"),
        QUIET("2"),
        GOOD("32"),
        BAD("31"),
        NEW("36"),
        SPEECH("35");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    String paint(Tone tone, String text) {
        return colours && !tone.code.isEmpty()
                ? "\u001B[" + tone.code + "m" + text + "\u001B[0m"
                : text;
    }

    /** One of two drawings of the same thing. */
    String draw(String unicodeText, String asciiText) {
        return unicode ? unicodeText : asciiText;
    }
}
