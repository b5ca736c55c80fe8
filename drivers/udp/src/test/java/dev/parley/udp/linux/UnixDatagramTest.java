package dev.parley.udp.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.udp.Readiness;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnixDatagramTest {
    @TempDir private Path folder;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = arena.allocate(64, 8);

    @BeforeEach
    void onLinux() {
        String whyNot = Platform.whyNot();
        assumeTrue(whyNot == null, whyNot);
    }

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void aServiceManagerHearsThatAServiceIsReady() throws IOException {
        assertThat(heardAt(folder.resolve("notify").toString())).isEqualTo("READY=1");
    }

    @Test
    void anAbstractNameIsReachedToo() throws IOException {
        assertThat(heardAt("@parley-test-" + ProcessHandle.current().pid())).isEqualTo("READY=1");
    }

    @Test
    void whoCannotBeReachedIsSaid() {
        String nobody = folder.resolve("nobody").toString();
        for (String name :
                new String[] {nobody, "", "notify", "vsock:2:1", "/" + "n".repeat(107)}) {
            assertThatThrownBy(() -> new Readiness(name).tell())
                    .as(name)
                    .isInstanceOf(IOException.class);
        }
    }

    private String heardAt(String name) throws IOException {
        int fd = Libc.socket(state, UnixDatagram.AF_UNIX, UnixDatagram.SOCK_DGRAM_CLOEXEC, 0);
        assertThat(fd).isNotNegative();
        try {
            MemorySegment address = UnixDatagram.address(arena, name);
            assertThat(Libc.bind(state, fd, address.address(), (int) address.byteSize())).isZero();
            new Readiness(name).tell();
            MemorySegment heard = arena.allocate(100);
            int bytes = Libc.read(state, fd, heard.address(), 100);
            return new String(
                    heard.asSlice(0, bytes).toArray(JAVA_BYTE), StandardCharsets.US_ASCII);
        } finally {
            Libc.close(state, fd);
        }
    }
}
