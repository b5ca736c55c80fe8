package dev.parley.cli;

import dev.parley.server.JsonText;
import dev.parley.stun.behaviour.Lifetime;
import dev.parley.stun.behaviour.MappingSample;
import dev.parley.stun.behaviour.NatReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report for programs. Names are those of RFC 5780; what is not known is null or "unknown". */
final class NatJson {
    private static final double NANOS_PER_SECOND = 1e9;

    private final StringBuilder json = new StringBuilder();
    private final List<String> members = new ArrayList<>();

    private NatJson() {}

    static String of(NatFinding finding) {
        NatReport report = finding.report();
        NatJson out = new NatJson();
        out.text("outcome", finding.udpBlocked() ? "udp-blocked" : word(report.outcome()));
        out.raw("errorCode", report.errorCode() == 0 ? "null" : "" + report.errorCode());
        out.text("server", finding.server().toString());
        out.text("serverAddress", report.server());
        out.text("serverKind", word(report.serverKind()));
        out.text("otherAddress", report.other());
        out.text("local", report.local());
        out.text("mapped", report.mapped());
        out.raw("nat", report.mapped() == null ? "null" : "" + report.translated());
        out.text("mapping", word(report.mapping()));
        out.text("filtering", word(report.filtering()));
        out.text("hairpinning", word(report.hairpinning()));
        out.text("strangersMoveMapping", word(report.strangersMoveMapping()));
        out.text("fragments", word(report.fragments()));
        out.text("ports", word(report.ports()));
        out.raw("lifetimeSeconds", lifetime(report.lifetime()));
        out.raw(
                "roundTripMillis",
                report.mapped() == null ? "null" : decimal(report.rttNanos() * 1000));
        out.raw("samples", samples(report.samples()));
        out.json.append("{\n").append(String.join(",\n", out.members)).append("\n}");
        return out.json.toString();
    }

    private static String lifetime(@Nullable Lifetime lifetime) {
        if (lifetime == null) {
            return "null";
        }
        String gone = lifetime.outlived() ? "null" : decimal(lifetime.goneNanos());
        return "{\"alive\": " + decimal(lifetime.aliveNanos()) + ", \"gone\": " + gone + "}";
    }

    private static String samples(List<MappingSample> samples) {
        if (samples.isEmpty()) {
            return "[]";
        }
        List<String> rows = new ArrayList<>();
        for (MappingSample sample : samples) {
            rows.add(
                    "    {\"local\": "
                            + JsonText.quoted(sample.local().toString())
                            + ", \"server\": "
                            + JsonText.quoted(sample.remote().toString())
                            + ", \"mapped\": "
                            + JsonText.quoted(sample.mapped().toString())
                            + "}");
        }
        return "[\n" + String.join(",\n", rows) + "\n  ]";
    }

    private static String decimal(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_SECOND);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void text(String name, @Nullable Object value) {
        raw(name, value == null ? "null" : JsonText.quoted(value.toString()));
    }

    private void raw(String name, String value) {
        members.add("  " + JsonText.quoted(name) + ": " + value);
    }
}
