package dev.parley.turn;

import dev.parley.core.IpAddress;
import dev.parley.core.TransportAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a {@link TurnServerConfig} together; what is not set keeps its default. */
public final class TurnServerConfigBuilder {
    private String realm = "parley";
    private CredentialProvider credentials = (username, algorithm, epochSeconds) -> null;
    private final List<RelayAddress> relayAddresses = new ArrayList<>();
    private PortRange relayPorts = PortRange.DYNAMIC;
    private Lifetimes lifetimes = Lifetimes.DEFAULT;
    private Quotas quotas = Quotas.DEFAULT;
    private Bandwidth bandwidth = Bandwidth.UNLIMITED;
    private ChallengeLimit challengeLimit = ChallengeLimit.DEFAULT;
    private PeerPolicy peerPolicy = PeerPolicy.PUBLIC_ONLY;
    private final List<PeerRewrite> peerRewrites = new ArrayList<>();
    private PeerPorts peerPorts = PeerPorts.DEFAULT;
    private boolean strictExpiry;
    private final List<TransportAddress> protectedEndpoints = new ArrayList<>();
    private SecurityFeatures securityFeatures = SecurityFeatures.ON_STREAMS;
    private final List<AlternateServer> alternates = new ArrayList<>();
    private int alternateAbove;
    private boolean tcpRelays;
    private boolean mobility = true;
    private @Nullable String software;
    private int strangerStreamSeconds = 30;
    private int queueBytes = 1024 * 1024;

    TurnServerConfigBuilder() {}

    /** Default: {@code parley}. */
    public TurnServerConfigBuilder realm(String realm) {
        this.realm = realm;
        return this;
    }

    /** Default: nobody may allocate. */
    public TurnServerConfigBuilder credentials(CredentialProvider credentials) {
        this.credentials = credentials;
        return this;
    }

    /** One or several of each family; without any, every Allocate is refused. */
    public TurnServerConfigBuilder relayAddress(RelayAddress address) {
        relayAddresses.add(address);
        return this;
    }

    /** The same without a NAT in front. */
    public TurnServerConfigBuilder relayAddress(IpAddress address) {
        return relayAddress(RelayAddress.of(address));
    }

    public TurnServerConfigBuilder relayPorts(PortRange ports) {
        this.relayPorts = ports;
        return this;
    }

    public TurnServerConfigBuilder lifetimes(Lifetimes lifetimes) {
        this.lifetimes = lifetimes;
        return this;
    }

    public TurnServerConfigBuilder quotas(Quotas quotas) {
        this.quotas = quotas;
        return this;
    }

    /** Default: {@link Bandwidth#UNLIMITED}. */
    public TurnServerConfigBuilder bandwidth(Bandwidth bandwidth) {
        this.bandwidth = bandwidth;
        return this;
    }

    public TurnServerConfigBuilder challengeLimit(ChallengeLimit limit) {
        this.challengeLimit = limit;
        return this;
    }

    public TurnServerConfigBuilder peerPolicy(PeerPolicy policy) {
        this.peerPolicy = policy;
        return this;
    }

    /** Reaches a peer at another address than clients know. */
    public TurnServerConfigBuilder peerRewrite(PeerRewrite rewrite) {
        peerRewrites.add(rewrite);
        return this;
    }

    /** Default: {@link PeerPorts#DEFAULT}. */
    public TurnServerConfigBuilder peerPorts(PeerPorts ports) {
        this.peerPorts = ports;
        return this;
    }

    /** Default: false, so that the end of a credential does not cut a call. */
    public TurnServerConfigBuilder strictExpiry(boolean strict) {
        this.strictExpiry = strict;
        return this;
    }

    /**
     * Names a listening or admin socket of the machine, on each of its addresses. Those on relay
     * addresses are out of reach in any case, unless a rule allows the address.
     */
    public TurnServerConfigBuilder protectedEndpoint(TransportAddress endpoint) {
        protectedEndpoints.add(endpoint);
        return this;
    }

    /** Default: {@link SecurityFeatures#ON_STREAMS}. */
    public TurnServerConfigBuilder securityFeatures(SecurityFeatures features) {
        this.securityFeatures = features;
        return this;
    }

    /** Sends clients there; with several, to each in turn. Default: none, so that they stay. */
    public TurnServerConfigBuilder alternate(AlternateServer other) {
        alternates.add(other);
        return this;
    }

    /** Default: 0, so that no client stays where others are named. */
    public TurnServerConfigBuilder alternateAbove(int allocations) {
        this.alternateAbove = allocations;
        return this;
    }

    /** Default: false, since a relay by TCP reaches whatever listens on a public address. */
    public TurnServerConfigBuilder tcpRelays(boolean allowed) {
        this.tcpRelays = allowed;
        return this;
    }

    /** Default: true, since only its owner can move an allocation, and only who asks for it. */
    public TurnServerConfigBuilder mobility(boolean allowed) {
        this.mobility = allowed;
        return this;
    }

    /** Default: none. */
    public TurnServerConfigBuilder software(@Nullable String software) {
        this.software = software;
        return this;
    }

    /** Default: 30. */
    public TurnServerConfigBuilder strangerStreamSeconds(int seconds) {
        this.strangerStreamSeconds = seconds;
        return this;
    }

    /** Default: 1 MiB. */
    public TurnServerConfigBuilder queueBytes(int bytes) {
        this.queueBytes = bytes;
        return this;
    }

    /**
     * Makes the configuration.
     *
     * @throws IllegalArgumentException when a value does not fit; the message says which
     */
    public TurnServerConfig build() {
        return new TurnServerConfig(
                realm,
                credentials,
                relayAddresses,
                relayPorts,
                lifetimes,
                quotas,
                bandwidth,
                challengeLimit,
                peerPolicy,
                peerRewrites,
                peerPorts,
                strictExpiry,
                protectedEndpoints,
                securityFeatures,
                alternates,
                alternateAbove,
                tcpRelays,
                mobility,
                software,
                strangerStreamSeconds,
                queueBytes);
    }
}
