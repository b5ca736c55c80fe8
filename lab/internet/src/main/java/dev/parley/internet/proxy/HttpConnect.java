package dev.parley.internet.proxy;

import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.tcp.Dialer;
import dev.parley.internet.tcp.Stream;
import dev.parley.internet.tcp.StreamEnd;
import dev.parley.internet.tcp.StreamHandler;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The client's side: connects through a proxy. */
public final class HttpConnect implements Dialer {
    private final Host host;
    private final TransportAddress proxy;

    private HttpConnect(Host host, TransportAddress proxy) {
        this.host = host;
        this.proxy = proxy;
    }

    /** A way for that host to connect, through that proxy. */
    public static Dialer through(Host host, TransportAddress proxy) {
        return new HttpConnect(host, proxy);
    }

    /**
     * The handler gets the stream when the proxy has connected; where the proxy cannot, the stream
     * closes as if refused, or timed out.
     */
    @Override
    public void dial(TransportAddress remote, StreamHandler handler) {
        host.tcp().connect(proxy, new Asking(remote, handler));
    }

    private static final class Asking implements StreamHandler {
        private final TransportAddress remote;
        private final StreamHandler handler;
        private final MessageHead head = new MessageHead();
        private boolean open;
        private @Nullable StreamEnd refusal;

        Asking(TransportAddress remote, StreamHandler handler) {
            this.remote = remote;
            this.handler = handler;
        }

        @Override
        public void opened(long now, Stream stream) {
            stream.write(ConnectRequest.head(remote).getBytes(StandardCharsets.ISO_8859_1));
        }

        @Override
        public void received(long now, Stream stream, byte[] buf, int off, int len) {
            if (open) {
                handler.received(now, stream, buf, off, len);
                return;
            }
            boolean fits = head.add(buf, off, len);
            String line = head.firstLine();
            if (!fits) {
                refused(stream, "");
            } else if (line != null) {
                answered(now, stream, line);
            }
        }

        private void answered(long now, Stream stream, String line) {
            if (!line.startsWith("HTTP/1.1 200") && !line.startsWith("HTTP/1.0 200")) {
                refused(stream, line);
                return;
            }
            open = true;
            handler.opened(now, stream);
            byte[] rest = head.rest();
            if (rest.length > 0) {
                handler.received(now, stream, rest, 0, rest.length);
            }
        }

        private void refused(Stream stream, String line) {
            refusal = line.contains(" 504") ? StreamEnd.TIMED_OUT : StreamEnd.REFUSED;
            stream.abort();
        }

        @Override
        public void writable(long now, Stream stream) {
            if (open) {
                handler.writable(now, stream);
            }
        }

        @Override
        public void ended(long now, Stream stream) {
            if (open) {
                handler.ended(now, stream);
            } else {
                refused(stream, "");
            }
        }

        @Override
        public void closed(long now, Stream stream, StreamEnd end) {
            handler.closed(now, stream, refusal == null ? end : refusal);
        }
    }
}
