package dev.parley.udp;

import dev.parley.core.TransportAddress;
import dev.parley.udp.linux.LinuxDriver;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * Two programs for two machines: one sends bursts with the Linux driver, the other is an ordinary
 * socket that tells what came.
 */
final class SegmentationProbe {
    private static final int SILENCE_MILLIS = 1000;
    private static final int[][] BURSTS = { // datagrams, bytes of each, bytes of the last
        {20, 1200, 300}, {64, 100, 100}, {1, 1400, 1400}, {3, 2000, 10}, {40, 1472, 1},
    };

    private SegmentationProbe() {}

    /** {@code send ADDRESS FROM} or {@code receive ADDRESS}. */
    public static void main(String[] args) throws IOException {
        TransportAddress address = TransportAddress.parse(args[1]);
        if (args[0].equals("send")) {
            send(TransportAddress.parse(args[2]), address);
        } else {
            receive(address);
        }
    }

    private static void send(TransportAddress from, TransportAddress to) throws IOException {
        NativeMemory memory = NativeMemory.allocate(100_000);
        try (LinuxDriver driver = new LinuxDriver()) {
            UdpSocket socket = driver.bind(1, from, UdpOptions.SINGLE);
            Destination destination = driver.destination(to);
            byte number = 0;
            for (int[] burst : BURSTS) {
                int length = (burst[0] - 1) * burst[1] + burst[2];
                for (int i = 0; i < burst[0]; i++) {
                    memory.buffer().put(i * burst[1], number++);
                }
                System.out.println(
                        "sent " + socket.send(memory, 0, length, burst[1], destination, false));
            }
        }
    }

    /** Prints the length and the first byte of each datagram. */
    private static void receive(TransportAddress at) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        try (DatagramSocket socket = new DatagramSocket(at.toInetSocketAddress())) {
            DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
            out.println("ready");
            socket.setSoTimeout(20_000);
            while (true) {
                socket.receive(packet);
                out.println(packet.getLength() + " " + packet.getData()[0]);
                socket.setSoTimeout(SILENCE_MILLIS);
            }
        } catch (SocketTimeoutException e) {
            out.println("done");
        }
    }
}
