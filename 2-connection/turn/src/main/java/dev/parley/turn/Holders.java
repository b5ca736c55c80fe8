package dev.parley.turn;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Those who hold something, and those who left with something to remember: else who gives
 * everything back could begin anew, as if he had taken nothing.
 */
final class Holders<K, H extends Holder> {
    private final Supplier<H> maker;
    private final Map<K, H> all = new HashMap<>();

    /** Who holds nothing any more and is not forgotten yet, the first to leave first. */
    private final Map<K, H> left = new LinkedHashMap<>();

    Holders(Supplier<H> maker) {
        this.maker = maker;
    }

    @Nullable H find(K key) {
        return all.get(key);
    }

    /** The one of that name, who is about to hold something. */
    H present(K key) {
        left.remove(key);
        return all.computeIfAbsent(key, _ -> maker.get());
    }

    /** To be called whenever somebody holds less than before. */
    void gaveBack(K key, H holder) {
        if (holder.holdsNothing()) {
            left.put(key, holder);
        }
    }

    /**
     * Forgets who left and has nothing to remember, in the order in which they left.
     *
     * @param perSecond the rate of new allocations
     * @param most how many of them are kept at most
     */
    void forget(long now, int perSecond, int most) {
        Iterator<Map.Entry<K, H>> oldest = left.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<K, H> entry = oldest.next();
            if (!entry.getValue().isAsNew(now, perSecond) && left.size() <= most) {
                return;
            }
            all.remove(entry.getKey());
            oldest.remove();
        }
    }

    Collection<H> all() {
        return all.values();
    }

    int size() {
        return all.size();
    }
}
