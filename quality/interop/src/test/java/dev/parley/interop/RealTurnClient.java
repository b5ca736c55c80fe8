package dev.parley.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Paths;
import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.RetransmissionPolicy;
import dev.parley.turn.client.TurnClient;
import dev.parley.turn.client.TurnClientConfig;
import dev.parley.turn.client.TurnClientEvent;
import dev.parley.udp.DatagramTap;
import dev.parley.udp.EventLoop;
import dev.parley.udp.NioDriver;
import dev.parley.udp.SecureRandomSource;
import dev.parley.udp.StreamInlet;
import dev.parley.udp.UdpOptions;
import dev.parley.udp.UdpSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Our client core on real sockets of the loopback address. */
final class RealTurnClient implements AutoCloseable {
    private static final int SECONDS_AT_MOST = 20;
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final Paths paths = new Paths(16);
    private final EventLoop<TurnClientEvent> loop;
    private final TurnClient client;
    private final BlockingQueue<TurnClientEvent> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    /** Something to do with the client on its thread. */
    interface Action {
        void on(long now, TurnClient client);
    }

    private RealTurnClient(TurnClientConfig config) throws IOException {
        client =
                new TurnClient(
                        paths,
                        new SecureRandomSource(),
                        RetransmissionPolicy.RFC_8489,
                        config,
                        (now, v6, high, low, port, buf, off, len) ->
                                received.add(
                                        port
                                                + " "
                                                + new String(
                                                        buf, off, len, StandardCharsets.UTF_8)));
        loop =
                new EventLoop<>(
                        "client", new NioDriver(), paths, client, DatagramTap.NONE, events::add);
    }

    /** Begins an allocation over that transport. */
    static RealTurnClient start(
            Transport transport, TransportAddress server, TurnClientConfig config)
            throws Exception {
        return switch (transport) {
            case UDP -> overUdp(TransportAddress.parse("127.0.0.1:0"), server, config);
            case TCP -> overStream(new Socket(LOOPBACK, server.port()), config);
            case TLS ->
                    overStream(
                            trusting().getSocketFactory().createSocket(LOOPBACK, server.port()),
                            config);
        };
    }

    static RealTurnClient overUdp(
            TransportAddress local, TransportAddress server, TurnClientConfig config)
            throws IOException {
        RealTurnClient real = new RealTurnClient(config);
        UdpSocket socket = real.loop.bind(local, UdpOptions.SINGLE);
        real.loop.start();
        real.loop.execute(() ->
                real.client.allocate(
                        real.loop.now(), real.paths.intern(socket.id(), server, Transport.UDP)));
        return real;
    }

    private static RealTurnClient overStream(Socket socket, TurnClientConfig config)
            throws IOException {
        RealTurnClient real = new RealTurnClient(config);
        real.loop.start();
        SocketPort port = new SocketPort(socket);
        StreamInlet inlet = real.loop.attach(port);
        port.readInto(inlet);
        real.loop.execute(() -> real.client.allocate(real.loop.now(), inlet.path()));
        return real;
    }

    /** Makes another connection to the server the client's half of one with a peer. */
    SocketPort bindConnection(Transport transport, TransportAddress server, int id)
            throws Exception {
        Socket socket =
                transport == Transport.TLS
                        ? trusting().getSocketFactory().createSocket(LOOPBACK, server.port())
                        : new Socket(LOOPBACK, server.port());
        SocketPort port = new SocketPort(socket);
        StreamInlet inlet = loop.attach(port);
        port.readInto(inlet);
        loop.execute(() -> client.bindConnection(loop.now(), inlet.path(), id));
        next(TurnClientEvent.ConnectionBound.class);
        port.divert();
        return port;
    }

    /** Takes any certificate: it was made a moment ago, and names are another test's business. */
    private static SSLContext trusting() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustingManager()}, null);
        return context;
    }

    private static final class TrustingManager implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Does something with the client. */
    void act(Action action) {
        loop.execute(() -> action.on(loop.now(), client));
    }

    /** The next event, which must be of that kind. */
    <E extends TurnClientEvent> E next(Class<E> type) throws InterruptedException {
        TurnClientEvent event = events.poll(SECONDS_AT_MOST, TimeUnit.SECONDS);
        assertThat(event).isInstanceOf(type);
        return type.cast(event);
    }

    /** Whether no event comes for so long. */
    boolean isQuietFor(int millis) throws InterruptedException {
        return events.poll(millis, TimeUnit.MILLISECONDS) == null;
    }

    boolean send(TransportAddress peer, String text)
            throws InterruptedException, ExecutionException, TimeoutException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return loop.call(() -> client.send(loop.now(), peer, bytes, 0, bytes.length))
                .get(SECONDS_AT_MOST, TimeUnit.SECONDS);
    }

    /** The next that a peer sent: its port, a space and the text. */
    String nextReceived() throws InterruptedException {
        String text = received.poll(SECONDS_AT_MOST, TimeUnit.SECONDS);
        assertThat(text).as("data of a peer").isNotNull();
        return text;
    }

    @Override
    public void close() {
        loop.close();
    }
}
