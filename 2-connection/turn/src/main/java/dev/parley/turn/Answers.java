package dev.parley.turn;

import dev.parley.stun.MessageIntegrity;
import dev.parley.stun.StunAttributeType;
import dev.parley.stun.StunClass;
import dev.parley.stun.StunErrorCode;
import dev.parley.stun.StunWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes answers into the queue: sealed and fingerprinted as the request was, errors without a
 * phrase but for those that leave a known client in doubt.
 *
 * <pre>
 *   StunWriter answer = answers.success(replyTo);
 *   if (answer != null) {
 *       answer.u32(LIFETIME, seconds);
 *       answers.send(replyTo);
 *   }
 * </pre>
 */
final class Answers {
    /** More than any answer: the longest realm and SOFTWARE fit. */
    private static final int MAX_BYTES = 2048;

    private static final byte[] ANY_KEY = {0};

    private final ServerContext context;
    private final byte[] realm;
    private final byte @Nullable [] software;
    private final StunWriter writer = new StunWriter();
    private final MessageIntegrity integrity = new MessageIntegrity(ANY_KEY);

    Answers(ServerContext context) {
        this.context = context;
        realm = context.config.realm().getBytes(StandardCharsets.UTF_8);
        String name = context.config.software();
        software = name == null ? null : name.getBytes(StandardCharsets.UTF_8);
    }

    /** Begins a success; null when the queue is full. */
    @Nullable StunWriter success(ReplyTo to) {
        return begin(StunClass.SUCCESS, to);
    }

    /** Begins an error that has more to say; null when the queue is full. */
    @Nullable StunWriter error(ReplyTo to, int code) {
        return error(to, code, "");
    }

    private @Nullable StunWriter error(ReplyTo to, int code, String reason) {
        StunWriter answer = begin(StunClass.ERROR, to);
        context.counters.count(counter(code));
        return answer == null ? null : answer.errorCode(code, reason);
    }

    /** Sends an error that says no more than its code. */
    void refuse(ReplyTo to, int code) {
        refuse(to, code, "");
    }

    /** The same with a reason for people. */
    void refuse(ReplyTo to, int code, String reason) {
        if (error(to, code, reason) != null) {
            send(to);
        }
    }

    /**
     * Sends 401 or 438 with the realm and a fresh nonce, without integrity.
     *
     * @param features of the nonce
     */
    void challenge(ReplyTo to, int code, byte[] nonce, int features) {
        StunWriter answer = error(to, code);
        if (answer != null) {
            answer.bytes(StunAttributeType.REALM, realm).bytes(StunAttributeType.NONCE, nonce);
            SecurityOffer.write(answer, features);
            send(to);
        }
    }

    /** Ends what {@link #success} or {@link #error} began. */
    void send(ReplyTo to) {
        Key key = to.key();
        if (key != null) {
            if (software != null) {
                writer.bytes(StunAttributeType.SOFTWARE, software);
            }
            integrity.rekey(key.bytes());
            if (key.agreed() == null) {
                writer.messageIntegrity(integrity);
            } else {
                writer.messageIntegritySha256(integrity);
            }
        }
        if (to.fingerprint()) {
            writer.fingerprint();
        }
        int length = writer.finish();
        if (length == 0) {
            throw new IllegalStateException("an answer has less than " + MAX_BYTES + " bytes");
        }
        context.queue.commit(length);
    }

    private @Nullable StunWriter begin(StunClass messageClass, ReplyTo to) {
        int at = context.queue.begin(to.path(), MAX_BYTES);
        if (at < 0) {
            context.counters.count(TurnCounter.DROPPED_QUEUE_FULL);
            return null;
        }
        if (messageClass == StunClass.SUCCESS) {
            context.counters.count(TurnCounter.SUCCESS_ANSWERS);
        }
        return writer.wrap(context.queue.buffer(), at, MAX_BYTES)
                .begin(messageClass, to.method(), to.id());
    }

    static TurnCounter counter(int code) {
        return switch (code) {
            case StunErrorCode.TRY_ALTERNATE -> TurnCounter.ERROR_300;
            case StunErrorCode.BAD_REQUEST -> TurnCounter.ERROR_400;
            case StunErrorCode.UNAUTHENTICATED -> TurnCounter.ERROR_401;
            case StunErrorCode.FORBIDDEN -> TurnCounter.ERROR_403;
            case StunErrorCode.MOBILITY_FORBIDDEN -> TurnCounter.ERROR_405;
            case StunErrorCode.UNKNOWN_ATTRIBUTE -> TurnCounter.ERROR_420;
            case StunErrorCode.ALLOCATION_MISMATCH -> TurnCounter.ERROR_437;
            case StunErrorCode.STALE_NONCE -> TurnCounter.ERROR_438;
            case StunErrorCode.ADDRESS_FAMILY_NOT_SUPPORTED -> TurnCounter.ERROR_440;
            case StunErrorCode.WRONG_CREDENTIALS -> TurnCounter.ERROR_441;
            case StunErrorCode.UNSUPPORTED_TRANSPORT_PROTOCOL -> TurnCounter.ERROR_442;
            case StunErrorCode.PEER_ADDRESS_FAMILY_MISMATCH -> TurnCounter.ERROR_443;
            case StunErrorCode.CONNECTION_ALREADY_EXISTS -> TurnCounter.ERROR_446;
            case StunErrorCode.CONNECTION_TIMEOUT_OR_FAILURE -> TurnCounter.ERROR_447;
            case StunErrorCode.ALLOCATION_QUOTA_REACHED -> TurnCounter.ERROR_486;
            case StunErrorCode.INSUFFICIENT_CAPACITY -> TurnCounter.ERROR_508;
            default -> TurnCounter.ERROR_500;
        };
    }
}
