package dev.parley.signal;

/**
 * The proof that a page held a seat under this peer id.
 *
 * @param token what {@link ServerMessage.Welcome} gave with the id
 */
public record SeatProof(String peer, String token) {

    @Override
    public String toString() {
        return "SeatProof[" + peer + "]";
    }
}
