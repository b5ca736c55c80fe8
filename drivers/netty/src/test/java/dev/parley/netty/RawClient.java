package dev.parley.netty;

import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that sends exactly the bytes a test wants. */
final class RawClient implements AutoCloseable {
    private static final int WAIT_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;

    RawClient(TransportAddress to) throws IOException {
        this(new Socket(to.ip().toInetAddress(), to.port()));
    }

    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(WAIT_MILLIS);
        in = socket.getInputStream();
    }

    Socket socket() {
        return socket;
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    byte[] read(int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw new IOException("closed after " + read.length + " of " + bytes + " bytes");
        }
        return read;
    }

    /** Reads head and body of one HTTP response, the body by its Content-Length. */
    String response() throws IOException {
        String head = head();
        for (String line : head.lines().toList()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                int length = Integer.parseInt(line.substring(15).strip());
                return head + new String(read(length), StandardCharsets.ISO_8859_1);
            }
        }
        return head;
    }

    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) (read(1)[0] & 0xFF));
        }
        return head.toString();
    }

    /** Whether the server has closed: nothing more comes. */
    boolean isEnd() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true; // a reset is an end too
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
