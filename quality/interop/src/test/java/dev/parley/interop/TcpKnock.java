package dev.parley.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A program of its own: says which of the ports ARGS[1...] of the host ARGS[0] can be opened. */
final class TcpKnock {
    private static final int MOST_MILLIS = 1500;

    private TcpKnock() {}

    public static void main(String[] args) {
        for (int i = 1; i < args.length; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(args[0], Integer.parseInt(args[i])), MOST_MILLIS);
                System.out.println(args[i] + " open");
            } catch (IOException e) {
                System.out.println(args[i] + " shut");
            }
        }
    }
}
