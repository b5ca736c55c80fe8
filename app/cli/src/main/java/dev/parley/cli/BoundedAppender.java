package dev.parley.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands lines on to other appenders, but the same line over and over only as often as {@link
 * Repetition} lets it; then a line says how many were left out. Answers to who runs the server are
 * not counted: nobody else can ask for them.
 */
final class BoundedAppender extends AppenderBase<ILoggingEvent> {
    /** Lines that answer whoever runs the server: each says what became of one request. */
    private static final String ANSWERS = "parley.reload";

    private final List<Appender<ILoggingEvent>> outputs = new ArrayList<>();
    private final Repetition troubles = Repetition.ofTroubles();
    private final Repetition events = Repetition.ofEvents();

    void add(Appender<ILoggingEvent> output) {
        outputs.add(output);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLoggerName().equals(ANSWERS)) {
            write(event);
            return;
        }
        boolean trouble = event.getLevel().isGreaterOrEqual(Level.WARN);
        Repetition repetition = trouble ? troubles : events;
        String kind = event.getLoggerName() + ' ' + event.getMessage();
        long leftOut = repetition.admit(System.nanoTime(), kind);
        if (leftOut == Repetition.NO) {
            return;
        }
        if (leftOut > 0) {
            write(leftOutBefore(event, leftOut));
        }
        write(event);
    }

    private void write(ILoggingEvent event) {
        outputs.forEach(output -> output.doAppend(event));
    }

    private ILoggingEvent leftOutBefore(ILoggingEvent event, long count) {
        LoggingEvent line = new LoggingEvent();
        line.setLoggerContext((LoggerContext) getContext());
        line.setLoggerName(event.getLoggerName());
        line.setThreadName(event.getThreadName());
        line.setLevel(event.getLevel());
        line.setInstant(event.getInstant());
        line.setMessage(count + " lines like the next one were left out");
        return line;
    }

    @Override
    public void stop() {
        super.stop();
        outputs.forEach(Appender::stop);
    }
}
