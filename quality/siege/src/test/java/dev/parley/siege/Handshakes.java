package dev.parley.siege;

import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import javax.net.ssl.SSLEngine;

/** TLS handshakes that begin: connections that are opened, say something, and are left standing. */
final class Handshakes implements Traffic {
    private static final int MOST_STANDING = 1000;

    private final TransportAddress server;
    private final byte[] hello;
    private final Queue<Socket> standing = new ArrayDeque<>();
    private int number;

    private Handshakes(TransportAddress server, byte[] hello) {
        this.server = server;
        this.hello = hello;
    }

    /** They say half of a ClientHello. */
    static Handshakes halfOfHello(TransportAddress server) throws IOException {
        byte[] hello = hello();
        return new Handshakes(server, Arrays.copyOf(hello, hello.length / 2));
    }

    /** They say a whole ClientHello, which the server has to answer, and no more. */
    static Handshakes helloAlone(TransportAddress server) throws IOException {
        return new Handshakes(server, hello());
    }

    private static byte[] hello() throws IOException {
        SSLEngine engine = Sockets.context().createSSLEngine("localhost", 1);
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    @Override
    public void send(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Socket socket = Sockets.tcp(nextAddress(), server);
            socket.getOutputStream().write(hello);
            standing.add(socket);
            if (standing.size() > MOST_STANDING) {
                standing.remove().close();
            }
        }
    }

    private TransportAddress nextAddress() {
        number = (number + 1) % 250;
        return TransportAddress.parse("127.70." + number + ".1:0");
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : standing) {
            socket.close();
        }
    }
}
