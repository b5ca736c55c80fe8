package dev.parley.udp.linux;

import java.nio.ByteOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What differs between the machines this driver knows, and whether it knows this one. */
final class Platform {
    private static final String ARCH = System.getProperty("os.arch", "");
    private static final boolean X86_64 = ARCH.equals("amd64") || ARCH.equals("x86_64");
    private static final boolean AARCH64 = ARCH.equals("aarch64");

    /** struct epoll_event is packed on x86-64 alone. */
    static final int EPOLL_EVENT_BYTES = X86_64 ? 12 : 16;

    /** Where its data begins. */
    static final int EPOLL_DATA = X86_64 ? 4 : 8;

    private Platform() {}

    /** Why the driver cannot work here, or null. */
    static @Nullable String whyNot() {
        String os = System.getProperty("os.name", "");
        if (!os.toLowerCase(Locale.ROOT).equals("linux")) {
            return "this is " + os + ", not Linux";
        }
        if ((!X86_64 && !AARCH64) || ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            return "the layout of its structures is not known for " + ARCH;
        }
        return Platform.class.getModule().isNativeAccessEnabled()
                ? null
                : "native access is not allowed: start Java with"
                        + " --enable-native-access=dev.parley.udp";
    }
}
