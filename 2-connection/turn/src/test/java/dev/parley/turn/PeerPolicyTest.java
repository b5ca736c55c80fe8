package dev.parley.turn;

import static dev.parley.turn.TestServers.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.IpAddress;
import dev.parley.core.IpPrefix;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunErrorCode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerPolicyTest {
    private static PeerPolicy policy(String allow, String deny) {
        return new PeerPolicy(prefixes(allow), prefixes(deny));
    }

    private static List<IpPrefix> prefixes(String list) {
        return Arrays.stream(list.split(" "))
                .filter(text -> !text.isEmpty())
                .map(IpPrefix::parse)
                .toList();
    }

    private static boolean permits(PeerPolicy policy, String address) {
        return policy.permits(IpAddress.parse(address));
    }

    @Test
    void refusesEverySpecialPurposeAddressInEveryForm() {
        assertThat(PeerAddressTable.SPECIAL).hasSizeGreaterThan(60);
        assertThat(PeerAddressTable.SPECIAL)
                .noneMatch(address -> permits(PeerPolicy.PUBLIC_ONLY, address));
    }

    @Test
    void acceptsPublicAddresses() {
        assertThat(PeerAddressTable.PUBLIC)
                .allMatch(address -> permits(PeerPolicy.PUBLIC_ONLY, address));
    }

    @Test
    void refusesThemOnPermissionChannelAndSendAlike() {
        FakeDriver driver =
                new FakeDriver(TestServers.both().quotas(new Quotas(9, 9, 9, 500, 500, 9)).build());
        // Two families on one path, so that only the policy can be the reason of a refusal.
        TestClient client = TestClient.udp(driver, "198.51.100.7:40000");
        assertThat(
                        Message.code(
                                client.allocate(writer ->
                                        writer.u8(StunAttributeType.ADDITIONAL_ADDRESS_FAMILY, 2))))
                .isZero();
        for (String special : PeerAddressTable.SPECIAL) {
            String peer = endpoint(special);
            assertThat(client.permit(peer)).as(peer).isEqualTo(StunErrorCode.FORBIDDEN);
            assertThat(client.bind(0x4001, peer)).as(peer).isEqualTo(StunErrorCode.FORBIDDEN);
            client.sendTo(peer, bytes("x"));
            assertThat(driver.sent).as(peer).isEmpty();
        }
        assertThat(driver.server.permissions()).isZero();
        int channel = 0x4001;
        for (String open : PeerAddressTable.PUBLIC) {
            String peer = endpoint(open);
            assertThat(client.permit(peer)).as(peer).isZero();
            assertThat(client.bind(channel++, peer)).as(peer).isZero();
            client.sendTo(peer, bytes("x"));
            assertThat(driver.sent).as(peer).hasSize(1);
            driver.sent.clear();
        }
    }

    private static String endpoint(String address) {
        return (address.contains(":") ? "[" + address + "]" : address) + ":7000";
    }

    @Test
    void aMappedAddressIsNobodysPeer() {
        FakeDriver driver = new FakeDriver(TestServers.both().build());
        TestClient client = TestClient.udp(driver, "[2001:db8:1::7]:40000").allocate();
        assertThat(client.permit("[::ffff:8.8.8.8]:1"))
                .isEqualTo(StunErrorCode.PEER_ADDRESS_FAMILY_MISMATCH);
    }

    @Test
    void allowingOpensWhatIsNamedAndNothingElse() {
        PeerPolicy policy = policy("10.0.0.0/8", "");
        assertThat(permits(policy, "10.1.2.3")).isTrue();
        assertThat(permits(policy, "::ffff:10.1.2.3")).isTrue();
        assertThat(permits(policy, "64:ff9b::a01:203")).isTrue();
        assertThat(permits(policy, "2002:a01:203::")).as("6to4 itself is not named").isFalse();
        assertThat(permits(policy, "192.168.1.1")).isFalse();
        assertThat(permits(policy, "8.8.8.8")).isTrue();
    }

    @Test
    void allowingAllOfIpv6DoesNotOpenIpv4InDisguise() {
        PeerPolicy policy = policy("::/0", "");
        assertThat(permits(policy, "fc00::1")).isTrue();
        assertThat(permits(policy, "2002:808:808::1")).isTrue();
        assertThat(permits(policy, "2002:7f00:1::")).isFalse();
        assertThat(permits(policy, "::127.0.0.1")).isFalse();
        assertThat(permits(policy, "::ffff:127.0.0.1")).isFalse();
        assertThat(permits(policy, "64:ff9b::7f00:1")).isFalse();
        assertThat(permits(policy, "2001:0:808:808::80ff:fffe")).isFalse();
    }

    @Test
    void allowingTheLoopbackOfIpv6OpensIt() {
        assertThat(permits(policy("::1/128", ""), "::1")).isTrue();
        assertThat(permits(policy("::1/128", ""), "::2")).isFalse();
    }

    @Test
    void noRuleOpensTheUnspecifiedAddress() {
        // The system would take it for itself.
        PeerPolicy policy = policy("0.0.0.0/0 ::/0", "");
        assertThat(permits(policy, "0.0.0.0")).isFalse();
        assertThat(permits(policy, "::")).isFalse();
        assertThat(permits(policy, "::ffff:0.0.0.0")).isFalse();
        assertThat(permits(policy, "64:ff9b::")).isFalse();
        assertThat(permits(policy, "10.0.0.1")).isTrue();
    }

    @Test
    void denyingWinsOverAllowingAndOverTheDefault() {
        PeerPolicy policy = policy("10.0.0.0/8", "10.9.0.0/16 8.8.8.8");
        assertThat(permits(policy, "10.1.2.3")).isTrue();
        assertThat(permits(policy, "10.9.2.3")).isFalse();
        assertThat(permits(policy, "8.8.8.8")).isFalse();
        assertThat(permits(policy, "64:ff9b::808:808")).isFalse();
        assertThat(permits(policy, "8.8.4.4")).isTrue();
    }
}
