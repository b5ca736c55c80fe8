package dev.parley.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import dev.parley.server.state.FileModes;
import dev.parley.server.state.OrdinaryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** The file of the log: each one that is begun is for its owner and its group alone. */
final class LogFile extends RollingFileAppender<ILoggingEvent> {

    @Override
    public void openFile(String name) throws IOException {
        make(Path.of(name));
        super.openFile(name);
    }

    /**
     * Makes it when it is not there.
     *
     * @throws IOException when it cannot be written
     */
    static void make(Path file) throws IOException {
        OrdinaryFile.check(file);
        Files.newByteChannel(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                        FileModes.of(file, FileModes.GROUP_READS))
                .close();
    }
}
