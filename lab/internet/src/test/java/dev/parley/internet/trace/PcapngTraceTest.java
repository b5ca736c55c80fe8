package dev.parley.internet.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Bytes;
import dev.parley.internet.NetworkEvent;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PcapngTraceTest {
    private final List<NetworkEvent> events = new ArrayList<>();
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    private PcapngReader everywhere() {
        record(events, PcapngTrace.everywhere(file));
        return new PcapngReader(file.toByteArray());
    }

    private static void record(List<NetworkEvent> events, PcapngTrace trace) {
        Consumer<NetworkEvent> both = events::add;
        new SampleRun(1, both.andThen(trace));
        trace.close();
    }

    @Test
    void eachPacketIsThereOnceForEachLink() {
        PcapngReader read = everywhere();
        long departures = events.stream().filter(NetworkEvent.Departed.class::isInstance).count();
        assertThat(read.frames).hasSize((int) departures);
        assertThat(read.interfaces)
                .contains("ana > internet", "internet > ben", "internet > ana", "ben > internet");
    }

    @Test
    void framesAreInTheOrderOfTheirTimes() {
        PcapngReader read = everywhere();
        assertThat(read.frames).extracting(PcapngReader.Frame::nanos).isSorted();
        assertThat(read.frames.getFirst().nanos()).isEqualTo(1_735_689_600_000_000_000L);
    }

    @Test
    void bytesAreAsManyAsTheLinkCounted() {
        PcapngReader read = everywhere();
        for (NetworkEvent event : events) {
            if (event instanceof NetworkEvent.Departed departed) {
                assertThat(read.frames)
                        .filteredOn(frame -> frame.packetId() == departed.packet().id())
                        .extracting(frame -> frame.bytes().length)
                        .contains(departed.packet().sizeBytes());
            }
        }
    }

    @Test
    void headersOfVersion4Verify() {
        for (PcapngReader.Frame frame : everywhere().frames) {
            byte[] bytes = frame.bytes();
            if (bytes[0] == 0x45) {
                assertThat(sum(bytes, 0, 20)).isEqualTo(0xFFFF);
                assertThat(Bytes.u16(bytes, 2)).isEqualTo(bytes.length);
            } else {
                assertThat(bytes[0]).isEqualTo((byte) 0x60);
                assertThat(Bytes.u16(bytes, 4)).isEqualTo(bytes.length - 40);
            }
        }
    }

    /** Added up plainly, in 16 bits with the carry brought around each time. */
    private static int sum(byte[] bytes, int off, int len) {
        int sum = 0;
        for (int i = off; i < off + len; i += 2) {
            sum += Bytes.u16(bytes, i);
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        return sum;
    }

    @Test
    void commentsSayWhatBecameOfThePacket() {
        PcapngReader read = everywhere();
        assertThat(read.frames)
                .filteredOn(frame -> frame.interfaceName().equals("ana > home"))
                .singleElement()
                .extracting(PcapngReader.Frame::comments)
                .isEqualTo(
                        List.of(
                                "home made row 3: mapping UDP inside 198.51.100.1:6000"
                                        + " outside 203.0.113.7:40000",
                                "home rewrote source 198.51.100.1:6000 to 203.0.113.7:40000"
                                        + " by row 3"));
        assertThat(read.frames)
                .filteredOn(frame -> frame.interfaceName().equals("home > internet"))
                .singleElement()
                .extracting(PcapngReader.Frame::comments)
                .isEqualTo(
                        List.of(
                                "home rewrote source 198.51.100.1:6000 to 203.0.113.7:40000"
                                        + " by row 3",
                                "internet dropped it: no route"));
    }

    @Test
    void aPacketTooBigForALinkIsMarkedWhereItStopped() {
        assertThat(everywhere().frames)
                .filteredOn(f -> f.comments().contains("internet dropped it: too big"))
                .extracting(PcapngReader.Frame::interfaceName)
                .containsOnly("ana > internet")
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void atOneNodeOnlyItsOwnLinksAreSeen() {
        record(events, PcapngTrace.at("ben", file));
        PcapngReader read = new PcapngReader(file.toByteArray());
        assertThat(read.interfaces).containsExactly("internet");
        assertThat(read.frames).extracting(PcapngReader.Frame::flags).contains(1, 2);
        assertThat(read.frames).extracting(PcapngReader.Frame::nanos).isSorted();
        long seen =
                events.stream()
                        .filter(NetworkEvent.Departed.class::isInstance)
                        .map(NetworkEvent.Departed.class::cast)
                        .filter(e -> e.node().equals("ben") || e.to().equals("ben"))
                        .count();
        assertThat(read.frames).hasSize((int) seen);
    }

    @Test
    void theSameSeedGivesTheSameBytes() {
        record(events, PcapngTrace.everywhere(file));
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        record(new ArrayList<>(), PcapngTrace.everywhere(again));
        assertThat(again.toByteArray()).isEqualTo(file.toByteArray());
    }
}
