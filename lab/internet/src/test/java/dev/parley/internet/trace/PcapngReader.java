package dev.parley.internet.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a pcapng file strictly: whatever is not as the draft says is a failed assertion. */
final class PcapngReader {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Frame(
            String interfaceName,
            long nanos,
            byte[] bytes,
            long packetId,
            int flags,
            List<String> comments) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Option(int code, byte[] value) {}

    final List<String> interfaces = new ArrayList<>();
    final List<Frame> frames = new ArrayList<>();

    PcapngReader(byte[] file) {
        ByteBuffer all = ByteBuffer.wrap(file);
        assertThat(all.getInt(0)).isEqualTo(0x0A0D0D0A);
        while (all.hasRemaining()) {
            int type = all.getInt();
            int length = all.getInt();
            assertThat(length % 4).isZero();
            ByteBuffer body = all.slice(all.position(), length - 12);
            all.position(all.position() + length - 12);
            assertThat(all.getInt()).isEqualTo(length);
            block(type, body);
        }
    }

    private void block(int type, ByteBuffer body) {
        switch (type) {
            case 0x0A0D0D0A -> {
                assertThat(body.getInt()).isEqualTo(0x1A2B3C4D);
                assertThat(body.getInt()).isEqualTo(1 << 16);
                assertThat(body.getLong()).isEqualTo(-1);
                options(body);
            }
            case 1 -> {
                assertThat(body.getInt()).as("raw IP").isEqualTo(101 << 16);
                assertThat(body.getInt()).isZero();
                List<Option> options = options(body);
                interfaces.add(text(options.getFirst().value));
                assertThat(options.getLast()).matches(o -> o.code == 9 && o.value[0] == 9);
            }
            case 6 -> packet(body);
            default -> assertThat(type).as("a block that we write").isEqualTo(6);
        }
    }

    private void packet(ByteBuffer body) {
        String name = interfaces.get(body.getInt());
        long nanos = body.getLong();
        byte[] bytes = new byte[body.getInt()];
        assertThat(body.getInt()).isEqualTo(bytes.length);
        body.get(bytes).position(body.position() + (-bytes.length & 3));
        long id = 0;
        int flags = 0;
        List<String> comments = new ArrayList<>();
        for (Option option : options(body)) {
            switch (option.code) {
                case 1 -> comments.add(text(option.value));
                case 2 -> flags = ByteBuffer.wrap(option.value).getInt();
                case 5 -> id = ByteBuffer.wrap(option.value).getLong();
                default -> assertThat(option.code).as("an option that we write").isOne();
            }
        }
        frames.add(new Frame(name, nanos, bytes, id, flags, comments));
    }

    private static List<Option> options(ByteBuffer body) {
        List<Option> options = new ArrayList<>();
        while (true) {
            int code = body.getShort();
            byte[] value = new byte[body.getShort() & 0xFFFF];
            if (code == 0) {
                assertThat(value).isEmpty();
                assertThat(body.hasRemaining()).isFalse();
                return options;
            }
            body.get(value).position(body.position() + (-value.length & 3));
            options.add(new Option(code, value));
        }
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
