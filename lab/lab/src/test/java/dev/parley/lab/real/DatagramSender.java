package dev.parley.lab.real;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/** A program of its own: sends a datagram to ARGS[0] from each of ARGS[2] ports from ARGS[1] on. */
final class DatagramSender {
    private static final int DISCARD = 9;

    private DatagramSender() {}

    public static void main(String[] args) throws IOException {
        InetAddress to = InetAddress.ofLiteral(args[0]);
        int first = Integer.parseInt(args[1]);
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            try (DatagramSocket socket = new DatagramSocket(first + i)) {
                socket.send(new DatagramPacket(new byte[] {42}, 1, to, DISCARD));
            }
        }
        System.out.println("sent");
    }
}
