package dev.parley.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;

/** Where picocli puts what an option was given. */
final class OptionValue<V> implements IGetter, ISetter {
    private final Class<V> type;
    private @Nullable V value;

    OptionValue(Class<V> type) {
        this.type = type;
    }

    Class<V> type() {
        return type;
    }

    /** Null when the option was not given. */
    @Nullable V value() {
        return value;
    }

    boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // of picocli
    public <T> T get() {
        return (T) value;
    }

    @Override
    @SuppressWarnings("NullAway")
    public <T> T set(T newValue) {
        value = newValue == null ? null : type.cast(newValue);
        return newValue;
    }
}
