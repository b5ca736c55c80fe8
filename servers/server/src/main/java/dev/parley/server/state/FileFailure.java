package dev.parley.server.state;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Why a file cannot be had, for people. */
public final class FileFailure {
    private FileFailure() {}

    /** A few words, such as "no permission". */
    public static String words(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file or folder";
            case AccessDeniedException _ -> "no permission";
            case FileAlreadyExistsException _ -> "there is a file of that name";
            case FileSystemException failure when failure.getReason() != null ->
                    failure.getReason().toLowerCase(Locale.ROOT);
            case CharacterCodingException _ -> "it is not UTF-8 text";
            default -> String.valueOf(e.getMessage());
        };
    }
}
