package dev.parley.call;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** One file of the page with what an HTTP answer needs. Immutable; may be shared by all threads. */
public final class PageFile {
    private final String contentType;
    private final String etag;
    private final byte[] bytes;

    private PageFile(String contentType, byte[] bytes) {
        this.contentType = contentType;
        this.bytes = bytes;
        this.etag = etagOf(bytes);
    }

    /**
     * A file of a page by its name, which tells the content type.
     *
     * @throws IOException when {@code in} is null, or cannot be read
     * @throws IllegalArgumentException when no content type is known for such a name
     */
    public static PageFile read(String name, @Nullable InputStream in) throws IOException {
        if (in == null) {
            throw new IOException("the page's file " + name + " is missing: install Parley again");
        }
        return new PageFile(contentTypeOf(name), in.readAllBytes());
    }

    private static String contentTypeOf(String name) {
        if (name.endsWith("/LICENSE")) {
            return "text/plain; charset=utf-8";
        }
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "json" -> "application/json";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("no content type is known for " + name);
        };
    }

    /** The value of {@code Content-Type}. */
    public String contentType() {
        return contentType;
    }

    /**
     * The value of {@code ETag}, with its quotes: the same bytes have the same one, in every build
     * (RFC 9110 section 8.8.3).
     */
    public String etag() {
        return etag;
    }

    /** A copy of the content. A server takes it once and keeps its own buffer. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int lengthBytes() {
        return bytes.length;
    }

    /**
     * Whether a request's {@code If-None-Match} names this content, so that 304 is the answer. Weak
     * marks, lists and {@code *} are understood (RFC 9110 section 13.1.2).
     */
    public boolean matches(String ifNoneMatch) {
        for (String part : ifNoneMatch.split(",", -1)) {
            String tag = part.strip();
            if (tag.equals("*") || (tag.startsWith("W/") ? tag.substring(2) : tag).equals(etag)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return contentType + ", " + bytes.length + " bytes, " + etag;
    }

    private static String etagOf(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            byte[] start = new byte[12];
            System.arraycopy(digest, 0, start, 0, start.length);
            byte[] text = Base64.getUrlEncoder().withoutPadding().encode(start);
            return '"' + new String(text, StandardCharsets.US_ASCII) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
