package dev.parley.internet.proxy;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import dev.parley.internet.Host;
import dev.parley.internet.tcp.Stream;
import dev.parley.internet.tcp.StreamEnd;
import dev.parley.internet.tcp.StreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client of the proxy: its request, and then two pumps. This is the client's end. */
final class Tunnel implements StreamHandler {
    private final HttpProxy proxy;
    private final Stream client;
    private final MessageHead head = new MessageHead();
    private @Nullable Stream target; // set while connecting and connected
    private @Nullable Pump up;
    private @Nullable Pump down;
    private boolean refused; // what still comes is of no interest

    Tunnel(HttpProxy proxy, Stream client) {
        this.proxy = proxy;
        this.client = client;
    }

    @Override
    public void received(long now, Stream stream, byte[] buf, int off, int len) {
        if (up != null) {
            up.push(buf, off, len);
        } else if (target == null && !refused) {
            readHead(buf, off, len);
        }
    }

    private void readHead(byte[] buf, int off, int len) {
        boolean fits = head.add(buf, off, len);
        String line = head.firstLine();
        if (!fits) {
            refuse("431 Request Header Fields Too Large");
        } else if (line != null) {
            ConnectRequest request = ConnectRequest.parse(line);
            if (request == null) {
                refuse(line.startsWith("CONNECT ") ? "400 Bad Request" : "405 Method Not Allowed");
            } else {
                connect(request);
            }
        }
    }

    private void connect(ConnectRequest request) {
        TransportAddress remote = find(request);
        if (remote == null) {
            refuse("502 Bad Gateway");
            return;
        }
        client.pause();
        target = proxy.host().tcp().connect(remote, new TargetEnd());
    }

    /** The first address that this machine can send to. */
    private @Nullable TransportAddress find(ConnectRequest request) {
        Host host = proxy.host();
        IpAddress written = request.address();
        List<IpAddress> found =
                written == null ? host.internet().resolve(host, request.host()) : List.of(written);
        for (IpAddress ip : found) {
            if (host.addresses().stream().anyMatch(own -> own.v6() == ip.v6())) {
                return new TransportAddress(ip, request.port());
            }
        }
        return null;
    }

    private void refuse(String status) {
        if (refused) {
            return;
        }
        refused = true;
        answer("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        client.resume();
        client.close();
    }

    private void answer(String text) {
        client.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void writable(long now, Stream stream) {
        if (down != null) {
            down.flow();
        }
    }

    @Override
    public void ended(long now, Stream stream) {
        if (up != null) {
            up.end();
        } else {
            refused = true;
            stream.close();
        }
    }

    @Override
    public void closed(long now, Stream stream, StreamEnd end) {
        proxy.left();
        if (target != null && (up == null || end != StreamEnd.CLOSED)) {
            target.abort();
        }
    }

    /** The end towards the target. */
    private final class TargetEnd implements StreamHandler {
        @Override
        public void opened(long now, Stream stream) {
            answer("HTTP/1.1 200 Connection established\r\n\r\n");
            Pump pump = new Pump(client, stream);
            up = pump;
            down = new Pump(stream, client);
            byte[] rest = head.rest();
            pump.push(rest, 0, rest.length);
            client.resume();
        }

        @Override
        public void received(long now, Stream stream, byte[] buf, int off, int len) {
            if (down != null) {
                down.push(buf, off, len);
            }
        }

        @Override
        public void writable(long now, Stream stream) {
            if (up != null) {
                up.flow();
            }
        }

        @Override
        public void ended(long now, Stream stream) {
            if (down != null) {
                down.end();
            }
        }

        @Override
        public void closed(long now, Stream stream, StreamEnd end) {
            boolean wasOpen = up != null;
            if (wasOpen && end != StreamEnd.CLOSED) {
                client.abort();
            } else if (!wasOpen && end != StreamEnd.ABORTED) {
                refuse(end == StreamEnd.TIMED_OUT ? "504 Gateway Timeout" : "502 Bad Gateway");
            }
        }
    }
}
