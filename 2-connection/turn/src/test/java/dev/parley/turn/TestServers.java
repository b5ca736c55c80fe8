package dev.parley.turn;

import dev.parley.core.IpAddress;
import java.nio.charset.StandardCharsets;

/** Configurations that tests start from. */
final class TestServers {
    static final String USER = "alice";
    static final String PASSWORD = "wonderland";
    static final String RELAY_V4 = "192.0.2.10";
    static final String RELAY_V6 = "2001:db8::10";

    private TestServers() {}

    static TurnServerConfigBuilder v4Only() {
        return TurnServerConfig.builder()
                .credentials(
                        new TurnCredentials("parley")
                                .user(USER, PASSWORD)
                                .user("bob", "builder")
                                .secret("old secret")
                                .secret("new secret"))
                .relayAddress(IpAddress.parse(RELAY_V4));
    }

    static TurnServerConfigBuilder both() {
        return v4Only().relayAddress(IpAddress.parse(RELAY_V6));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
