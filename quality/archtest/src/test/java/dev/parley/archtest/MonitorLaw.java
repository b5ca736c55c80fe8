package dev.parley.archtest;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds {@code synchronized} blocks, which stand in no signature but only in the byte code. */
final class MonitorLaw {
    private MonitorLaw() {}

    static List<String> violations(Path classFile) throws IOException {
        return violations(ClassFile.of().parse(classFile));
    }

    static List<String> violations(ClassModel model) {
        List<String> violations = new ArrayList<>();
        for (var method : model.methods()) {
            boolean enters =
                    method.code().stream()
                            .flatMap(code -> code.elementStream())
                            .anyMatch(element ->
                                    element instanceof Instruction instruction
                                            && instruction.opcode() == Opcode.MONITORENTER);
            if (enters) {
                violations.add(
                        model.thisClass().asInternalName()
                                + "."
                                + method.methodName().stringValue()
                                + " has a synchronized block");
            }
        }
        return violations;
    }
}
