package dev.parley.lab.real;

import java.io.IOException;

/** This machine lacks rights or tools; the message says which, and how to get them. */
public final class LabRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    public LabRefusedException(String message) {
        super(message);
    }
}
