package dev.parley.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Run with {@code -Dparley.write-docs=true} to bring the page up to date. */
class SettingsPageTest {
    private static final Path PAGE = Path.of("../../docs/configuration.md");
    private static final String MARK = "<!-- The tables below are written from the code. -->\n";

    @Test
    void thePageSaysWhatTheTableSays() throws Exception {
        String page = Files.readString(PAGE);
        int mark = page.indexOf(MARK);
        assertThat(mark).as("the mark in " + PAGE).isPositive();
        String wanted = page.substring(0, mark + MARK.length()) + SettingsPage.markdown();
        if (Boolean.getBoolean("parley.write-docs")) {
            Files.writeString(PAGE, wanted);
        }
        assertThat(Files.readString(PAGE))
                .as("run this test with -Dparley.write-docs=true to mend the page")
                .isEqualTo(wanted);
    }

    @Test
    void everySettingIsExplained() {
        for (Setting<?> setting : Settings.ALL) {
            assertThat(setting.words()).as(setting.name()).endsWith(".");
            assertThat(setting.name()).matches("[a-z]+(-[a-z]+)*");
            assertThat(setting.placeholder()).isUpperCase();
        }
        assertThat(Settings.ALL).extracting(Setting::name).doesNotHaveDuplicates();
    }
}
