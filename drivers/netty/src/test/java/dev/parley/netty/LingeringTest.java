package dev.parley.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.TransportAddress;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Joined streams that were given up while their other end does not read. */
class LingeringTest {
    private static final Endpoint ENDPOINT =
            new Endpoint(
                    TransportAddress.parse("203.0.113.9:80"),
                    TransportAddress.parse("192.0.2.1:50000"),
                    false);

    private final TcpTally tally = new TcpTally();

    /** Takes bytes and never gets rid of them, as a socket does whose other end does not read. */
    private static final class FullSocket extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
        }
    }

    private EmbeddedChannel abandoned() {
        StreamListener listener =
                new StreamListener() {
                    @Override
                    public void bytes(byte[] buf, int off, int len) {}

                    @Override
                    public void closed() {}
                };
        StreamChannel stream =
                new StreamChannel(
                        StreamLimits.DEFAULT, _ -> listener, tally, ENDPOINT, Place.UNCOUNTED);
        EmbeddedChannel channel = new EmbeddedChannel(new FullSocket(), stream);
        channel.freezeTime();
        stream.trust();
        stream.pass(new byte[1000], () -> {});
        stream.close();
        channel.runPendingTasks();
        return channel;
    }

    private static boolean isOpenAfter(EmbeddedChannel channel, long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        return channel.isOpen();
    }

    @Test
    void onlySoManyWaitLongForAReader() {
        List<EmbeddedChannel> patient = new ArrayList<>();
        for (int i = 0; i < StreamChannel.MOST_LINGERING; i++) {
            patient.add(abandoned());
        }
        assertThat(isOpenAfter(abandoned(), 6)).as("one more").isFalse();
        assertThat(patient).allMatch(channel -> isOpenAfter(channel, 6));
        assertThat(patient).noneMatch(channel -> isOpenAfter(channel, 60));
        assertThat(tally.lingering).hasValue(0);
        assertThat(isOpenAfter(abandoned(), 6)).as("there is room again").isTrue();
    }
}
