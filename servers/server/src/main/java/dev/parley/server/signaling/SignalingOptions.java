package dev.parley.server.signaling;

import dev.parley.signal.SignalConfig;

/**
 * How signaling is served.
 *
 * @param rooms what the core does
 * @param tokenKey proves peer ids; kept, so that pages can resume after a restart
 * @param origins which pages may connect
 * @param ice which STUN and TURN servers pages are told of
 * @param credentials makes their credentials
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record SignalingOptions(
        SignalConfig rooms,
        byte[] tokenKey,
        OriginPolicy origins,
        IceServerPlan ice,
        TurnRestCredentials credentials) {

    @Override
    public String toString() {
        return "SignalingOptions[" + rooms + ", " + ice + "]";
    }
}
