package dev.parley.server.settings;

/**
 * How the text of a value becomes the value.
 *
 * @param wants completes the sentence "--name wants ..."
 */
public record ValueType<T>(String wants, Reader<T> reader) {

    /** Reads a text, or throws {@link IllegalArgumentException}; the message is not shown. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(String text);
    }
}
