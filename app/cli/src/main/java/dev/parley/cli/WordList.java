package dev.parley.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;

/** Where picocli puts words that belong to no option. */
final class WordList implements IGetter, ISetter {
    private List<?> words = List.of();

    List<String> all() {
        List<String> all = new ArrayList<>();
        words.forEach(word -> all.add(word.toString()));
        return all;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // of picocli
    public <T> T get() {
        return (T) words;
    }

    @Override
    public <T> T set(T value) {
        words = value instanceof List<?> list ? list : List.of();
        return value;
    }
}
