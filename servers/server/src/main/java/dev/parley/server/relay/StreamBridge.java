package dev.parley.server.relay;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.netty.StreamConnection;
import dev.parley.netty.StreamListener;
import dev.parley.udp.EventLoop;
import dev.parley.udp.StreamInlet;
import dev.parley.udp.StreamPort;
import java.util.function.Function;

/** Joins a connection of the TCP side to the event loop of the relay. */
final class StreamBridge implements StreamPort {
    private final StreamConnection connection;

    private StreamBridge(StreamConnection connection) {
        this.connection = connection;
    }

    static StreamListener join(StreamConnection connection, EventLoop<?> loop) {
        return join(connection, loop::attach);
    }

    /** The same by another way into the loop. */
    static StreamListener join(
            StreamConnection connection, Function<StreamPort, StreamInlet> attach) {
        connection.trust(); // the core itself closes connections that get no allocation
        StreamInlet inlet = attach.apply(new StreamBridge(connection));
        return new StreamListener() {
            @Override
            public void bytes(byte[] buf, int off, int len) {
                inlet.bytes(buf, off, len);
            }

            @Override
            public void closed() {
                inlet.closed();
            }
        };
    }

    @Override
    public TransportAddress local() {
        return connection.local();
    }

    @Override
    public TransportAddress remote() {
        return connection.remote();
    }

    @Override
    public Transport transport() {
        return connection.transport();
    }

    @Override
    public boolean write(byte[] buf, int off, int len) {
        return connection.write(buf, off, len);
    }

    @Override
    public void pass(byte[] bytes, Runnable gone) {
        connection.pass(bytes, gone);
    }

    @Override
    public void pause() {
        connection.pause();
    }

    @Override
    public void resume() {
        connection.resume();
    }

    @Override
    public void close() {
        connection.close();
    }
}
