package dev.parley.server.signaling;

import dev.parley.signal.ClientMessage;
import dev.parley.signal.SeatProof;
import dev.parley.signal.ServerMessage;
import dev.parley.signal.Signal;
import dev.parley.signal.SignalLimits;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The messages of docs/signaling.md as JSON text. Safe for any thread; {@link #decode} never
 * throws.
 */
public final class SignalCodec {
    static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(8)
                                                    .maxDocumentLength(128 * 1024)
                                                    .maxTokenCount(1_000)
                                                    .maxStringLength(SignalLimits.SDP_CHARACTERS)
                                                    .maxNameLength(256)
                                                    .maxNumberLength(32)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private static final int TYPE_CHARACTERS = 32;
    private static final int ID_CHARACTERS = 64;
    private static final int NAME_CHARACTERS = 256;
    private static final int TOKEN_CHARACTERS = 128;
    private static final long EXACT_IN_BROWSERS = (1L << 53) - 1;

    private SignalCodec() {}

    /** Reads what a page has sent. */
    public static Decoded decode(String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JacksonException e) {
            // Its message may repeat what was sent; the page knows what it sent.
            return new Decoded.Bad("This is not JSON, or it is too deep or too long.");
        }
        if (!root.isObject()) {
            return new Decoded.Bad("A message is a JSON object.");
        }
        Fields fields = new Fields(root);
        String type = fields.text("type", TYPE_CHARACTERS);
        ClientMessage message =
                switch (type) {
                    case "join" -> join(fields);
                    case "offer" -> directed(fields, new Signal.Offer(sdp(fields)));
                    case "answer" -> directed(fields, new Signal.Answer(sdp(fields)));
                    case "candidate" -> directed(fields, candidate(fields));
                    case "end-of-candidates" ->
                            directed(fields, new Signal.EndOfCandidates(fragment(fields)));
                    case "credentials" -> new ClientMessage.Credentials();
                    case "ping" ->
                            new ClientMessage.Ping(
                                    fields.optionalNumber(
                                            "n", -EXACT_IN_BROWSERS, EXACT_IN_BROWSERS));
                    case "leave" -> new ClientMessage.Leave();
                    default -> {
                        fields.wrong("There is no message of this type.");
                        yield new ClientMessage.Leave();
                    }
                };
        String problem = fields.problem();
        return problem == null ? new Decoded.Ok(message) : new Decoded.Bad(problem);
    }

    /** Writes what the server says. */
    public static String encode(ServerMessage message) {
        return JSON.writeValueAsString(ServerMessages.toJson(message));
    }

    private static ClientMessage join(Fields fields) {
        SeatProof resume = proof(fields, "resume");
        SeatProof replaces = proof(fields, "replaces");
        ClientMessage.Claim claim = null;
        if (resume != null) {
            claim = new ClientMessage.Claim.Resume(resume);
        } else if (replaces != null) {
            claim = new ClientMessage.Claim.Replace(replaces);
        }
        return new ClientMessage.Join(
                fields.text("room", NAME_CHARACTERS),
                fields.optionalText("name", NAME_CHARACTERS),
                fields.optionalText("secret", SignalLimits.SECRET_CHARACTERS),
                fields.flag("wait"),
                claim);
    }

    private static @Nullable SeatProof proof(Fields fields, String name) {
        Fields inner = fields.optionalObject(name);
        if (inner == null) {
            return null;
        }
        SeatProof proof =
                new SeatProof(
                        inner.text("peer", ID_CHARACTERS), inner.text("token", TOKEN_CHARACTERS));
        fields.including(inner);
        return proof;
    }

    private static ClientMessage directed(Fields fields, Signal signal) {
        return new ClientMessage.Directed(fields.text("to", ID_CHARACTERS), signal);
    }

    private static String sdp(Fields fields) {
        return fields.text("sdp", SignalLimits.SDP_CHARACTERS);
    }

    private static @Nullable String fragment(Fields fields) {
        return fields.optionalText("usernameFragment", SignalLimits.CANDIDATE_CHARACTERS);
    }

    private static Signal candidate(Fields fields) {
        Fields inner = fields.optionalObject("candidate");
        if (inner == null) {
            fields.wrong("The field candidate is missing.");
            return new Signal.EndOfCandidates(null);
        }
        Long line = inner.optionalNumber("sdpMLineIndex", 0, 0xFFFF);
        Signal candidate =
                new Signal.Candidate(
                        inner.text("candidate", SignalLimits.CANDIDATE_CHARACTERS),
                        inner.optionalText("sdpMid", SignalLimits.CANDIDATE_CHARACTERS),
                        line == null ? null : line.intValue(),
                        fragment(inner));
        fields.including(inner);
        return candidate;
    }
}
