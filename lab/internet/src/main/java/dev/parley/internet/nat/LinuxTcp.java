package dev.parley.internet.nat;

import dev.parley.internet.TcpFlags;

/**
 * The states that Linux's connection tracking gives a TCP connection, and how long each may last
 * without a packet (the defaults of its sysctls). Connections are taken up in the middle too.
 */
enum LinuxTcp {
    NONE(0),
    SYN_SENT(120),
    /** Both sides sent a SYN. */
    SYN_SENT_2(120),
    SYN_RECEIVED(60),
    ESTABLISHED(432_000),
    FIN_WAIT(120),
    CLOSE_WAIT(60),
    LAST_ACK(30),
    TIME_WAIT(120),
    CLOSE(10);

    private final long nanos;

    LinuxTcp(long seconds) {
        nanos = seconds * 1_000_000_000L;
    }

    long nanos() {
        return nanos;
    }

    /** Whether a packet with these flags makes a row. */
    static boolean begins(int flags) {
        return NONE.after(flags, true) != NONE;
    }

    /**
     * The state after a packet.
     *
     * @param original whether it goes the way of the one that made the row
     */
    LinuxTcp after(int flags, boolean original) {
        if ((flags & TcpFlags.RST) != 0) {
            return this == NONE ? NONE : CLOSE;
        }
        if ((flags & TcpFlags.SYN) != 0) {
            return (flags & TcpFlags.ACK) == 0 ? afterSyn(original) : afterSynAck(original);
        }
        if ((flags & TcpFlags.FIN) != 0) {
            return afterFin();
        }
        return (flags & TcpFlags.ACK) != 0 ? afterAck(original) : this;
    }

    private LinuxTcp afterSyn(boolean original) {
        return switch (this) {
            case NONE -> original ? SYN_SENT : NONE;
            case SYN_SENT -> original ? SYN_SENT : SYN_SENT_2;
            case TIME_WAIT -> SYN_SENT;
            case CLOSE -> original ? SYN_SENT : CLOSE;
            case SYN_SENT_2, SYN_RECEIVED, ESTABLISHED, FIN_WAIT, CLOSE_WAIT, LAST_ACK -> this;
        };
    }

    private LinuxTcp afterSynAck(boolean original) {
        return switch (this) {
            case SYN_SENT -> original ? SYN_SENT : SYN_RECEIVED;
            case SYN_SENT_2 -> SYN_RECEIVED;
            case NONE,
                    SYN_RECEIVED,
                    ESTABLISHED,
                    FIN_WAIT,
                    CLOSE_WAIT,
                    LAST_ACK,
                    TIME_WAIT,
                    CLOSE ->
                    this;
        };
    }

    private LinuxTcp afterFin() {
        return switch (this) {
            case SYN_RECEIVED, ESTABLISHED -> FIN_WAIT;
            case FIN_WAIT, CLOSE_WAIT -> LAST_ACK;
            case NONE, SYN_SENT, SYN_SENT_2, LAST_ACK, TIME_WAIT, CLOSE -> this;
        };
    }

    private LinuxTcp afterAck(boolean original) {
        return switch (this) {
            case NONE -> original ? ESTABLISHED : NONE;
            case SYN_RECEIVED -> original ? ESTABLISHED : SYN_RECEIVED;
            case FIN_WAIT -> CLOSE_WAIT;
            case LAST_ACK -> TIME_WAIT;
            case SYN_SENT, SYN_SENT_2, ESTABLISHED, CLOSE_WAIT, TIME_WAIT, CLOSE -> this;
        };
    }
}
