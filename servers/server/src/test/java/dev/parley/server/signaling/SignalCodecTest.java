package dev.parley.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signal.ClientMessage;
import dev.parley.signal.ErrorCode;
import dev.parley.signal.IceServer;
import dev.parley.signal.IceServers;
import dev.parley.signal.LeaveReason;
import dev.parley.signal.PeerInfo;
import dev.parley.signal.SeatProof;
import dev.parley.signal.ServerMessage;
import dev.parley.signal.Signal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalCodecTest {

    @Test
    void readsEveryMessageOfAPage() {
        assertReads(
                "{'type':'join','room':'r','name':'Ana','secret':'s','wait':true}",
                new ClientMessage.Join("r", "Ana", "s", true, null));
        assertReads(
                "{'type':'join','room':'r'}", new ClientMessage.Join("r", null, null, false, null));
        assertReads(
                "{'type':'join','room':'r','resume':{'peer':'p','token':'t'}}",
                new ClientMessage.Join(
                        "r",
                        null,
                        null,
                        false,
                        new ClientMessage.Claim.Resume(new SeatProof("p", "t"))));
        assertReads(
                "{'type':'join','room':'r','replaces':{'peer':'p','token':'t'}}",
                new ClientMessage.Join(
                        "r",
                        null,
                        null,
                        false,
                        new ClientMessage.Claim.Replace(new SeatProof("p", "t"))));
        assertReads(
                "{'type':'offer','to':'p','sdp':'v=0'}",
                new ClientMessage.Directed("p", new Signal.Offer("v=0")));
        assertReads(
                "{'type':'answer','to':'p','sdp':'v=0'}",
                new ClientMessage.Directed("p", new Signal.Answer("v=0")));
        assertReads(
                "{'type':'candidate','to':'p','candidate':{'candidate':'c','sdpMid':'0',"
                        + "'sdpMLineIndex':0,'usernameFragment':'u'}}",
                new ClientMessage.Directed("p", new Signal.Candidate("c", "0", 0, "u")));
        assertReads(
                "{'type':'candidate','to':'p','candidate':{'candidate':'','sdpMid':null}}",
                new ClientMessage.Directed("p", new Signal.Candidate("", null, null, null)));
        assertReads(
                "{'type':'end-of-candidates','to':'p','usernameFragment':'u'}",
                new ClientMessage.Directed("p", new Signal.EndOfCandidates("u")));
        assertReads("{'type':'credentials'}", new ClientMessage.Credentials());
        assertReads("{'type':'ping','n':7}", new ClientMessage.Ping(7L));
        assertReads("{'type':'ping'}", new ClientMessage.Ping(null));
        assertReads("{'type':'leave'}", new ClientMessage.Leave());
    }

    @Test
    void ignoresFieldsItDoesNotKnow() {
        assertReads(
                "{'x':[1,{'y':2}],'type':'leave','z':null}".replace('\'', '"'),
                new ClientMessage.Leave());
    }

    @Test
    void resumingGoesBeforeReplacing() {
        assertReads(
                "{'type':'join','room':'r','resume':{'peer':'a','token':'t'},"
                        + "'replaces':{'peer':'b','token':'t'}}",
                new ClientMessage.Join(
                        "r",
                        null,
                        null,
                        false,
                        new ClientMessage.Claim.Resume(new SeatProof("a", "t"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "[]",
                "'leave'",
                "{",
                "{}",
                "{'type':'leave'} {}",
                "{'type':'leave'}x",
                "{'type':7}",
                "{'type':'nonsense'}",
                "{'type':'leave','type':'ping'}",
                "{'type':'join'}",
                "{'type':'join','room':7}",
                "{'type':'join','room':'r','name':{}}",
                "{'type':'join','room':'r','wait':'yes'}",
                "{'type':'join','room':'r','resume':'token'}",
                "{'type':'join','room':'r','resume':{'peer':'p'}}",
                "{'type':'offer','to':'p'}",
                "{'type':'offer','sdp':'v=0'}",
                "{'type':'offer','to':['p'],'sdp':'v=0'}",
                "{'type':'candidate','to':'p'}",
                "{'type':'candidate','to':'p','candidate':'c'}",
                "{'type':'candidate','to':'p','candidate':{}}",
                "{'type':'candidate','to':'p','candidate':{'candidate':'c','sdpMLineIndex':-1}}",
                "{'type':'candidate','to':'p','candidate':{'candidate':'c','sdpMLineIndex':1.5}}",
                "{'type':'ping','n':1e400}",
                "{'type':'ping','n':99999999999999999999}",
                "{'type':'ping','n':NaN}",
            })
    void saysWhatIsNoMessage(String text) {
        assertThat(SignalCodec.decode(text.replace('\'', '"')))
                .isInstanceOfSatisfying(
                        Decoded.Bad.class, bad -> assertThat(bad.why()).isNotBlank());
    }

    @Test
    void refusesDeepLongAndCountlessJson() {
        assertBad("{\"type\":\"leave\",\"x\":" + "[".repeat(9) + "]".repeat(9) + "}");
        assertBad("[".repeat(60_000));
        assertBad("{\"x\":".repeat(10_000));
        assertBad("{\"type\":\"leave\",\"x\":[" + "1,".repeat(2_000) + "1]}");
        assertBad("{\"type\":\"leave\",\"x\":" + "9".repeat(33) + "}");
        assertBad("{\"type\":\"leave\",\"" + "x".repeat(300) + "\":1}");
        assertBad("{\"type\":\"offer\",\"to\":\"p\",\"sdp\":\"" + "x".repeat(65_537) + "\"}");
        assertBad("{\"type\":\"offer\",\"to\":\"" + "x".repeat(65) + "\",\"sdp\":\"v=0\"}");
    }

    @Test
    void errorsRepeatNothingOfWhatWasSent() {
        for (String text : List.of("{\"type\":\"<script>\"}", "<script>", "{\"<script>\":}")) {
            assertThat(((Decoded.Bad) SignalCodec.decode(text)).why()).doesNotContain("script");
        }
    }

    @Test
    void writesEveryMessageOfTheServer() {
        IceServers ice =
                new IceServers(
                        List.of(
                                IceServer.stun("stun:h:3478"),
                                new IceServer(List.of("turn:h:3478?transport=udp"), "u", "c")),
                        600);
        String iceJson =
                "'iceServers':[{'urls':['stun:h:3478']},"
                        + "{'urls':['turn:h:3478?transport=udp'],'username':'u','credential':'c'}],"
                        + "'iceTtlSeconds':600";
        assertWrites(
                new ServerMessage.Welcome(
                        "p",
                        "t",
                        "r",
                        "Ana",
                        true,
                        2,
                        List.of(new PeerInfo("q", "Ben", true, false)),
                        ice,
                        1_700_000_000_000L,
                        30),
                "{'type':'welcome','version':1,'peer':'p','token':'t','room':'r','name':'Ana',"
                        + "'resumed':true,'capacity':2,"
                        + "'peers':[{'peer':'q','name':'Ben','polite':true,'present':false}],"
                        + iceJson
                        + ",'serverTime':1700000000000,'graceSeconds':30}");
        assertWrites(
                new ServerMessage.Waiting("r", 1, 2),
                "{'type':'waiting','room':'r','position':1,'capacity':2}");
        assertWrites(
                new ServerMessage.PeerJoined("q", "Ben", false, true),
                "{'type':'peer-joined','peer':'q','name':'Ben','polite':false,'resumed':true}");
        assertWrites(new ServerMessage.PeerAway("q"), "{'type':'peer-away','peer':'q'}");
        assertWrites(new ServerMessage.PeerBack("q"), "{'type':'peer-back','peer':'q'}");
        assertWrites(
                new ServerMessage.PeerLeft("q", LeaveReason.TIMEOUT),
                "{'type':'peer-left','peer':'q','reason':'timeout'}");
        assertWrites(
                new ServerMessage.Directed("q", new Signal.Offer("v=0\r\n")),
                "{'type':'offer','from':'q','sdp':'v=0\\r\\n'}");
        assertWrites(
                new ServerMessage.Directed("q", new Signal.Answer("v=0")),
                "{'type':'answer','from':'q','sdp':'v=0'}");
        assertWrites(
                new ServerMessage.Directed("q", new Signal.Candidate("c", "0", 1, "u")),
                "{'type':'candidate','from':'q','candidate':{'candidate':'c','sdpMid':'0',"
                        + "'sdpMLineIndex':1,'usernameFragment':'u'}}");
        assertWrites(
                new ServerMessage.Directed("q", new Signal.EndOfCandidates(null)),
                "{'type':'end-of-candidates','from':'q'}");
        assertWrites(new ServerMessage.Ice(ice), "{'type':'ice-servers'," + iceJson + "}");
        assertWrites(new ServerMessage.Pong(7L), "{'type':'pong','n':7}");
        assertWrites(new ServerMessage.Pong(null), "{'type':'pong'}");
        assertWrites(new ServerMessage.Closing("restart"), "{'type':'closing','reason':'restart'}");
        assertWrites(
                new ServerMessage.Refused(ErrorCode.ROOM_FULL, "full", false, null, 2, 0),
                "{'type':'error','code':'room-full','message':'full','fatal':false,'capacity':2}");
        assertWrites(
                new ServerMessage.Refused(ErrorCode.RATE_LIMITED, "slow", true, "q", 0, 9),
                "{'type':'error','code':'rate-limited','message':'slow','fatal':true,'to':'q',"
                        + "'retryAfterMs':9}");
    }

    private static void assertReads(String text, ClientMessage message) {
        assertThat(SignalCodec.decode(text.replace('\'', '"'))).isEqualTo(new Decoded.Ok(message));
    }

    private static void assertBad(String text) {
        assertThat(SignalCodec.decode(text)).isInstanceOf(Decoded.Bad.class);
    }

    private static void assertWrites(ServerMessage message, String text) {
        assertThat(SignalCodec.encode(message)).isEqualTo(text.replace('\'', '"'));
    }
}
