package dev.parley.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;

/**
 * A program of its own. {@code hear PORT HOST PORT} sends from the first port, so that a NAT has a
 * mapping, and says who answers by it. {@code say PORT HOST PORT} sends again and again.
 */
final class Datagrams {
    private static final int TIMES = 20;
    private static final int EVERY_MILLIS = 100;
    private static final int MOST_MILLIS = 60_000;

    private Datagrams() {}

    public static void main(String[] args) throws IOException {
        InetSocketAddress remote = new InetSocketAddress(args[2], Integer.parseInt(args[3]));
        DatagramPacket packet = new DatagramPacket(new byte[] {42}, 1, remote);
        try (DatagramSocket socket = new DatagramSocket(Integer.parseInt(args[1]))) {
            socket.send(packet);
            if (args[0].equals("hear")) {
                System.out.println("listening");
                socket.setSoTimeout(MOST_MILLIS);
                socket.receive(packet);
                System.out.println("heard from " + packet.getSocketAddress());
                return;
            }
            socket.setSoTimeout(EVERY_MILLIS);
            for (int i = 0; i < TIMES; i++) {
                socket.send(packet);
                pause(socket);
            }
            System.out.println("said");
        }
    }

    /** Nobody answers: this waits. */
    private static void pause(DatagramSocket socket) throws IOException {
        try {
            socket.receive(new DatagramPacket(new byte[16], 16));
        } catch (SocketTimeoutException expected) {
            return;
        }
    }
}
