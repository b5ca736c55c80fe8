package dev.parley.server.ladder;

import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import dev.parley.netty.WebSocketHandler;
import dev.parley.netty.WebSocketListener;
import dev.parley.netty.WebSocketSession;
import dev.parley.server.signaling.OriginPolicy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket half of the ladder. The first character of a message says what becomes of it:
 *
 * <pre>
 *   e...   echo: comes back as it is
 *   t...   a probe for the other member, passed on as it is
 *   s...   longer words for the other, by which two pages find a direct path
 * </pre>
 */
public final class LadderSocket implements WebSocketHandler {
    public static final String PATH = "/ladder";

    private static final int GOING_AWAY = 1001;
    private static final int POLICY = 1008;
    private static final int REPLACED = 4001;

    private final LadderDesk desk;
    private final OriginPolicy origins;

    public LadderSocket(LadderDesk desk, OriginPolicy origins) {
        this.desk = desk;
        this.origins = origins;
    }

    @Override
    public Upgrade upgrade(HttpRequest request) {
        List<String> origin = request.headers().all("Origin");
        if (origin.size() > 1
                || !origins.allows(origin.isEmpty() ? null : origin.getFirst(), request.host())) {
            return new Upgrade.Refuse(
                    HttpResponse.text(403, "Pages of this origin may not use this.\n"));
        }
        Optional<Member> member = desk.find(LadderRoute.parameter(request, "token"));
        return member.<Upgrade>map(found -> new Upgrade.Accept(null, new Line(found)))
                .orElseGet(() ->
                        new Upgrade.Refuse(HttpResponse.text(404, "There is no such pair.\n")));
    }

    /** One member's socket. */
    private final class Line implements WebSocketListener {
        private final Member member;

        Line(Member member) {
            this.member = member;
        }

        @Override
        public void opened(WebSocketSession session) {
            WebSocketSession before = member.connect(session);
            if (before != null) {
                before.close(REPLACED, "replaced");
            }
        }

        @Override
        public void text(WebSocketSession session, String text) {
            if (desk.isOver(member)) {
                session.close(GOING_AWAY, "over");
            } else if (text.isEmpty() || text.length() > most(text.charAt(0))) {
                session.close(POLICY, "not a probe");
            } else if (desk.maySay(
                    member, text.length())) { // else it is lost, as on a line that is too thin
                @Nullable WebSocketSession to =
                        text.charAt(0) == 'e' ? session : member.pair.other(member).socket();
                if (to != null) {
                    to.send(text);
                }
            }
        }

        private int most(char kind) {
            return switch (kind) {
                case 'e', 't' -> desk.limits().messageCharacters();
                case 's' -> desk.limits().signalCharacters();
                default -> 0;
            };
        }

        @Override
        public void closed(WebSocketSession session, int code, String reason) {
            member.disconnect(session);
        }
    }
}
