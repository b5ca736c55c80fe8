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
import javax.net.ssl.SSLSocket;

/** A connected socket as the stream of a loop. Writes block, which a test can afford. */
final class SocketPort implements StreamPort {
    private final Socket socket;
    private final OutputStream out;

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
                            inlet.bytes(buffer, 0, length);
                        }
                    } catch (IOException closed) {
                        // The same as the end of the stream.
                    }
                    inlet.closed();
                });
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
