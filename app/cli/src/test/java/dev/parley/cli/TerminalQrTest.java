package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.QrMatrix;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalQrTest {
    private static final String LINK = "https://192.0.2.7:8443/";
    private static final int QUIET_ZONE = 2;

    @Test
    void halfBlocksHoldEveryModule() {
        QrMatrix code = QrMatrix.of(LINK);
        List<String> lines = TerminalQr.lines(LINK, new Screen().terminal(true, true, 80));
        for (int y = 0; y < code.side(); y++) {
            String line = lines.get((y + QUIET_ZONE) / 2).replaceAll("\u001B\\[[0-9;]*m", "");
            for (int x = 0; x < code.side(); x++) {
                char cell = line.charAt(x + QUIET_ZONE);
                boolean upper = (y + QUIET_ZONE) % 2 == 0;
                boolean dark = cell == '\u2588' || cell == (upper ? '\u2580' : '\u2584');
                assertThat(dark).as("module %d,%d", x, y).isEqualTo(code.dark(x, y));
            }
        }
    }

    @Test
    void withoutColoursTheLightIsDrawn() {
        String coloured =
                String.join("", TerminalQr.lines(LINK, new Screen().terminal(true, true, 80)));
        String plain =
                String.join("", TerminalQr.lines(LINK, new Screen().terminal(false, true, 80)));
        assertThat(plain).doesNotContain("\u001B");
        assertThat(count(plain, '\u2588')).isEqualTo(count(coloured, ' '));
    }

    @Test
    void withoutUnicodeItIsDrawnByColours() {
        List<String> lines = TerminalQr.lines(LINK, new Screen().terminal(true, false, 80));
        assertThat(lines).hasSize(QrMatrix.of(LINK).side() + 2 * QUIET_ZONE);
        assertThat(String.join("", lines)).matches("\\p{ASCII}*");
    }

    @Test
    void aNarrowTerminalGetsNone() {
        assertThat(TerminalQr.lines(LINK, new Screen().terminal(true, true, 20))).isEmpty();
        assertThat(TerminalQr.lines(LINK, new Screen().terminal(true, false, 50))).isEmpty();
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }
}
