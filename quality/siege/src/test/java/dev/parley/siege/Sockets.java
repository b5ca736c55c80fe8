package dev.parley.siege;

import dev.parley.core.TransportAddress;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Connections of any address of 127/8. */
final class Sockets {
    private static final SSLContext TLS = trustsEverybody();

    private Sockets() {}

    static Socket tcp(TransportAddress from, TransportAddress to) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.bind(from.toInetSocketAddress());
        socket.connect(to.toInetSocketAddress(), Line.WAIT_MILLIS);
        return socket;
    }

    static Socket tls(TransportAddress from, TransportAddress to) throws IOException {
        Socket plain = tcp(from, to);
        plain.setSoTimeout(Line.WAIT_MILLIS);
        SSLSocket socket =
                (SSLSocket)
                        TLS.getSocketFactory().createSocket(plain, "localhost", to.port(), true);
        socket.startHandshake();
        return socket;
    }

    /** What a client says first, for those who say no more. */
    static SSLContext context() {
        return TLS;
    }

    private static SSLContext trustsEverybody() {
        X509TrustManager everybody =
                new X509TrustManager() {
                    @Override
                    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

                    @Override
                    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

                    @Override
                    public X509Certificate[] getAcceptedIssuers() {
                        return new X509Certificate[0];
                    }
                };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {everybody}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has TLS", e);
        }
    }
}
