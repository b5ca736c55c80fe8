package dev.parley.archtest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What one Java file looks like. */
final class SourceLaw {
    private static final int MOST_LINES = 600;
    private static final Pattern TOP_LEVEL_TYPE =
            Pattern.compile(
                    "^(?:(?:public|final|abstract|sealed|non-sealed) )*"
                            + "(?:class|interface|record|enum|@interface) (\\w+)",
                    Pattern.MULTILINE);
    private static final Pattern VAGUE_NAME =
            Pattern.compile(".*(?:Impl|Manager|Helper|Helpers|Util|Utils)");
    private static final Pattern GETTER =
            Pattern.compile(
                    "^ {4}public (?:static |final )*[\\w<>.?, \\[\\]@]+ get[A-Z]\\w*\\(\\)");

    private SourceLaw() {}

    static List<String> violations(String file, String text) {
        List<String> violations = new ArrayList<>();
        List<String> types =
                TOP_LEVEL_TYPE.matcher(text).results().map(result -> result.group(1)).toList();
        if (types.size() > 1) {
            violations.add(file + " has the types " + types + ": one type, one file");
        }
        for (String type : types) {
            if (VAGUE_NAME.matcher(type).matches()) {
                violations.add(file + ": " + type + " does not say what it is");
            }
        }
        long lines = text.lines().count();
        if (lines > MOST_LINES) {
            violations.add(file + " has " + lines + " lines: a room is missing");
        }
        return violations;
    }

    /**
     * Accessors are called like what they give. Rules our code, not what others make us implement.
     */
    static List<String> getters(String file, String text) {
        List<String> violations = new ArrayList<>();
        String before = "";
        for (String line : text.lines().toList()) {
            if (GETTER.matcher(line).find() && !before.contains("@Override")) {
                violations.add(file + ": " + line.strip() + " (accessors go without get)");
            }
            before = line;
        }
        return violations;
    }
}
