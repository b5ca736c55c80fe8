package dev.parley.internet.tcp;

import dev.parley.core.TransportAddress;
import dev.parley.internet.Internet;
import dev.parley.internet.tcp.TlsRecords.Opening;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One side of {@link TlsShape}: handler of the stream below, and the stream for who is above. */
final class TlsStream implements Stream, StreamHandler {
    private final Internet internet;
    private final @Nullable StreamAcceptor acceptor; // null: we are the client
    private @Nullable StreamHandler inner;
    private @Nullable Stream below;
    private boolean open;
    private boolean paused;
    private boolean reading; // below in the stack: no second loop
    private @Nullable Opening expected;
    private byte[] input = new byte[1024];
    private int held;
    private boolean endsHere; // the other side sends no more; told when all is read
    private final byte[] record = new byte[TlsRecords.MOST];

    TlsStream(Internet internet, StreamHandler inner) {
        this.internet = internet;
        this.inner = inner;
        acceptor = null;
        expected = Opening.SERVER_FLIGHT;
    }

    TlsStream(Internet internet, StreamAcceptor acceptor) {
        this.internet = internet;
        this.acceptor = acceptor;
        expected = Opening.CLIENT_HELLO;
    }

    // ---- what comes from below

    @Override
    public void opened(long now, Stream stream) {
        below = stream;
        if (acceptor == null) {
            stream.write(Opening.CLIENT_HELLO.record());
        }
    }

    @Override
    public void received(long now, Stream stream, byte[] buf, int off, int len) {
        if (held + len > input.length) {
            input = Arrays.copyOf(input, Math.max(held + len, input.length * 2));
        }
        System.arraycopy(buf, off, input, held, len);
        held += len;
        read(now, stream);
    }

    private void read(long now, Stream stream) {
        if (reading) {
            return;
        }
        reading = true;
        int from = 0;
        while (!paused) {
            int length = TlsRecords.length(input, from, held - from);
            if (length < 0) {
                stream.abort();
                held = from;
                break;
            }
            if (length == 0 || length > held - from) {
                break;
            }
            byte[] whole = Arrays.copyOfRange(input, from, from + length);
            from += length;
            take(now, stream, whole);
        }
        System.arraycopy(input, from, input, 0, held - from);
        held -= from;
        reading = false;
        tellEnd(now);
    }

    private void take(long now, Stream stream, byte[] whole) {
        Opening step = expected;
        StreamHandler above = inner;
        if (!TlsRecords.isOurs(whole, whole.length)) {
            stream.abort();
        } else if (step != null) {
            opening(now, stream, step);
        } else if (above != null) {
            int content = whole.length - TlsRecords.OVERHEAD;
            above.received(now, this, whole, TlsRecords.HEADER, content);
        }
    }

    private void opening(long now, Stream stream, Opening step) {
        switch (step) {
            case CLIENT_HELLO -> {
                stream.write(Opening.SERVER_FLIGHT.record());
                expected = Opening.CLIENT_FINISHED;
            }
            case SERVER_FLIGHT -> {
                stream.write(Opening.CLIENT_FINISHED.record());
                begin(now);
            }
            case CLIENT_FINISHED -> begin(now);
        }
    }

    private void begin(long now) {
        expected = null;
        open = true;
        if (acceptor != null) {
            inner = acceptor.accept(now, this);
        }
        if (inner == null) {
            abort();
        } else {
            inner.opened(now, this);
        }
    }

    @Override
    public void writable(long now, Stream stream) {
        if (open && inner != null) {
            inner.writable(now, this);
        }
    }

    @Override
    public void ended(long now, Stream stream) {
        endsHere = true;
        tellEnd(now);
    }

    private void tellEnd(long now) {
        if (!endsHere || paused || reading) {
            return;
        }
        endsHere = false;
        if (open && inner != null) {
            inner.ended(now, this);
        } else {
            abort();
        }
    }

    @Override
    public void closed(long now, Stream stream, StreamEnd end) {
        if (inner != null) {
            inner.closed(now, this, end);
        }
    }

    // ---- what comes from above

    private Stream below() {
        if (below == null) {
            throw new IllegalStateException("the stream has not opened yet");
        }
        return below;
    }

    @Override
    public TransportAddress local() {
        return below().local();
    }

    @Override
    public TransportAddress remote() {
        return below().remote();
    }

    @Override
    public int room() {
        int room = below().room();
        int records = room / TlsRecords.MOST + 1;
        return Math.max(room - records * TlsRecords.OVERHEAD, 0);
    }

    /** A record is taken whole below or not at all: there is room for it. */
    @Override
    public int write(byte[] buf, int off, int len) {
        int taken = Math.min(len, room());
        for (int at = 0; at < taken; ) {
            int content = Math.min(taken - at, TlsRecords.MOST_CONTENT);
            int length = TlsRecords.write(buf, off + at, content, record);
            below().write(record, 0, length);
            at += content;
        }
        return taken;
    }

    @Override
    public void close() {
        below().close();
    }

    @Override
    public void abort() {
        below().abort();
    }

    @Override
    public void pause() {
        paused = true;
        below().pause();
    }

    @Override
    public void resume() {
        paused = false;
        read(internet.now(), below());
        if (!paused) {
            below().resume();
        }
    }
}
