package dev.parley.server.signaling;

import dev.parley.netty.WebSocketListener;
import dev.parley.netty.WebSocketSession;

/** One page's WebSocket: reads JSON on the network thread and hands messages to the owner. */
final class SignalSocket implements WebSocketListener {
    private final long id;
    private final String host;
    private final SignalLoop loop;

    /**
     * A connection to be.
     *
     * @param host how the page calls this server
     */
    SignalSocket(long id, String host, SignalLoop loop) {
        this.id = id;
        this.host = host;
        this.loop = loop;
    }

    @Override
    public void opened(WebSocketSession session) {
        loop.post(new SignalLoop.Task.Opened(id, session, host));
    }

    @Override
    public void text(WebSocketSession session, String text) {
        if (!loop.offer(new SignalLoop.Task.Said(id, SignalCodec.decode(text), text.length()))) {
            session.close(SignalLoop.OVERLOADED, "overloaded");
        }
    }

    @Override
    public void closed(WebSocketSession session, int code, String reason) {
        loop.post(new SignalLoop.Task.Ended(id));
    }
}
