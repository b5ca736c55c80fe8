package dev.parley.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.LogFormat;
import dev.parley.server.settings.Settings;
import dev.parley.server.state.FileFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log is like, as the settings say: to stderr, and to a file that is bounded in size.
 * Found by the logging library when the first line is written, and made without reading XML: that
 * would take longer than the rest of a start.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final double LOOK_EVERY_MILLIS = 100; // the library's minute lets it grow

    private static volatile @Nullable Configuration settings;

    /** For the library. */
    public LogSetup() {}

    /**
     * From the first line on the log is as this says; without it, as by default.
     *
     * @throws IOException when its file cannot be written: the library would tell nobody but stdout
     */
    static void use(Configuration configuration) throws IOException {
        Optional<Path> file = configuration.get(Settings.LOG_FILE).file();
        if (file.isPresent()) {
            try {
                LogFile.make(file.get());
            } catch (IOException e) {
                throw configuration.named(
                        new IOException(
                                "--log-file: "
                                        + file.get()
                                        + " cannot be written ("
                                        + FileFailure.words(e)
                                        + ")",
                                e));
            }
        }
        settings = configuration;
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Configuration wanted = settings;
        configure(context, wanted == null ? Configuration.defaults() : wanted, true);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    void configure(LoggerContext context, Configuration configuration, boolean toStderr) {
        BoundedAppender log = new BoundedAppender();
        log.setContext(context);
        if (toStderr) {
            log.add(console(context, configuration));
        }
        configuration
                .get(Settings.LOG_FILE)
                .file()
                .ifPresent(file -> log.add(file(context, configuration, file)));
        log.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(log);
        setLevel(context, configuration);
    }

    /** From now on as much is logged as this says; the rest stays as it began. */
    static void reload(Configuration configuration) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            setLevel(context, configuration);
        }
    }

    static void setLevel(LoggerContext context, Configuration configuration) {
        Level level = Level.toLevel(configuration.get(Settings.LOG_LEVEL).name());
        context.getLogger("dev.parley").setLevel(level);
        context.getLogger("parley").setLevel(level);
    }

    private static OutputStreamAppender<ILoggingEvent> console(
            LoggerContext context, Configuration configuration) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setTarget("System.err");
        return started(console, context, configuration);
    }

    /** FILE, FILE.1, FILE.2 and so on, each of a bounded size. */
    private static OutputStreamAppender<ILoggingEvent> file(
            LoggerContext context, Configuration configuration, Path path) {
        RollingFileAppender<ILoggingEvent> file = new LogFile();
        file.setFile(path.toString());
        FixedWindowRollingPolicy older = new FixedWindowRollingPolicy();
        older.setContext(context);
        older.setParent(file);
        older.setFileNamePattern(path.toString().replace("%", "\\%") + ".%i");
        older.setMinIndex(1);
        older.setMaxIndex(configuration.get(Settings.LOG_KEEP));
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(
                new FileSize(configuration.get(Settings.LOG_MEGABYTES) * FileSize.MB_COEFFICIENT));
        size.setCheckIncrement(Duration.buildByMilliseconds(LOOK_EVERY_MILLIS));
        older.start();
        size.start();
        file.setRollingPolicy(older);
        file.setTriggeringPolicy(size);
        return started(file, context, configuration);
    }

    private static OutputStreamAppender<ILoggingEvent> started(
            OutputStreamAppender<ILoggingEvent> appender,
            LoggerContext context,
            Configuration configuration) {
        appender.setContext(context);
        Encoder<ILoggingEvent> encoder =
                configuration.get(Settings.LOG_FORMAT) == LogFormat.JSON ? json() : text(context);
        encoder.setContext(context);
        encoder.start();
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    private static Encoder<ILoggingEvent> json() {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMDC(false);
        encoder.setWithMarkers(false);
        encoder.setWithKVPList(false);
        encoder.setWithArguments(false);
        encoder.setWithMessage(false);
        encoder.setWithFormattedMessage(true);
        return encoder;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        TextLines lines = new TextLines();
        lines.setContext(context);
        lines.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setLayout(lines);
        encoder.setCharset(StandardCharsets.UTF_8);
        return encoder;
    }
}
