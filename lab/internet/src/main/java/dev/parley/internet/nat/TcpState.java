package dev.parley.internet.nat;

import dev.parley.internet.TcpFlags;

/**
 * What a NAT has seen of a TCP connection: RFC 6146 section 3.5.2, RFC 7857 section 2. The state is
 * a few bits; any order of packets is fine, so that both sides may open at once (RFC 5382 REQ-2a).
 */
final class TcpState {
    static final int NEW = 0;

    private static final int SYN_INSIDE = 1;
    private static final int SYN_OUTSIDE = 2;
    private static final int FIN_INSIDE = 4;
    private static final int FIN_OUTSIDE = 8;
    private static final int RESET = 16;

    /** Of a connection that was there before its first packet was seen. */
    static final int OPEN = SYN_INSIDE | SYN_OUTSIDE;

    private TcpState() {}

    /** The state after a packet from inside or outside. */
    static int after(int state, boolean fromInside, int flags) {
        if ((flags & TcpFlags.RST) != 0) {
            return isOpen(state) ? state | RESET : state;
        }
        boolean opens = (flags & TcpFlags.SYN) != 0;
        int next = state;
        if (isClosing(state)) {
            if (!opens && isClosed(state)) {
                return state; // the last acknowledgments
            }
            // Something after a reset: it was not meant, or a new connection begins.
            next = opens ? NEW : state & ~RESET;
        }
        if (opens) {
            next |= fromInside ? SYN_INSIDE : SYN_OUTSIDE;
        }
        if ((flags & TcpFlags.FIN) != 0) {
            next |= fromInside ? FIN_INSIDE : FIN_OUTSIDE;
        }
        return next;
    }

    /** Both have opened, and no more than one has closed. */
    static boolean isOpen(int state) {
        return (state & OPEN) == OPEN && !isClosing(state);
    }

    /** Closed by both or reset: it goes when the transitory time is over, used or not. */
    static boolean isClosing(int state) {
        return isClosed(state) || (state & RESET) != 0;
    }

    private static boolean isClosed(int state) {
        return (state & (FIN_INSIDE | FIN_OUTSIDE)) == (FIN_INSIDE | FIN_OUTSIDE);
    }

    static boolean isSyn(int flags) {
        return (flags & (TcpFlags.SYN | TcpFlags.RST)) == TcpFlags.SYN;
    }
}
