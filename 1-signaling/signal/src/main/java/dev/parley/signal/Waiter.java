package dev.parley.signal;

import org.jspecify.annotations.Nullable;

/**
 * A page that waits for a seat.
 *
 * @param resumes the id it will go on with, or null for a new one
 */
record Waiter(Room room, Connection connection, String name, @Nullable String resumes) {}
