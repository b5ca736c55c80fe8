package dev.parley.interop;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.udp.StreamInlet;
import dev.parley.udp.StreamPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/** A connected socket as the stream of a loop. Writes block, which a test can afford. */
final class SocketPort implements StreamPort {
    private final Socket socket;
    private final OutputStream out;

    /** What came since the loop has no business with it any more. */
    private final BlockingQueue<String> raw = new LinkedBlockingQueue<>();

    private volatile boolean diverted;

    SocketPort(Socket socket) throws IOException {
        this.socket = socket;
        out = socket.getOutputStream();
    }

    /** Reads in a thread of its own until the socket ends. */
    void readInto(StreamInlet inlet) {
        Thread.ofVirtual()
                .start(() -> {
                    byte[] buffer = new byte[4096];
                    try (InputStream in = socket.getInputStream()) {
                        for (int length; (length = in.read(buffer)) >= 0; ) {
                            if (diverted) {
                                raw.add(new String(buffer, 0, length, StandardCharsets.UTF_8));
                            } else {
                                inlet.bytes(buffer, 0, length);
                            }
                        }
                    } catch (IOException closed) {
                        // The same as the end of the stream.
                    }
                    inlet.closed();
                });
    }

    /** Keeps from the loop what comes from now on. */
    void divert() {
        diverted = true;
    }

    void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The next bytes that came, which must. */
    String next() throws InterruptedException {
        String text = raw.poll(20, TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("nothing came");
        }
        return text;
    }

    @Override
    public TransportAddress local() {
        return TransportAddress.of((InetSocketAddress) socket.getLocalSocketAddress());
    }

    @Override
    public TransportAddress remote() {
        return TransportAddress.of((InetSocketAddress) socket.getRemoteSocketAddress());
    }

    @Override
    public Transport transport() {
        return socket instanceof SSLSocket ? Transport.TLS : Transport.TCP;
    }

    @Override
    public boolean write(byte[] buf, int off, int len) {
        try {
            out.write(buf, off, len);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket can be closed", e);
        }
    }
}
