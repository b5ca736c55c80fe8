package dev.parley.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * Lines of a log for people: time, level, logger, message. What comes from the network can be part
 * of a message, so whatever could forge a line or hide a part of one is written as an escape, and
 * no line is endless.
 */
final class TextLines extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX")
                    .withZone(ZoneId.systemDefault());
    private static final int MAX_CHARS = 2000;
    private static final int MAX_FRAMES = 12;

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(event.getInstant(), line);
        String level = event.getLevel().toString();
        line.append(' ').append(level).append(" ".repeat(5 - level.length())).append(' ');
        String logger = event.getLoggerName();
        line.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(": ");
        appendVisibly(line, event.getFormattedMessage());
        line.append('\n');
        IThrowableProxy thrown = event.getThrowableProxy();
        for (int depth = 0; thrown != null && depth < 3; depth++) {
            appendThrown(line, thrown, depth > 0);
            thrown = thrown.getCause();
        }
        return line.toString();
    }

    private static void appendThrown(StringBuilder line, IThrowableProxy thrown, boolean cause) {
        line.append(cause ? "Caused by: " : "").append(thrown.getClassName()).append(": ");
        appendVisibly(line, String.valueOf(thrown.getMessage()));
        line.append('\n');
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
            line.append('\t').append(frames[i].getSTEAsString()).append('\n');
        }
    }

    private static void appendVisibly(StringBuilder line, String text) {
        int end = Math.min(text.length(), MAX_CHARS);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT, // such as what turns the direction of writing
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR ->
                        line.append("\\u").append(String.format("%04x", (int) c));
                default -> line.append(c);
            }
        }
        if (end < text.length()) {
            line.append("...");
        }
    }
}
