package dev.parley.server.admin;

import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import dev.parley.server.reload.CertificateKeeper;
import dev.parley.server.reload.RunTime;
import dev.parley.server.settings.Configuration;
import dev.parley.server.settings.Origin;
import dev.parley.server.settings.Setting;
import dev.parley.server.settings.Settings;
import dev.parley.server.tls.ServerCertificate;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /admin/config}: the values of all settings but secrets, and where they come from. */
final class ConfigView {
    private final Operator operator;

    ConfigView(Operator operator) {
        this.operator = operator;
    }

    HttpResponse get(HttpRequest request) throws BadRequestException {
        Query.of(request.query());
        Configuration configuration = operator.configuration();
        ObjectNode json = Answers.object();
        ObjectNode settings = json.putObject("settings");
        for (Setting<?> setting : Settings.ALL) {
            describe(settings.putObject(setting.name()), setting, configuration);
        }
        CertificateKeeper keeper = operator.certificate();
        if (keeper != null) {
            ServerCertificate certificate = keeper.current();
            json.putObject("certificate")
                    .put("sha256", certificate.fingerprint())
                    .put("until", certificate.certificate().getNotAfter().toInstant().toString())
                    .put("selfSigned", certificate.selfSigned());
        }
        return Answers.json(200, json);
    }

    private static void describe(ObjectNode json, Setting<?> setting, Configuration configuration) {
        List<String> texts = configuration.texts(setting);
        if (setting.traits().secret()) {
            json.put("set", !texts.isEmpty());
        } else if (setting.traits().repeatable()) {
            ArrayNode array = json.putArray("value");
            texts.forEach(array::add);
        } else {
            json.put("value", texts.isEmpty() ? null : texts.getLast());
        }
        Origin origin = configuration.origin(setting);
        json.put("origin", origin.kind().name().toLowerCase(Locale.ROOT));
        if (origin.kind() == Origin.Kind.FILE) {
            json.put("file", origin.place());
        }
        json.put("reloadable", RunTime.CHANGEABLE.contains(setting));
    }
}
