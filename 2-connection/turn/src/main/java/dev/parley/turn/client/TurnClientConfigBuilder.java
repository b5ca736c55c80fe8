package dev.parley.turn.client;

/** Puts a {@link TurnClientConfig} together; what is not set keeps its default. */
public final class TurnClientConfigBuilder {
    private final String username;
    private final String password;
    private boolean tcpRelay;
    private RelayFamily family = RelayFamily.UNSPECIFIED;
    private RelayPort port = new RelayPort.Any();
    private int lifetimeSeconds;
    private boolean dontFragment;
    private int keepaliveSeconds = 15;
    private boolean mobility;
    private int queueBytes = 256 * 1024;

    TurnClientConfigBuilder(String username, String password) {
        this.username = username;
        this.password = password;
    }

    /** Default: false. */
    public TurnClientConfigBuilder tcpRelay(boolean wanted) {
        tcpRelay = wanted;
        return this;
    }

    /** Default: {@link RelayFamily#UNSPECIFIED}. */
    public TurnClientConfigBuilder family(RelayFamily family) {
        this.family = family;
        return this;
    }

    /** Default: any. */
    public TurnClientConfigBuilder port(RelayPort port) {
        this.port = port;
        return this;
    }

    /** Default: 0, which leaves it to the server. */
    public TurnClientConfigBuilder lifetimeSeconds(int seconds) {
        lifetimeSeconds = seconds;
        return this;
    }

    /** Default: false. */
    public TurnClientConfigBuilder dontFragment(boolean wanted) {
        dontFragment = wanted;
        return this;
    }

    /** Default: 15. */
    public TurnClientConfigBuilder keepaliveSeconds(int seconds) {
        keepaliveSeconds = seconds;
        return this;
    }

    /** Default: false. */
    public TurnClientConfigBuilder mobility(boolean wanted) {
        mobility = wanted;
        return this;
    }

    /** Default: 256 KiB. */
    public TurnClientConfigBuilder queueBytes(int bytes) {
        queueBytes = bytes;
        return this;
    }

    public TurnClientConfig build() {
        return new TurnClientConfig(
                username,
                password,
                tcpRelay,
                family,
                port,
                lifetimeSeconds,
                dontFragment,
                keepaliveSeconds,
                mobility,
                queueBytes);
    }
}
