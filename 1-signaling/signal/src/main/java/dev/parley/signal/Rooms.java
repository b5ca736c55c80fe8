package dev.parley.signal;

import dev.parley.core.RandomSource;
import dev.parley.core.WallClock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Seats and presence: who is in which room, who waits, who is away, and what the others are told.
 * Knows nothing of rates and proofs; whoever gets here may come in.
 */
final class Rooms {
    private static final int RENEW_PERCENT = 80;

    private SignalConfig config;
    private final PeerTokens tokens;
    private final IceServerSource iceServers;
    private final RandomSource random;
    private final WallClock clock;
    private final Timers timers;
    private final Outbox outbox;
    private final SignalCounters counters;
    private final Doors doors;
    private final Map<String, Room> rooms = new HashMap<>();
    private int members;

    Rooms(
            SignalConfig config,
            PeerTokens tokens,
            IceServerSource iceServers,
            RandomSource random,
            WallClock clock,
            Timers timers,
            Outbox outbox,
            SignalCounters counters,
            Doors doors) {
        this.config = config;
        this.tokens = tokens;
        this.iceServers = iceServers;
        this.random = random;
        this.clock = clock;
        this.timers = timers;
        this.outbox = outbox;
        this.counters = counters;
        this.doors = doors;
    }

    /** From now on rooms hold another number; nobody has to leave. */
    void obey(long now, SignalConfig next) {
        config = next;
        for (Room room : List.copyOf(rooms.values())) {
            boolean moved = false;
            while (!room.waiters.isEmpty() && room.members.size() < next.capacity()) {
                admitNext(now, room);
                moved = true;
            }
            if (moved) {
                tellWaitersFrom(room, 0);
            }
        }
    }

    /** What became of a request to enter. */
    enum Entry {
        SEATED,
        WAITING,
        ROOM_FULL,
        QUEUE_FULL,
        NO_MORE_ROOMS
    }

    /** Seats a page that comes as a new peer, or queues it. */
    Entry enter(long now, Connection connection, String roomName, String name, boolean waits) {
        return enter(now, connection, roomName, name, null, waits);
    }

    /** Lets a page go on as {@code peer}, here already or known from before a restart. */
    Entry resume(
            long now,
            Connection connection,
            String roomName,
            String peer,
            String name,
            boolean waits) {
        Member member = find(roomName, peer);
        if (member == null) {
            return enter(now, connection, roomName, name, peer, waits);
        }
        Connection former = member.connection;
        if (former != null) {
            doors.close(now, former, CloseCode.REPLACED);
        }
        seat(now, connection, member, true);
        tell(member, other -> new ServerMessage.PeerBack(peer));
        return Entry.SEATED;
    }

    /** Ends a former peer of this page and seats the page as a new one in its place. */
    Entry replace(
            long now,
            Connection connection,
            String roomName,
            String peer,
            String name,
            boolean waits) {
        Member former = find(roomName, peer);
        if (former == null) {
            return enter(now, connection, roomName, name, null, waits);
        }
        Room room = former.room;
        counters.replacements++;
        unseat(former, LeaveReason.REPLACED);
        if (former.connection != null) {
            doors.close(now, former.connection, CloseCode.REPLACED);
        }
        admit(now, connection, room, null, name);
        return Entry.SEATED;
    }

    private Entry enter(
            long now,
            Connection connection,
            String roomName,
            String name,
            @Nullable String resumes,
            boolean waits) {
        Room room = rooms.get(roomName);
        if (room == null) {
            if (rooms.size() >= config.limits().rooms()) {
                return Entry.NO_MORE_ROOMS;
            }
            room = new Room(roomName);
            rooms.put(roomName, room);
        }
        if (room.members.size() < config.capacity()) {
            admit(now, connection, room, resumes, name);
            return Entry.SEATED;
        }
        if (!waits) {
            return Entry.ROOM_FULL;
        }
        return queue(now, connection, room, name, resumes) ? Entry.WAITING : Entry.QUEUE_FULL;
    }

    private boolean queue(
            long now, Connection connection, Room room, String name, @Nullable String resumes) {
        if (resumes != null) {
            for (Waiter other : List.copyOf(room.waiters)) {
                if (resumes.equals(other.resumes())) {
                    doors.close(now, other.connection(), CloseCode.REPLACED);
                }
            }
        }
        if (room.waiters.size() >= config.limits().waitersPerRoom()) {
            return false;
        }
        Waiter waiter = new Waiter(room, connection, name, resumes);
        connection.waiter = waiter;
        room.queue(waiter);
        tellWaitersFrom(room, room.waiters.indexOf(waiter));
        return true;
    }

    private void admit(
            long now, Connection connection, Room room, @Nullable String resumes, String name) {
        boolean resumed = resumes != null;
        String peer = resumes == null ? newPeer() : resumes;
        Member member = new Member(room, peer, name);
        member.timer = timers.open(at -> onDeadline(at, member));
        room.members.put(peer, member);
        members++;
        seat(now, connection, member, resumed);
        tell(
                member,
                other ->
                        new ServerMessage.PeerJoined(
                                peer, name, Roles.isPolite(other.peer, peer), resumed));
    }

    /** Joins connection and member, and tells the page where it is. */
    private void seat(long now, Connection connection, Member member, boolean resumed) {
        if (resumed) {
            counters.resumes++;
        } else {
            counters.joins++;
        }
        connection.waiter = null;
        connection.member = member;
        member.connection = connection;
        IceServers ice = issue(now, connection, member);
        Room room = member.room;
        List<PeerInfo> peers =
                room.members.values().stream()
                        .filter(other -> other != member)
                        .map(other -> other.seenBy(member))
                        .toList();
        outbox.send(
                connection.id,
                new ServerMessage.Welcome(
                        member.peer,
                        tokens.mint(room.name, member.peer),
                        room.name,
                        member.name,
                        resumed,
                        config.capacity(),
                        peers,
                        ice,
                        clock.epochMillis(now),
                        (int) config.grace().toSeconds()));
    }

    /** Fresh ICE servers, on request or because the last ones end. */
    void renew(long now, Connection connection, Member member) {
        outbox.send(connection.id, new ServerMessage.Ice(issue(now, connection, member)));
    }

    private IceServers issue(long now, Connection connection, Member member) {
        IceServers ice = iceServers.issue(now, connection.id, member.peer);
        counters.iceServersIssued++;
        long lifeNanos = ice.ttlSeconds() * 1_000_000_000L;
        timers.set(member.timer, now + lifeNanos / 100 * RENEW_PERCENT);
        return ice;
    }

    private void onDeadline(long now, Member member) {
        Connection connection = member.connection;
        if (connection != null) {
            renew(now, connection, member);
        } else {
            counters.graceTimeouts++;
            leave(now, member, LeaveReason.TIMEOUT);
        }
    }

    /** The connection of a member is lost; its seat is kept for the grace time. */
    void away(long now, Member member) {
        member.connection = null;
        timers.set(member.timer, now + config.grace().toNanos());
        tell(member, other -> new ServerMessage.PeerAway(member.peer));
    }

    /** A member is gone; whoever waits moves up. */
    void leave(long now, Member member, LeaveReason reason) {
        unseat(member, reason);
        Room room = member.room;
        if (!room.waiters.isEmpty()) {
            admitNext(now, room);
            tellWaitersFrom(room, 0);
        } else if (room.members.isEmpty()) {
            rooms.remove(room.name);
        }
    }

    private void admitNext(long now, Room room) {
        Waiter next = room.waiters.removeFirst();
        next.connection().waiter = null;
        admit(now, next.connection(), room, next.resumes(), next.name());
    }

    private void unseat(Member member, LeaveReason reason) {
        member.room.members.remove(member.peer);
        members--;
        timers.close(member.timer);
        tell(member, other -> new ServerMessage.PeerLeft(member.peer, reason));
    }

    void stopWaiting(Waiter waiter) {
        waiter.connection().waiter = null;
        List<Waiter> waiters = waiter.room().waiters;
        int place = waiters.indexOf(waiter);
        waiters.remove(place);
        tellWaitersFrom(waiter.room(), place);
    }

    private void tellWaitersFrom(Room room, int place) {
        for (int i = place; i < room.waiters.size(); i++) {
            outbox.send(
                    room.waiters.get(i).connection().id,
                    new ServerMessage.Waiting(room.name, i + 1, config.capacity()));
        }
    }

    /** What one member shall know of another. */
    private interface News {
        ServerMessage forMember(Member other);
    }

    /** Tells everybody present in the room but {@code about}. */
    private void tell(Member about, News news) {
        for (Member other : about.room.members.values()) {
            if (other != about && other.connection != null) {
                outbox.send(other.connection.id, news.forMember(other));
            }
        }
    }

    private @Nullable Member find(String roomName, String peer) {
        Room room = rooms.get(roomName);
        return room == null ? null : room.members.get(peer);
    }

    private String newPeer() {
        byte[] id = new byte[16];
        random.nextBytes(id, 0, id.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    /** Forgets everybody and tells nobody. */
    void clear() {
        for (Room room : rooms.values()) {
            room.members.values().forEach(member -> timers.close(member.timer));
        }
        rooms.clear();
        members = 0;
    }

    int roomCount() {
        return rooms.size();
    }

    int memberCount() {
        return members;
    }
}
