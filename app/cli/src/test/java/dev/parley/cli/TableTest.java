package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
    private static final Table TABLE =
            new Table(
                    List.of(
                            Table.Column.number("ID"),
                            Table.Column.text("NAME", 6),
                            Table.Column.text("ADDRESS", 12),
                            Table.Column.text("OTHER", 5),
                            Table.Column.number("BYTES")),
                    "OTHER");
    private static final List<List<String>> ROWS =
            List.of(
                    List.of("1", "ann", "192.0.2.1:1", "198.51.100.7:50000", "1 B"),
                    List.of(
                            "12345",
                            "a-name-of-some-length",
                            "[2001:db8:1:2:3:4:5:6]:65535",
                            "198.51.100.7:50001",
                            "999.9 MB"));

    private static List<String> print(boolean interactive, int columns) {
        Screen screen = new Screen();
        TABLE.print(screen.terminal(interactive, true, columns), ROWS);
        return screen.out().lines().toList();
    }

    @Test
    void aWideWindowShowsAllOfIt() {
        assertThat(print(true, 120).get(2))
                .isEqualTo(
                        "12345  a-name-of-some-length  [2001:db8:1:2:3:4:5:6]:65535"
                                + "  198.51.100.7:50001  999.9 MB");
        assertThat(print(true, 120).get(1)).endsWith("198.51.100.7:50000       1 B");
    }

    @Test
    void oneColumnIsLeftOutBeforeAnythingIsCut() {
        assertThat(print(true, 80))
                .containsExactly(
                        "   ID  NAME                   ADDRESS                          BYTES",
                        "    1  ann                    192.0.2.1:1                        1 B",
                        "12345  a-name-of-some-length  [2001:db8:1:2:3:4:5:6]:65535  999.9 MB");
    }

    @ParameterizedTest
    @ValueSource(ints = {45, 50, 60, 68, 70, 80, 88, 90, 100, 120})
    void fitsTheWindow(int columns) {
        List<String> lines = print(true, columns);
        assertThat(lines).hasSize(3).allMatch(line -> line.length() <= columns);
        assertThat(lines.getLast()).startsWith("12345  a-").contains("65535").endsWith("999.9 MB");
    }

    @Test
    void isCutForNobodyWhoOnlyReadsIt() {
        assertThat(print(false, 40)).isEqualTo(print(true, 120));
    }
}
