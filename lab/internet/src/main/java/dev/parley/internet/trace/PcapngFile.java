package dev.parley.internet.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Writes the blocks of a pcapng file (draft-ietf-opsawg-pcapng) that a trace needs. */
final class PcapngFile {
    /** What virtual time 0 is in the file: the first second of the year 2025, UTC. */
    static final long EPOCH_NANOS = 1_735_689_600L * 1_000_000_000L;

    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;

    private static final int BYTE_ORDER = 0x1A2B3C4D;
    private static final int LINKTYPE_RAW = 101;
    private static final byte[] NANOSECONDS = {9};

    private static final int OPT_COMMENT = 1;
    private static final int SHB_USERAPPL = 4;
    private static final int IF_NAME = 2;
    private static final int IF_TSRESOL = 9;
    private static final int EPB_FLAGS = 2;
    private static final int EPB_PACKETID = 5;

    private final OutputStream out;
    private final PcapngBlock block = new PcapngBlock();
    private final Map<String, Integer> interfaces = new HashMap<>();

    PcapngFile(OutputStream out) {
        this.out = out;
        section();
    }

    private void section() {
        write(
                block.begin(SECTION_HEADER)
                        .i32(BYTE_ORDER)
                        .u16(1)
                        .u16(0)
                        .i64(-1) // length of the section: not said
                        .option(SHB_USERAPPL, "Parley"));
    }

    /** The number of the interface of that name; described in the file when first asked for. */
    int interfaceNamed(String name) {
        Integer known = interfaces.get(name);
        if (known != null) {
            return known;
        }
        write(
                block.begin(INTERFACE_DESCRIPTION)
                        .u16(LINKTYPE_RAW)
                        .u16(0)
                        .i32(0) // packets are never cut
                        .option(IF_NAME, name)
                        .option(IF_TSRESOL, NANOSECONDS));
        interfaces.put(name, interfaces.size());
        return interfaces.size() - 1;
    }

    void packet(int interfaceId, Frame frame) {
        block.begin(ENHANCED_PACKET)
                .i32(interfaceId)
                .i64(EPOCH_NANOS + frame.at)
                .i32(frame.bytes.length)
                .i32(frame.bytes.length)
                .padded(frame.bytes)
                .option(EPB_FLAGS, frame.direction.ordinal())
                .option(EPB_PACKETID, frame.packetId);
        for (String comment : frame.comments) {
            block.option(OPT_COMMENT, comment);
        }
        write(block);
    }

    void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void write(PcapngBlock done) {
        try {
            done.writeTo(out);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static UncheckedIOException unwritable(IOException e) {
        return new UncheckedIOException("the trace cannot be written", e);
    }
}
