package dev.parley.turn;

import dev.parley.core.Transport;
import dev.parley.core.TransportAddress;
import dev.parley.stun.NonceCookie;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TurnServer} is told. Made by {@link #builder}; safe by default. A part of it can be
 * changed later, see {@link TurnServer#reconfigure}.
 *
 * @param realm the realm of the credentials; each byte counts in the answer to strangers, see
 *     {@link #largestAmplification}
 * @param credentials who may allocate
 * @param relayAddresses where relay sockets are opened, each with all of the ports; several of a
 *     family only where relays have ports of their own
 * @param relayPorts the ports of relay sockets; a single one is shared by all relays of an address
 * @param bandwidth how much may be relayed, for a user and in total
 * @param peerRewrites peers that are reached at another address than clients know
 * @param peerPorts which ports of peers may be relayed to
 * @param strictExpiry whether an allocation ends with the time-limited credential that it was made
 *     with
 * @param protectedEndpoints sockets of this machine that no relay may reach, even where a rule
 *     allows their address: the listening and admin sockets; an unspecified address stands for all
 *     relay addresses and loopback
 * @param securityFeatures where challenges offer more than RFC 5389 knew
 * @param alternates where clients are sent that ask for an allocation, in turn; empty keeps them
 * @param alternateAbove how many allocations there are before clients are sent there; 0 sends all
 *     of them. A server that drains, or has all that its quota allows, does it in any case
 * @param tcpRelays whether clients may have relays that reach peers by TCP, RFC 6062
 * @param mobility whether clients may take allocations along to other addresses, RFC 8016
 * @param software sent as SOFTWARE in answers to authenticated requests; null sends none
 * @param strangerStreamSeconds how long a TCP or TLS connection may be without an allocation
 * @param queueBytes memory for datagrams between the core and its driver
 */
public record TurnServerConfig(
        String realm,
        CredentialProvider credentials,
        List<RelayAddress> relayAddresses,
        PortRange relayPorts,
        Lifetimes lifetimes,
        Quotas quotas,
        Bandwidth bandwidth,
        ChallengeLimit challengeLimit,
        PeerPolicy peerPolicy,
        List<PeerRewrite> peerRewrites,
        PeerPorts peerPorts,
        boolean strictExpiry,
        List<TransportAddress> protectedEndpoints,
        SecurityFeatures securityFeatures,
        List<AlternateServer> alternates,
        int alternateAbove,
        boolean tcpRelays,
        boolean mobility,
        @Nullable String software,
        int strangerStreamSeconds,
        int queueBytes) {

    public TurnServerConfig {
        relayAddresses = List.copyOf(relayAddresses);
        alternates = List.copyOf(alternates);
        peerRewrites = List.copyOf(peerRewrites);
        PeerRewrites.check(peerRewrites, relayAddresses);
        protectedEndpoints = List.copyOf(protectedEndpoints);
        if (realm.isEmpty() || utf8Length(realm) > 763) {
            throw new IllegalArgumentException("a realm has 1 to 763 bytes: set --realm");
        }
        RelayAddress.check(relayAddresses, relayPorts.isSingle());
        if (alternateAbove < 0) {
            throw new IllegalArgumentException(
                    "clients are sent elsewhere above 0 allocations or more");
        }
        if (tcpRelays && relayPorts.isSingle()) {
            throw new IllegalArgumentException(
                    "relays that reach peers by TCP need ports of their own: set --relay-ports to a"
                            + " range, or --tcp-relay off");
        }
        if (strangerStreamSeconds < 1) {
            throw new IllegalArgumentException("a connection needs at least a second to allocate");
        }
        if (queueBytes < 256 * 1024) {
            throw new IllegalArgumentException("the queue needs at least 256 KiB");
        }
    }

    public static TurnServerConfigBuilder builder() {
        return new TurnServerConfigBuilder();
    }

    /**
     * How many bytes a stranger can be made to receive for each byte of a forged request, at worst.
     * 2.2 with a realm of up to 8 bytes, 3.1 with {@link SecurityFeatures#ALWAYS}; worth a warning
     * above. With {@link TurnServer#discovery} on IPv6 sockets it is 3.4.
     */
    public double largestAmplification() {
        double challenge = (double) challengeBytes() / SMALLEST_CHALLENGED_BYTES;
        return Math.max(BINDING_AMPLIFICATION, challenge);
    }

    /** Over UDP: header, ERROR-CODE without a phrase, REALM, NONCE and PASSWORD-ALGORITHMS. */
    int challengeBytes() {
        boolean more = securityFeatures.offeredOver(Transport.UDP);
        int nonce = Nonces.LENGTH + (more ? NonceCookie.LENGTH : 0);
        return 20
                + 8
                + (4 + padded(utf8Length(realm)))
                + (4 + padded(nonce))
                + (more ? SecurityOffer.ALGORITHMS_BYTES : 0);
    }

    private static int padded(int length) {
        return length + 3 & ~3;
    }

    /** An Allocate with REQUESTED-TRANSPORT; shorter requests get a short error. */
    static final int SMALLEST_CHALLENGED_BYTES = 28;

    /** A bare Binding request of 20 bytes from IPv6: 44 bytes come back. */
    private static final double BINDING_AMPLIFICATION = 44.0 / 20;

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
