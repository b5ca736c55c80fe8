package dev.parley.udp.linux;

import java.io.IOException;
import java.net.BindException;

/** Error numbers of Linux, the same on x86-64 and aarch64. */
final class Errno {
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EINVAL = 22;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int EMSGSIZE = 90;
    static final int EOPNOTSUPP = 95;
    static final int EADDRINUSE = 98;
    static final int EADDRNOTAVAIL = 99;
    static final int ENOBUFS = 105;

    private Errno() {}

    /** What to throw when {@code call} gave the error {@code number}. */
    static IOException exception(String call, int number) {
        return switch (number) {
            case EADDRINUSE -> new BindException("Address already in use");
            case EADDRNOTAVAIL -> new BindException("Cannot assign requested address");
            case EACCES -> new BindException("Permission denied");
            case EMFILE, ENFILE ->
                    new IOException(
                            "No file descriptor is left for a socket: raise the limit"
                                    + " (ulimit -n, LimitNOFILE).");
            case ENOBUFS -> new IOException("The system has no memory left for a socket.");
            default -> new IOException(call + " failed with error number " + number);
        };
    }
}
