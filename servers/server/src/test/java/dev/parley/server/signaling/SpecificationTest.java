package dev.parley.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.signal.ErrorCode;
import dev.parley.signal.IceServer;
import dev.parley.signal.IceServers;
import dev.parley.signal.LeaveReason;
import dev.parley.signal.PeerInfo;
import dev.parley.signal.ServerMessage;
import dev.parley.signal.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The examples in docs/signaling.md are what the code reads and writes. */
class SpecificationTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path PAGE = Path.of("..", "..", "docs", "signaling.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("```json (page|server)\\n(.*?)```", Pattern.DOTALL);

    private static final Signal.Candidate CANDIDATE = new Signal.Candidate("c", "0", 0, "u");
    private static final IceServers ICE = new IceServers(List.of(IceServer.stun("stun:h")), 60);

    /** One of each, with every field that the example shows. */
    private static final List<ServerMessage> MESSAGES =
            List.of(
                    new ServerMessage.Welcome(
                            "p",
                            "t",
                            "r",
                            "n",
                            false,
                            2,
                            List.of(new PeerInfo("q", "n", true, true)),
                            ICE,
                            0,
                            30),
                    new ServerMessage.Waiting("r", 1, 2),
                    new ServerMessage.PeerJoined("q", "n", true, false),
                    new ServerMessage.PeerAway("q"),
                    new ServerMessage.PeerBack("q"),
                    new ServerMessage.PeerLeft("q", LeaveReason.TIMEOUT),
                    new ServerMessage.Directed("q", new Signal.Offer("v=0")),
                    new ServerMessage.Directed("q", new Signal.Answer("v=0")),
                    new ServerMessage.Directed("q", CANDIDATE),
                    new ServerMessage.Directed("q", new Signal.EndOfCandidates("u")),
                    new ServerMessage.Ice(ICE),
                    new ServerMessage.Pong(1L),
                    new ServerMessage.Closing("restart"),
                    new ServerMessage.Refused(ErrorCode.ROOM_FULL, "m", false, null, 2, 0));

    @Test
    void everyExampleOfAPageIsRead() throws IOException {
        Set<String> types = new TreeSet<>();
        for (String text : examples("page")) {
            assertThat(SignalCodec.decode(text)).as(text).isInstanceOf(Decoded.Ok.class);
            types.add(JSON.readTree(text).path("type").stringValue());
        }
        assertThat(types)
                .containsExactlyInAnyOrder(
                        "join",
                        "offer",
                        "answer",
                        "candidate",
                        "end-of-candidates",
                        "credentials",
                        "ping",
                        "leave");
    }

    @Test
    void everyMessageOfTheServerHasAnExampleWithTheSameFields() throws IOException {
        Set<String> written =
                MESSAGES.stream()
                        .map(message -> shape(JSON.readTree(SignalCodec.encode(message))))
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> shown =
                examples("server").stream()
                        .map(text -> shape(JSON.readTree(text)))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).isEqualTo(written);
    }

    @Test
    void everyErrorCodeIsExplained() throws IOException {
        String text = Files.readString(PAGE);
        String table = text.substring(text.indexOf("## Errors"), text.indexOf("## Close codes"));
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(table).contains("`" + code.wire() + "`");
        }
    }

    private static List<String> examples(String from) throws IOException {
        List<MatchResult> found = EXAMPLE.matcher(Files.readString(PAGE)).results().toList();
        List<String> texts =
                found.stream().filter(m -> m.group(1).equals(from)).map(m -> m.group(2)).toList();
        assertThat(texts).isNotEmpty();
        return texts;
    }

    private static String shape(JsonNode message) {
        return message.path("type").stringValue() + new TreeSet<>(message.propertyNames());
    }
}
