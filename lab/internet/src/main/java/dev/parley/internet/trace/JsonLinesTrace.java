package dev.parley.internet.trace;

import dev.parley.internet.NetworkEvent;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Writes each event as one JSON object on a line of its own, in UTF-8. The same events give the
 * same bytes: fields are always in the order shown here.
 *
 * <pre>
 * {"at":0,"event":"sent","node":"ana","packet":PACKET}
 * {"at":0,"event":"departed","node":"ana","to":"home","starts":0,"arrives":1000000,"packet":PACKET}
 * {"at":1000000,"event":"rewritten","node":"home","row":1,"before":PACKET,"after":PACKET}
 * {"at":1000000,"event":"passed","node":"home","row":1,"packet":PACKET}
 * {"at":9000000,"event":"delivered","node":"bea","packet":PACKET}
 * {"at":9000000,"event":"dropped","node":"home","reason":"no_mapping","row":0,"packet":PACKET}
 * {"at":1000000,"event":"rowAdded","node":"home","packetId":1,"row":{"id":1,"kind":"mapping",
 *     "protocol":"udp","inside":ADDRESS,"outside":ADDRESS,"remote":ADDRESS,"expires":301000000000}}
 * {"at":2000000,"event":"rowRefreshed","node":"home","packetId":2,"row":1,"expires":302000000000}
 * {"at":302000000000,"event":"rowRemoved","node":"home","row":1,"reason":"expired"}
 * {"at":5,"event":"noted","node":"ana","words":"asks for her address","topic":"stun"}
 *
 * ADDRESS  "192.0.2.1:3478" or "[2001:db8::1]:3478"
 * PACKET   {"id":3,"parent":2,"protocol":"udp","source":ADDRESS,"destination":ADDRESS,"size":48,
 *           "hopLimit":64,"dontFragment":true,"corrupt":true,
 *           "fragment":{"id":7,"offset":0,"more":true},
 *           "tcp":{"sequence":1,"acknowledgment":0,"flags":2,"window":65535},
 *           "icmp":{"type":3,"code":4,"mtu":1400},"quoted":PACKET,"payload":"68657861"}
 * </pre>
 *
 * <p>Times are nanoseconds since the beginning; {@code size} counts all headers, the payload is in
 * hexadecimal. Fields that say nothing are left out: {@code parent}, {@code dontFragment}, {@code
 * corrupt}, {@code fragment}, {@code tcp}, {@code icmp}, {@code quoted}, {@code outside}, {@code
 * remote}, {@code topic}. {@code flags} are those of {@link dev.parley.internet.TcpFlags}; reasons
 * and kinds are the names of the enums in lower case.
 *
 * <p>Throws {@link UncheckedIOException} when the stream does not take what is written.
 */
public final class JsonLinesTrace implements Consumer<NetworkEvent>, AutoCloseable {
    private final OutputStream out;
    private final EventJson json = new EventJson();

    /** The stream is closed with {@link #close}. */
    public JsonLinesTrace(OutputStream out) {
        this.out = new BufferedOutputStream(out, 1 << 16);
    }

    @Override
    public void accept(NetworkEvent event) {
        try {
            out.write(json.of(event).getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static UncheckedIOException unwritable(IOException e) {
        return new UncheckedIOException("the trace cannot be written", e);
    }
}
