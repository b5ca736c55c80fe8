package dev.parley.server.settings;

/** Writes the tables of docs/configuration.md. */
final class SettingsPage {
    private SettingsPage() {}

    /** Markdown: one table for each group. */
    static String markdown() {
        StringBuilder page = new StringBuilder();
        for (Setting.Group group : Setting.Group.values()) {
            page.append("\n## ").append(group.title()).append("\n\n");
            page.append("| setting | default | meaning |\n|---|---|---|\n");
            for (Setting<?> setting : Settings.ALL) {
                if (setting.group() == group) {
                    row(page, setting);
                }
            }
        }
        return page.toString();
    }

    private static void row(StringBuilder page, Setting<?> setting) {
        page.append("| `").append(setting.name()).append(' ').append(setting.placeholder());
        page.append(setting.traits().repeatable() ? "` (repeatable) | " : "` | ");
        page.append(setting.fallback() == null ? "" : '`' + setting.fallback() + '`');
        page.append(" | ").append(setting.words());
        page.append(" Wants ").append(setting.type().wants()).append(". |\n");
    }
}
