package dev.parley.server.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Takes whatever certificate the server shows. For connections to an address of this machine alone:
 * they pass no network, and the certificate is made for the names that others use. Elsewhere, and
 * for names, whose meaning others may decide, Java's own checks are made.
 */
final class OwnMachine extends X509ExtendedTrustManager {
    private OwnMachine() {}

    /** Whether a host of a URL is an address of this machine; an IPv6 address may have brackets. */
    static boolean has(String host) throws IOException {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(host.replaceAll("^\\[(.*)]$", "$1"));
        } catch (IllegalArgumentException e) {
            return false; // a name
        }
        return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    }

    static void trust(HttpsURLConnection connection) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new OwnMachine()}, null);
            connection.setSSLSocketFactory(context.getSocketFactory());
            connection.setHostnameVerifier((_, _) -> true);
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no TLS", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
