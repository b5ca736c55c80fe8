package dev.parley.lab.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.lab.run.Run;
import dev.parley.lab.run.RunLimits;
import dev.parley.lab.scenario.Scenarios;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunTextTest {
    private static final int TIME_COLUMNS = 12;

    private static List<String> told(String scenario, TextStyle style) {
        StringWriter text = new StringWriter();
        Run run = Run.of(Scenarios.named(scenario).orElseThrow(), 7, RunLimits.DEFAULT);
        RunText.print(run, new PrintWriter(text), style);
        return text.toString().lines().toList();
    }

    @Test
    void aLadderShowsEachHopBetweenTheColumnsOfItsNodes() {
        List<String> lines = told("ask-stun", new TextStyle(100, false, true));
        String head =
                lines.stream().filter(line -> line.contains("home-a")).findFirst().orElseThrow();
        assertThat(head).containsSubsequence("ana", "home-a", "internet", "server");
        String hop = lines.stream().filter(line -> line.contains("├")).findFirst().orElseThrow();
        assertThat(hop).contains("p1", "▶", "STUN Binding request");
        assertThat(hop.indexOf('├')).isBetween(head.indexOf("ana"), head.indexOf("ana") + 3);
        assertThat(lines)
                .anyMatch(line -> line.contains("from 192.168.1.2:50000 becomes 18.18.18.18:50000"))
                .anyMatch(line -> line.contains("ana: The server sees me as 18.18.18.18:50000"))
                .anyMatch(line -> line.contains("◀"));
    }

    @Test
    void tablesAreToldWhenTheyHaveChanged() {
        assertThat(told("forgotten", new TextStyle(100, false, true)))
                .anyMatch(line -> line.contains("table of home-a"))
                .anyMatch(line -> line.contains("192.168.1.2:50000 ⇄ 18.18.18.18:50000"))
                .anyMatch(line -> line.contains("home-a forgets row 1"))
                .anyMatch(line -> line.contains("of quiet"));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 60, 80, 100, 160})
    void noLineIsWiderThanTheTerminal(int columns) {
        TextStyle style = new TextStyle(columns, false, true);
        for (String name : Scenarios.names()) {
            for (String line : told(name, style)) {
                boolean oneLongWord = line.strip().lastIndexOf(' ') < TIME_COLUMNS;
                assertThat(line.length() <= columns || oneLongWord)
                        .as("%s at %d: %s", name, columns, line)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.parley.lab.scenario.Scenarios#names")
    void aPlainTerminalGetsNothingButAscii(String scenario) {
        assertThat(told(scenario, new TextStyle(100, false, false)))
                .allMatch(line -> line.chars().allMatch(c -> c >= ' ' && c < 127));
    }

    @Test
    void coloursAreForThoseWhoWantThem() {
        assertThat(told("ask-stun", new TextStyle(100, true, true)))
                .anyMatch(line -> line.contains("\u001B[35m"));
        assertThat(told("ask-stun", new TextStyle(100, false, true)))
                .noneMatch(line -> line.contains("\u001B"));
    }
}
