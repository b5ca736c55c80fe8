package dev.parley.netty;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What clients may say in the TLS handshake that they are going to speak (ALPN, RFC 7301): HTTP,
 * TURN, or STUN for discovery of NAT behaviour (RFC 7443). Who says nothing is known by his first
 * bytes; who has said something is held to it, so that no connection meant for one protocol can be
 * used for another.
 *
 * <p>DEVIATION: a client that names only protocols that we do not know is served as if it had named
 * none, where RFC 7301 section 3.2 would end the handshake: not every TURN client names the right
 * one.
 */
final class Alpn {
    static final String HTTP = "http/1.1";
    static final String TURN = "stun.turn";
    static final String NAT_DISCOVERY = "stun.nat-discovery";

    private Alpn() {}

    /**
     * What a port offers.
     *
     * @param http whether it serves HTTP
     * @param streams whether it serves STUN and TURN
     */
    static ApplicationProtocolConfig offer(boolean http, boolean streams) {
        // The first that the client names as well is agreed on. No browser speaks TURN on such a
        // connection, but coturn's client names HTTP beside it.
        List<String> all = new ArrayList<>();
        if (streams) {
            all.add(TURN);
            all.add(NAT_DISCOVERY);
        }
        if (http) {
            all.add(HTTP);
        }
        return new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                all);
    }

    /** What was agreed on; null when nothing was, or there is no TLS. */
    static @Nullable String agreed(ChannelPipeline pipeline) {
        SslHandler tls = pipeline.get(SslHandler.class);
        String agreed = tls == null ? null : tls.applicationProtocol();
        return agreed == null || agreed.isEmpty() ? null : agreed;
    }

    /** Whether HTTP may follow. */
    static boolean allowsHttp(@Nullable String agreed) {
        return agreed == null || agreed.equals(HTTP);
    }

    /** Whether STUN may follow. */
    static boolean allowsStun(@Nullable String agreed) {
        return agreed == null || agreed.equals(TURN) || agreed.equals(NAT_DISCOVERY);
    }
}
