package dev.parley.server.usage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The end of a file of lines of JSON, where a machine that stopped may have left half a line. */
final class LastLine {
    private static final int LONGEST = 64 * 1024;

    private LastLine() {}

    /**
     * Makes the file end with a whole line: half a record is taken away, anything else that has no
     * end of line gets one.
     *
     * @return how many bytes were taken away
     */
    static int mend(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return 0;
        }
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long length = channel.size();
            ByteBuffer end = ByteBuffer.allocate((int) Math.min(length, LONGEST));
            while (end.hasRemaining()
                    && channel.read(end, length - end.capacity() + end.position()) >= 0) {}
            String text = new String(end.array(), 0, end.position(), StandardCharsets.ISO_8859_1);
            String last = text.substring(text.lastIndexOf('\n') + 1);
            if (last.isEmpty()) {
                return 0;
            }
            if (last.startsWith("{") && !last.endsWith("}")) {
                channel.truncate(length - last.length());
                return last.length();
            }
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}), length);
            return 0;
        }
    }
}
