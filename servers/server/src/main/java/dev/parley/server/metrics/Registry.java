package dev.parley.server.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.DoubleSupplier;

/** The library's registry, apart from {@link Metrics} so that it is loaded when it is needed. */
final class Registry {
    private final PrometheusMeterRegistry meters =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Adds a figure that only grows; the caller keeps {@code value} from being collected. */
    void counter(String name, String words, DoubleSupplier value, String... tags) {
        FunctionCounter.builder(name, value, DoubleSupplier::getAsDouble)
                .description(words)
                .tags(tags)
                .register(meters);
    }

    /** Adds a figure of the moment. */
    void gauge(String name, String words, DoubleSupplier value, String... tags) {
        Gauge.builder(name, value, DoubleSupplier::getAsDouble)
                .description(words)
                .tags(Tags.of(tags))
                .strongReference(true)
                .register(meters);
    }

    String scrape(String format) {
        return meters.scrape(format);
    }

    void close() {
        meters.close();
    }
}
