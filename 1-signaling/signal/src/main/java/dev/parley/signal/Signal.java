package dev.parley.signal;

import org.jspecify.annotations.Nullable;

/** What one peer tells another. Forwarded unread. */
public sealed interface Signal {

    /**
     * An offer, RFC 9429.
     *
     * @param sdp the session description
     */
    record Offer(String sdp) implements Signal {}

    /** The answer to an {@link Offer}. */
    record Answer(String sdp) implements Signal {}

    /**
     * One ICE candidate, RFC 8838; the fields are those of the W3C's RTCIceCandidateInit.
     *
     * @param candidate the candidate attribute; empty where a browser marks the end that way
     * @param sdpMid the media section, or null
     * @param sdpMLineIndex the media section by number, or null
     * @param usernameFragment the ICE generation, or null
     */
    record Candidate(
            String candidate,
            @Nullable String sdpMid,
            @Nullable Integer sdpMLineIndex,
            @Nullable String usernameFragment)
            implements Signal {}

    /** No more candidates of this ICE generation, or of the current one when it is null. */
    record EndOfCandidates(@Nullable String usernameFragment) implements Signal {}

    /** The characters this carries, for limits. */
    default int length() {
        return switch (this) {
            case Offer(String sdp) -> sdp.length();
            case Answer(String sdp) -> sdp.length();
            case Candidate(var text, var mid, var index, var fragment) ->
                    text.length() + length(mid) + length(fragment);
            case EndOfCandidates(var fragment) -> length(fragment);
        };
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
